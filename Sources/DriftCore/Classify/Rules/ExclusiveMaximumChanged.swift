extension Rule {
    /// `exclusiveMaximum` is a number where it was a boolean beside `maximum`, or the reverse: drafts 3 and 4 write it so.
    ///
    /// `{"$schema":"http://json-schema.org/draft-04/schema#","exclusiveMaximum":true,"maximum":3}` → `{"$schema":"http://json-schema.org/draft-07/schema#","exclusiveMaximum":3}`
    static let exclusiveMaximumChanged = Rule(
        "exclusive-maximum-changed",
        "`exclusiveMaximum` is a number where it was a boolean beside `maximum`, or the reverse: drafts 3 and 4 write it so.",
        says: "{where}: exclusiveMaximum is {new}; it was {old}",
        old: #"{"$schema":"http://json-schema.org/draft-04/schema#","exclusiveMaximum":true,"maximum":3}"#,
        new: #"{"$schema":"http://json-schema.org/draft-07/schema#","exclusiveMaximum":3}"#,
        on: ["exclusiveMaximum"]
    ) { $0.isReplacement && !$0.isBoundAddition && !$0.isBoundRemoval && !$0.isIncrease && !$0.isDecrease }
}
