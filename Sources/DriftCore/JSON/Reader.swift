/// Turns bytes into a tape: RFC 8259 and nothing else, without recursion.
///
/// A container that is still open keeps the index of the container around it in its node, so nesting costs no memory
/// and no stack. The tape grows between two calls of `run`, never inside.
struct Reader {
    private enum Expectation {
        case value, firstKey, nextKey, separator
    }

    private let limits: JSONLimits
    private var position: Int
    private var depth = 0
    /// The index of the innermost open container, -1 outside.
    private var open = -1
    private var openIsObject = false
    private var expectation = Expectation.value
    /// Nodes written so far.
    private(set) var count = 0
    private var keys: [KeyOrder.Entry] = []

    init(start: Int, limits: JSONLimits) {
        position = start
        self.limits = limits
    }

    /// How many nodes the whole text may need, judged by the part that was read.
    func estimate(for bytes: Int) -> Int {
        guard position > 64, count > 8 else { return bytes / 12 + 64 }
        return Int(Double(count) / Double(position) * Double(bytes) * 1.05) + count / 8 + 64
    }

    /// Reads on.
    /// - Returns: false when the tape is full: give a larger one with the same nodes and call again.
    mutating func run(
        _ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeMutableBufferPointer<Node>
    ) throws(JSONFault) -> Bool {
        guard let base = bytes.baseAddress, let nodes = tape.baseAddress else { return false }
        let end = bytes.count
        // One turn of the loop adds two nodes at most.
        let capacity = tape.count - 2
        while true {
            unsafe skipSpace(base, to: end)
            guard position < end else { return try finish(at: end) }
            guard count < capacity else { return false }
            let byte = unsafe base[position]
            switch expectation {
            case .value: try unsafe readValue(byte, base, nodes, to: end)
            case .firstKey where byte == UInt8(ascii: "}"): try unsafe close(byte, base, nodes)
            case .firstKey, .nextKey: try unsafe readKey(byte, base, nodes, to: end)
            case .separator: try unsafe readSeparator(byte, base, nodes)
            }
        }
    }

    @inline(__always)
    private mutating func skipSpace(_ base: UnsafePointer<UInt8>, to end: Int) {
        while position < end {
            switch unsafe base[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position &+= 1
            default: return
            }
        }
    }

    private func finish(at end: Int) throws(JSONFault) -> Bool {
        if expectation == .separator, open < 0 { return true }
        if count == 0 { throw JSONFault(offset: end, reason: .empty) }
        throw JSONFault(offset: end, reason: .unexpectedEnd(expected: expected))
    }

    private var expected: String {
        switch expectation {
        case .value: "a value"
        case .firstKey: "a key in quotes or '}'"
        case .nextKey: "a key in quotes"
        case .separator: openIsObject ? "',' or '}'" : "',' or ']'"
        }
    }

    @inline(__always)
    private mutating func add(_ node: Node, _ nodes: UnsafeMutablePointer<Node>) {
        unsafe nodes[count] = node
        count &+= 1
    }

    @inline(__always)
    private mutating func readValue(
        _ byte: UInt8, _ base: UnsafePointer<UInt8>, _ nodes: UnsafeMutablePointer<Node>, to end: Int
    ) throws(JSONFault) {
        switch byte {
        case UInt8(ascii: "\""):
            let found = try unsafe StringScanner.scan(base, from: position &+ 1, to: end)
            unsafe add(
                Node(.string, found.flags, offset: position &+ 1, length: found.end &- position &- 1), nodes)
            position = found.end &+ 1
            expectation = .separator
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth < limits.depth else { throw JSONFault(offset: position, reason: .tooDeep(limit: limits.depth)) }
            depth &+= 1
            openIsObject = byte == UInt8(ascii: "{")
            unsafe add(Node(openIsObject ? .object : .array, offset: position, length: 0, link: open), nodes)
            open = count &- 1
            position &+= 1
            expectation = openIsObject ? .firstKey : .value
        case UInt8(ascii: "]") where open == count &- 1 && open >= 0 && !openIsObject:
            try unsafe close(byte, base, nodes)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let found = try unsafe NumberScanner.scan(base, from: position, to: end)
            unsafe add(
                Node(
                    .number, found.isCanonical ? [] : .rewritten, offset: position, length: found.end &- position),
                nodes)
            position = found.end
            expectation = .separator
        case UInt8(ascii: "t"): try unsafe readWord("true", .true, base, nodes, to: end)
        case UInt8(ascii: "f"): try unsafe readWord("false", .false, base, nodes, to: end)
        case UInt8(ascii: "n"): try unsafe readWord("null", .null, base, nodes, to: end)
        default: throw unexpected(byte)
        }
    }

    private func unexpected(_ byte: UInt8) -> JSONFault {
        let fault: JSONError.Reason =
            if byte >= 0x80 || byte == 0, position <= 1 {
                byte == 0 || byte >= 0xFE ? .utf16 : .invalidUTF8
            } else if expectation == .separator, open < 0 { .trailingText } else {
                .unexpectedByte(byte, expected: expected)
            }
        return JSONFault(offset: position, reason: fault)
    }

    @inline(__always)
    private mutating func readWord(
        _ word: StaticString, _ kind: Node.Kind, _ base: UnsafePointer<UInt8>, _ nodes: UnsafeMutablePointer<Node>,
        to end: Int
    ) throws(JSONFault) {
        let length = word.utf8CodeUnitCount
        for index in 0..<length {
            guard position &+ index < end else {
                throw JSONFault(offset: end, reason: .unexpectedEnd(expected: "the word \(word)"))
            }
            guard unsafe base[position &+ index] == word.utf8Start[index] else {
                throw JSONFault(
                    offset: position &+ index,
                    reason: .unexpectedByte(unsafe base[position &+ index], expected: "the word \(word)"))
            }
        }
        unsafe add(Node(kind, offset: position, length: length), nodes)
        position &+= length
        expectation = .separator
    }

    @inline(__always)
    private mutating func readKey(
        _ byte: UInt8, _ base: UnsafePointer<UInt8>, _ nodes: UnsafeMutablePointer<Node>, to end: Int
    ) throws(JSONFault) {
        guard byte == UInt8(ascii: "\"") else { throw unexpected(byte) }
        let found = try unsafe StringScanner.scan(base, from: position &+ 1, to: end)
        unsafe add(Node(.key, found.flags, offset: position &+ 1, length: found.end &- position &- 1), nodes)
        position = found.end &+ 1
        unsafe skipSpace(base, to: end)
        guard position < end else { throw JSONFault(offset: end, reason: .unexpectedEnd(expected: "':'")) }
        guard unsafe base[position] == UInt8(ascii: ":") else {
            throw JSONFault(offset: position, reason: .unexpectedByte(unsafe base[position], expected: "':'"))
        }
        position &+= 1
        expectation = .value
    }

    @inline(__always)
    private mutating func readSeparator(
        _ byte: UInt8, _ base: UnsafePointer<UInt8>, _ nodes: UnsafeMutablePointer<Node>
    ) throws(JSONFault) {
        guard open >= 0 else { throw unexpected(byte) }
        guard byte == UInt8(ascii: ",") else {
            try unsafe close(byte, base, nodes)
            return
        }
        unsafe nodes[open].length &+= 1
        position &+= 1
        expectation = openIsObject ? .nextKey : .value
    }

    @inline(__always)
    private mutating func close(
        _ byte: UInt8, _ base: UnsafePointer<UInt8>, _ nodes: UnsafeMutablePointer<Node>
    ) throws(JSONFault) {
        guard byte == (openIsObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { throw unexpected(byte) }
        let container = open
        // Commas were counted: one less than the children, unless there are none.
        if count &- 1 > container { unsafe nodes[container].length &+= 1 }
        open = unsafe Int(Int32(bitPattern: nodes[container].link))
        unsafe nodes[container].link = UInt32(truncatingIfNeeded: count)
        if openIsObject { try unsafe KeyOrder.link(container, nodes, base, &keys) }
        openIsObject = unsafe open >= 0 && nodes[open].kind == .object
        depth &-= 1
        position &+= 1
        expectation = .separator
    }
}
