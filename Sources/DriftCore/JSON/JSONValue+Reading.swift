extension JSONValue {
    /// Reads a whole text (RFC 8259). A byte order mark is skipped; ask `JSONDocument` whether there was one.
    ///
    /// Nesting is limited to `JSONLimits.maximumValueDepth`, whatever `limits` says.
    public init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        var limits = limits
        limits.depth = min(limits.depth, JSONLimits.maximumValueDepth)
        self = try JSONDocument(parsing: bytes, limits: limits).value(at: 0)
    }

    /// The same of a string.
    public init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }
}

extension JSONDocument {
    /// The value of a node and all inside it, built from the last node to the first.
    func value(at root: Int) -> JSONValue {
        // Children before their container; the first child is on top.
        var stack: [JSONValue] = []
        for index in stride(from: nodes[root].end(at: root) - 1, through: root, by: -1) {
            let node = nodes[index]
            switch node.kind {
            case .null: stack.append(.null)
            case .false: stack.append(.bool(false))
            case .true: stack.append(.bool(true))
            case .number: stack.append(.number(number(node)))
            case .string, .key: stack.append(.string(JSONString(string(node))))
            case .array:
                let elements = stack.suffix(Int(node.length)).reversed()
                let array = JSONValue.array(Array(elements))
                stack.removeLast(Int(node.length))
                stack.append(array)
            case .object:
                var members: [(JSONString, JSONValue)] = []
                members.reserveCapacity(Int(node.length))
                for _ in 0..<node.length {
                    if case .string(let key)? = stack.popLast(), let value = stack.popLast() {
                        members.append((key, value))
                    }
                }
                stack.append(.object(JSONObject(members)))
            }
        }
        return stack.popLast() ?? .null
    }

    /// The text of a string or key, unescaped.
    package func string(_ node: TapeNode) -> String {
        let raw = bytes[Int(node.offset)..<Int(node.offset) + Int(node.length)]
        guard node.flags.contains(.escaped) else { return String(decoding: raw, as: UTF8.self) }
        var text: [UInt8] = []
        StringScanner.decode(raw, escaped: true, into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    func number(_ node: TapeNode) -> JSONNumber {
        JSONNumber(scanned: bytes[Int(node.offset)..<Int(node.offset) + Int(node.length)])
    }
}
