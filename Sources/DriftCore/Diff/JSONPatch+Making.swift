extension JSONPatch {
    /// A short patch that turns one document into the other, exactly: `make(from: a, to: b).apply(to: a) == b`.
    public static func make(from old: JSONValue, to new: JSONValue) throws(JSONError) -> JSONPatch {
        try make(from: old.document, to: new.document)
    }

    /// The same of documents that were read. Values nested deeper than `JSONLimits.maximumValueDepth` need `text(from:to:)`.
    public static func make(from old: JSONDocument, to new: JSONDocument) -> JSONPatch {
        JSONPatch(
            PatchPlan(from: old, to: new).steps.map { step in
                let path = Pointer(escaped: step.path)
                return switch step.kind {
                case .add: .add(path, new.value(at: step.value))
                case .remove: .remove(path)
                case .replace: .replace(path, new.value(at: step.value))
                case .move: .move(from: Pointer(escaped: step.from), to: path)
                }
            })
    }
}

extension Pointer {
    /// - Parameter text: a pointer that was written by us, so it is one.
    init(escaped text: [UInt8]) {
        self = (try? Pointer(String(decoding: text, as: UTF8.self))) ?? .root
    }
}
