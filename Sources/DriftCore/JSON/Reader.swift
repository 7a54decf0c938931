/// Turns bytes into a tape: RFC 8259 and nothing else, without recursion.
///
/// A container that is still open keeps the index of the container around it in its node, so nesting costs no memory
/// and no stack. The tape grows between two calls of `run`, never inside; both always begin where a value or a member does.
struct Reader {
    private let limits: JSONLimits
    private var position: Int
    private var depth = 0
    /// The index of the innermost open container, -1 outside.
    private var open = -1
    private var openIsObject = false
    private var keys = KeyOrder()
    /// Nodes written so far.
    private(set) var count = 0
    private(set) var rewrittenNumbers = 0
    /// The most levels that were open at once.
    private(set) var deepest = 0

    init(start: Int, limits: JSONLimits) {
        position = start
        self.limits = limits
    }

    /// How many nodes the whole text may need, judged by the part that was read.
    func estimate(for bytes: Int) -> Int {
        // Where memory is no matter, growing costs more than room that is not used.
        guard count > 0 else { return bytes < 1 << 18 ? bytes / 6 + 16 : bytes / 256 }
        // Always more than there are, or reading would never go on.
        return Int(Double(count) / Double(position) * Double(bytes) * 1.1) + count / 4 + 64
    }

    /// Reads on.
    /// - Returns: false when the tape is full: give a larger one with the same nodes and call again.
    mutating func run(
        _ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeMutableBufferPointer<TapeNode>
    ) throws(JSONFault) -> Bool {
        guard let base = bytes.baseAddress, let nodes = tape.baseAddress else { return false }
        let end = bytes.count
        // One turn of the loop adds two nodes at most.
        let capacity = tape.count - 2
        // Locals, because the compiler cannot know that the tape does not overlap with self.
        var (position, depth, open, openIsObject, count) = (position, depth, open, openIsObject, count)
        unsafe Space.skip(base, &position, to: end)
        while count < capacity {
            if openIsObject { try unsafe Self.readKey(base, nodes, &position, &count, to: end) }
            guard position < end else { throw Self.endsEarly(end, count, openIsObject, "a value") }
            let byte = unsafe base[position]
            if byte == UInt8(ascii: "\"") {
                try unsafe Self.readString(.string, base, nodes, &position, &count, to: end)
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                guard depth < limits.depth else {
                    throw JSONFault(offset: position, reason: .tooDeep(limit: limits.depth))
                }
                let isObject = byte == UInt8(ascii: "{")
                unsafe nodes[count] = TapeNode(isObject ? .object : .array, offset: position, length: 0, link: open)
                position &+= 1
                unsafe Space.skip(base, &position, to: end)
                guard position < end else {
                    throw Self.endsEarly(end, 1, false, isObject ? "a key in quotes or '}'" : "a value or ']'")
                }
                let isEmpty = unsafe base[position] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
                guard isEmpty else {
                    if isObject, unsafe base[position] != UInt8(ascii: "\"") {
                        throw unsafe Self.unexpected(base, position, "a key in quotes or '}'")
                    }
                    depth &+= 1
                    if depth > deepest { deepest = depth }
                    open = count
                    openIsObject = isObject
                    count &+= 1
                    continue
                }
                position &+= 1
                unsafe nodes[count].link = UInt32(truncatingIfNeeded: count &+ 1)
                if isObject { unsafe nodes[count].flags = .sorted }
                count &+= 1
            } else if byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "-") {
                let start = position
                let isCanonical = try unsafe NumberScanner.scan(base, &position, to: end)
                unsafe nodes[count] = TapeNode(
                    .number, isCanonical ? [] : .rewritten, offset: start, length: position &- start)
                count &+= 1
                if !isCanonical { rewrittenNumbers &+= 1 }
            } else {
                try unsafe Self.readWord(byte, base, nodes, &position, &count, to: end)
            }

            // What follows a value: the ends of containers, then a comma, or the end of the text.
            while true {
                unsafe Space.skip(base, &position, to: end)
                guard open >= 0 else {
                    guard position == end else { throw JSONFault(offset: position, reason: .trailingText) }
                    self.count = count
                    return true
                }
                guard position < end else {
                    throw Self.endsEarly(end, 1, false, openIsObject ? "',' or '}'" : "',' or ']'")
                }
                let byte = unsafe base[position]
                position &+= 1
                if byte == UInt8(ascii: ",") {
                    unsafe nodes[open].length &+= 1
                    unsafe Space.skip(base, &position, to: end)
                    break
                }
                guard byte == (openIsObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    throw unsafe Self.unexpected(base, position &- 1, openIsObject ? "',' or '}'" : "',' or ']'")
                }
                let closed = open
                // Commas were counted, one less than the children.
                unsafe nodes[closed].length &+= 1
                open = unsafe Int(Int32(bitPattern: nodes[closed].link))
                unsafe nodes[closed].link = UInt32(truncatingIfNeeded: count)
                if openIsObject { try unsafe keys.link(closed, nodes, base, to: end) }
                openIsObject = unsafe open >= 0 && nodes[open].kind == .object
                depth &-= 1
            }
        }
        (self.position, self.depth, self.open, self.openIsObject, self.count) =
            (position, depth, open, openIsObject, count)
        return false
    }

    @inline(__always)
    private static func readString(
        _ kind: TapeNode.Kind, _ base: UnsafePointer<UInt8>, _ nodes: UnsafeMutablePointer<TapeNode>,
        _ position: inout Int,
        _ count: inout Int, to end: Int
    ) throws(JSONFault) {
        let start = position &+ 1
        position = start
        let flags = try unsafe StringScanner.scan(base, &position, to: end)
        unsafe nodes[count] = TapeNode(kind, flags, offset: start, length: position &- start)
        position &+= 1
        count &+= 1
    }

    /// A key, its colon and the space around it.
    @inline(__always)
    private static func readKey(
        _ base: UnsafePointer<UInt8>, _ nodes: UnsafeMutablePointer<TapeNode>, _ position: inout Int,
        _ count: inout Int,
        to end: Int
    ) throws(JSONFault) {
        guard position < end else { throw endsEarly(end, count, false, "a key in quotes") }
        guard unsafe base[position] == UInt8(ascii: "\"") else {
            throw unsafe unexpected(base, position, "a key in quotes")
        }
        try unsafe readString(.key, base, nodes, &position, &count, to: end)
        unsafe Space.skip(base, &position, to: end)
        guard position < end else { throw endsEarly(end, count, false, "':'") }
        guard unsafe base[position] == UInt8(ascii: ":") else { throw unsafe unexpected(base, position, "':'") }
        position &+= 1
        if position < end, unsafe base[position] == 0x20 { position &+= 1 }
        unsafe Space.skip(base, &position, to: end)
    }

    @inline(__always)
    private static func readWord(
        _ byte: UInt8, _ base: UnsafePointer<UInt8>, _ nodes: UnsafeMutablePointer<TapeNode>, _ position: inout Int,
        _ count: inout Int, to end: Int
    ) throws(JSONFault) {
        let (word, kind): (StaticString, TapeNode.Kind)
        switch byte {
        case UInt8(ascii: "t"): (word, kind) = ("true", .true)
        case UInt8(ascii: "f"): (word, kind) = ("false", .false)
        case UInt8(ascii: "n"): (word, kind) = ("null", .null)
        default: throw unsafe unexpected(base, position, "a value")
        }
        let length = word.utf8CodeUnitCount
        for index in 1..<length {
            guard position &+ index < end else {
                throw JSONFault(offset: end, reason: .unexpectedEnd(expected: "the word \(word)"))
            }
            guard unsafe base[position &+ index] == word.utf8Start[index] else {
                throw unsafe unexpected(base, position &+ index, "the word \(word)")
            }
        }
        unsafe nodes[count] = TapeNode(kind, offset: position, length: length)
        position &+= length
        count &+= 1
    }

    // MARK: errors

    @inline(never)
    private static func endsEarly(_ end: Int, _ count: Int, _ isMember: Bool, _ expected: String) -> JSONFault {
        JSONFault(offset: end, reason: count == 0 ? .empty : .unexpectedEnd(expected: expected))
    }

    @inline(never)
    private static func unexpected(_ base: UnsafePointer<UInt8>, _ position: Int, _ expected: String) -> JSONFault {
        let byte = unsafe base[position]
        // UTF-16 and UTF-32 begin with a mark or have a zero among the first two bytes.
        let reason: JSONError.Reason =
            if position <= 1, byte == 0 || byte >= 0xFE { .utf16 } else if byte >= 0x80 { .invalidUTF8 } else {
                .unexpectedByte(byte, expected: expected)
            }
        return JSONFault(offset: position, reason: reason)
    }
}

/// The four bytes that JSON takes for white space.
enum Space {
    @inline(__always)
    static func skip(_ base: UnsafePointer<UInt8>, _ position: inout Int, to end: Int) {
        guard position < end, unsafe base[position] <= 0x20 else { return }
        unsafe skipRun(base, &position, to: end)
    }

    /// Most white space is one blank, or a line feed and the indentation of the next line.
    @inline(__always)
    private static func skipRun(_ base: UnsafePointer<UInt8>, _ position: inout Int, to end: Int) {
        let spaces = SIMD16<UInt8>(repeating: 0x20)
        while position < end {
            switch unsafe base[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position &+= 1
            default: return
            }
            while position &+ 16 <= end {
                let first = unsafe Bytes.first(Bytes.load(base, position) .!= spaces)
                position &+= first
                if first < 16 { break }
            }
            if position < end, unsafe base[position] > 0x20 { return }
        }
    }
}
