/// One of the two documents of a comparison, with what is found out about it once.
struct ComparedSide: Sendable {
    let root: JSONValue
    let marks: PartMarks
    /// The places of keywords whose value the dialect does not allow.
    let invalid: Set<Pointer>

    init(_ schema: Schema) {
        root = schema.root.value
        marks = PartMarks(of: root, dialect: schema.dialect)
        var invalid: Set<Pointer> = []
        for issue in schema.issues where issue.location.document == nil {
            // A reference that leads nowhere is a broken reference, not a value that is not allowed.
            if let keyword = issue.location.pointer.last, !JSONString.references.contains(keyword) {
                invalid.insert(issue.location.pointer)
            }
        }
        self.invalid = invalid
    }

    /// A document that is known to be a valid schema.
    init(valid root: JSONValue, dialect: Dialect) {
        self.root = root
        marks = PartMarks(of: root, dialect: dialect)
        invalid = []
    }
}

extension JSONString {
    static let references: Set<JSONString> = ["$ref", "$dynamicRef", "$recursiveRef"]
}
