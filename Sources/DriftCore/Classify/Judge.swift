/// Decides whether each of two subschemas admits what the other does; references are resolved in the documents around them.
typealias Judge =
    @Sendable (_ old: Schema, _ oldPlace: Pointer, _ new: Schema, _ newPlace: Pointer) -> Judgement

extension Verdict {
    var local: LocalVerdict {
        switch self {
        case .compatible: .compatible
        case .breaking: .breaking
        case .unknown: .unknown
        }
    }
}

extension Dialect {
    /// The schema that nothing conforms to.
    var never: JSONValue {
        switch self {
        case .draft3: ["disallow": "any"]
        case .draft4: ["not": [:]]
        case .draft6, .draft7, .draft201909, .draft202012: false
        }
    }
}
