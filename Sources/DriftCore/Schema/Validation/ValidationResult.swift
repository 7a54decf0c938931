/// Whether an instance conforms to a schema, and where not.
package enum ValidationResult: Hashable, Sendable {
    case valid
    /// One or more, in the order of the instance's parts as the schema names them.
    case invalid([Violation])
    /// Parts that nobody can decide were decisive: a broken keyword, a reference to elsewhere, a limit.
    case undecided([Doubt])

    /// Whether it is known to conform: false for `undecided`, too.
    package var isValid: Bool { self == .valid }
}

/// One keyword that refuses one part of an instance.
package struct Violation: Hashable, Sendable {
    /// The part of the instance.
    package let instancePointer: Pointer
    /// The place of the keyword, maybe in a remote document.
    package let schemaLocation: SchemaLocation
    /// Empty when the schema `false` refuses.
    package let keyword: JSONString
    /// One sentence without places.
    package let sentence: String

    /// Where the keyword stands in its document.
    package var schemaPointer: Pointer { schemaLocation.pointer }
}

/// One keyword of which nobody knows whether it holds.
package struct Doubt: Hashable, Sendable {
    /// The part of the instance.
    package let instancePointer: Pointer
    /// The place of the keyword, maybe in a remote document.
    package let schemaLocation: SchemaLocation
    /// One sentence without places.
    package let reason: String
}
