extension Rule {
    /// More items that are not described are accepted.
    ///
    /// `{"additionalItems":false,"items":[{}]}` → `{"additionalItems":true,"items":[{}]}`
    static let additionalItemsWidened = Rule(
        "additional-items-widened", "More items that are not described are accepted.",
        says: "{where}: additionalItems is {new}; it was {old}",
        old: #"{"additionalItems":false,"items":[{}]}"#,
        new: #"{"additionalItems":true,"items":[{}]}"#,
        dialect: .draft7, on: ["additionalItems"]
    ) { $0.new.openness > $0.old.openness }
}
