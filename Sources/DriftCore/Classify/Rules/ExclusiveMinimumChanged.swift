extension Rule {
    /// `exclusiveMinimum` is a number where it was a boolean beside `minimum`, or the reverse: drafts 3 and 4 write it so.
    ///
    /// `{"$schema":"http://json-schema.org/draft-04/schema#","exclusiveMinimum":true,"minimum":3}` → `{"$schema":"http://json-schema.org/draft-07/schema#","exclusiveMinimum":3}`
    static let exclusiveMinimumChanged = Rule(
        "exclusive-minimum-changed",
        "`exclusiveMinimum` is a number where it was a boolean beside `minimum`, or the reverse: drafts 3 and 4 write it so.",
        says: "{where}: exclusiveMinimum is {new}; it was {old}",
        old: #"{"$schema":"http://json-schema.org/draft-04/schema#","exclusiveMinimum":true,"minimum":3}"#,
        new: #"{"$schema":"http://json-schema.org/draft-07/schema#","exclusiveMinimum":3}"#,
        on: ["exclusiveMinimum"]
    ) { $0.isReplacement && !$0.isBoundAddition && !$0.isBoundRemoval && !$0.isIncrease && !$0.isDecrease }
}
