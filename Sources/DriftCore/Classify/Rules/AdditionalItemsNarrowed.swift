extension Rule {
    /// Fewer items that are not described are accepted.
    ///
    /// `{"additionalItems":true,"items":[{}]}` → `{"additionalItems":false,"items":[{}]}`
    static let additionalItemsNarrowed = Rule(
        "additional-items-narrowed", "Fewer items that are not described are accepted.",
        says: "{where}: additionalItems is {new}; it was {old}",
        old: #"{"additionalItems":true,"items":[{}]}"#,
        new: #"{"additionalItems":false,"items":[{}]}"#,
        dialect: .draft7, on: ["additionalItems"]
    ) { $0.new.openness < $0.old.openness }
}
