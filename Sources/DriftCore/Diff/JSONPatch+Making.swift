extension JSONPatch {
    /// A short patch that turns one document into the other, exactly: `make(from: a, to: b).apply(to: a) == b`.
    public static func make(from old: JSONValue, to new: JSONValue) throws(JSONError) -> JSONPatch {
        try make(from: old.document, to: new.document)
    }

    /// The same of documents that were read.
    /// - Precondition: neither is deeper than `JSONLimits.maximumValueDepth`; `text(from:to:)` takes any.
    public static func make(from old: JSONDocument, to new: JSONDocument) -> JSONPatch {
        precondition(max(old.depth, new.depth) <= JSONLimits.maximumValueDepth)
        return JSONPatch(
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

    /// The patch document's canonical text, made without values in between; for documents of any depth.
    public static func text(from old: JSONDocument, to new: JSONDocument) -> [UInt8] {
        var text: [UInt8] = [UInt8(ascii: "[")]
        for step in PatchPlan(from: old, to: new).steps {
            if text.count > 1 { text.append(UInt8(ascii: ",")) }
            step.write(to: &text, new)
        }
        text.append(UInt8(ascii: "]"))
        return text
    }
}

extension PatchPlan.Step {
    fileprivate func write(to text: inout [UInt8], _ new: JSONDocument) {
        text.append(contentsOf: "{".utf8)
        if kind == .move {
            text.append(contentsOf: #""from":""#.utf8)
            CanonicalText.escape(from, into: &text)
            text.append(contentsOf: #"","#.utf8)
        }
        text.append(contentsOf: #""op":""#.utf8)
        text.append(contentsOf: kind.rawValue.utf8)
        text.append(contentsOf: #"","path":""#.utf8)
        CanonicalText.escape(path, into: &text)
        text.append(contentsOf: #"""#.utf8)
        if value >= 0 {
            text.append(contentsOf: #","value":"#.utf8)
            new.appendCanonicalText(of: value, to: &text)
        }
        text.append(contentsOf: "}".utf8)
    }
}

extension Pointer {
    /// - Parameter text: a pointer that was written by us, so it is one.
    init(escaped text: [UInt8]) {
        self = (try? Pointer(String(decoding: text, as: UTF8.self))) ?? .root
    }
}
