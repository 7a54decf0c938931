extension Rule {
    /// A document that is compared but not judged has a value elsewhere: in another place of its list, or under another name.
    ///
    /// `{"a":[1],"b":2}` → `{"b":2,"c":[1]}`
    static let valueMoved = Rule(
        "value-moved",
        "A document that is compared but not judged has a value elsewhere: in another place of its list, or under another name.",
        says: "{new} is what was {old}",
        old: #"{"a":[1],"b":2}"#,
        new: #"{"b":2,"c":[1]}"#,
        level: .unknown, at: .movedData
    )
}
