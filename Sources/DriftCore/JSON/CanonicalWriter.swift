/// Writes the canonical text of a tape, without recursion: strings and numbers whose text is canonical are copied as they are.
///
/// The text goes through one buffer. With a limit it is handed over piece by piece, so a digest needs no memory for the text.
struct CanonicalWriter {
    /// How far a copy may write past the end of what it copies, and more than enough for punctuation.
    static let slack = 64

    private let document: JSONDocument
    /// The text of each number, when that is not the exact canonical one.
    private let numbers: [Int: [UInt8]]
    /// The node whose value is written.
    private let root: Int
    /// Containers that are open, the innermost last, and where each goes on.
    private var frames: [Frame] = []

    private struct Frame {
        /// The index after the last node inside.
        var end: UInt32
        /// Objects: the key whose value is being written. Lists: 0.
        var key: UInt32
    }

    init(_ document: JSONDocument, root: Int = 0, numbers: [Int: [UInt8]] = [:]) {
        self.document = document
        self.root = root
        self.numbers = numbers
    }

    /// How long the text of the whole document is at most.
    var bound: Int {
        // Only a number can become longer than it was: 1e20 is written with 21 digits.
        document.bytes.count + document.rewrittenNumbers * 24 + numbers.values.reduce(0) { $0 + $1.count }
            + Self.slack
    }

    /// - Parameters:
    ///   - out: Room for `limit` bytes and `slack`.
    ///   - limit: How many bytes are collected before they are handed over; the last ones are not.
    /// - Returns: how many bytes are left in `out`.
    mutating func write(
        to out: UnsafeMutablePointer<UInt8>, limit: Int, handOver: (UnsafeRawBufferPointer) -> Void
    ) -> Int {
        unsafe document.bytes.withUnsafeBufferPointer { bytes in
            unsafe document.nodes.withUnsafeBufferPointer { tape in
                guard let base = bytes.baseAddress, let nodes = tape.baseAddress else { return 0 }
                var sink = unsafe Sink(out: out, limit: limit, base: base, end: bytes.count)
                unsafe write(nodes, &sink, handOver)
                return unsafe sink.count
            }
        }
    }

    @inline(__always)
    private mutating func write(
        _ nodes: UnsafePointer<TapeNode>, _ sink: inout Sink, _ handOver: (UnsafeRawBufferPointer) -> Void
    ) {
        var index = root
        var (end, key) = (UInt32(0), UInt32(0))
        var isInside = false
        while true {
            if unsafe sink.count > sink.limit { unsafe sink.handOver(handOver) }
            let node = unsafe nodes[index]
            switch node.kind {
            case .string:
                unsafe writeString(node, &sink, handOver)
                index &+= 1
            case .number:
                unsafe writeNumber(node, index, &sink, handOver)
                index &+= 1
            case .true, .null, .false:
                unsafe sink.copy(from: Int(node.offset), Int(node.length))
                index &+= 1
            case .array, .object, .key:
                let isObject = node.kind == .object
                unsafe sink.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
                guard node.length > 0 else {
                    unsafe sink.append(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
                    index &+= 1
                    break
                }
                if isInside { frames.append(Frame(end: end, key: key)) }
                isInside = true
                end = node.link
                if isObject {
                    key = node.offset
                    unsafe writeKey(nodes[Int(key)], &sink, handOver)
                    index = Int(key) &+ 1
                } else {
                    key = 0
                    index &+= 1
                }
                continue
            }
            // `index` is after the value that was written.
            while true {
                guard isInside else { return }
                if key != 0 {
                    key = unsafe nodes[Int(key)].link
                    if key != 0 {
                        unsafe sink.append(UInt8(ascii: ","))
                        unsafe writeKey(nodes[Int(key)], &sink, handOver)
                        index = Int(key) &+ 1
                        break
                    }
                    unsafe sink.append(UInt8(ascii: "}"))
                } else {
                    if index < Int(end) {
                        unsafe sink.append(UInt8(ascii: ","))
                        break
                    }
                    unsafe sink.append(UInt8(ascii: "]"))
                }
                index = Int(end)
                if unsafe sink.count > sink.limit { unsafe sink.handOver(handOver) }
                guard let frame = frames.popLast() else { return }
                (end, key) = (frame.end, frame.key)
            }
        }
    }

    @inline(__always)
    private func writeKey(_ node: TapeNode, _ sink: inout Sink, _ handOver: (UnsafeRawBufferPointer) -> Void) {
        unsafe writeString(node, &sink, handOver)
        unsafe sink.append(UInt8(ascii: ":"))
    }

    @inline(__always)
    private func writeString(_ node: TapeNode, _ sink: inout Sink, _ handOver: (UnsafeRawBufferPointer) -> Void) {
        if node.flags.contains(.rewritten) {
            unsafe sink.append(UInt8(ascii: "\""))
            unsafe sink.copy(document.canonicalBytes(node), handOver)
            unsafe sink.append(UInt8(ascii: "\""))
        } else if unsafe node.length < sink.limit / 2 {
            // With its quotes.
            unsafe sink.copy(from: Int(node.offset) &- 1, Int(node.length) &+ 2)
        } else {
            let start = Int(node.offset)
            unsafe sink.append(UInt8(ascii: "\""))
            unsafe sink.copy(document.bytes[start..<start + Int(node.length)], handOver)
            unsafe sink.append(UInt8(ascii: "\""))
        }
    }

    @inline(__always)
    private func writeNumber(
        _ node: TapeNode, _ index: Int, _ sink: inout Sink, _ handOver: (UnsafeRawBufferPointer) -> Void
    ) {
        if !node.flags.contains(.rewritten), numbers.isEmpty, unsafe node.length < sink.limit / 2 {
            unsafe sink.copy(from: Int(node.offset), Int(node.length))
        } else if let text = numbers[index] {
            unsafe sink.copy(text[...], handOver)
        } else if unsafe !sink.rewriteNumber(from: Int(node.offset), Int(node.length)) {
            unsafe sink.copy(document.canonicalBytes(node), handOver)
        }
    }
}

/// Where canonical text is collected.
@unsafe private struct Sink {
    private let out: UnsafeMutablePointer<UInt8>
    let limit: Int
    private let base: UnsafePointer<UInt8>
    /// Up to here sixteen bytes may be read at once.
    private let lastWide: Int
    private(set) var count = 0

    init(out: UnsafeMutablePointer<UInt8>, limit: Int, base: UnsafePointer<UInt8>, end: Int) {
        unsafe self.out = unsafe out
        unsafe self.limit = limit
        unsafe self.base = unsafe base
        unsafe lastWide = end - 32
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        unsafe out[count] = byte
        unsafe count &+= 1
    }

    /// Copies a piece of the document that is shorter than the limit.
    @inline(__always)
    mutating func copy(from start: Int, _ length: Int) {
        let source = unsafe UnsafeRawPointer(base + start)
        let target = unsafe UnsafeMutableRawPointer(out + count)
        if length <= 32, unsafe start <= lastWide {
            unsafe target.storeBytes(of: source.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
            if length > 16 {
                unsafe (target + 16).storeBytes(
                    of: (source + 16).loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
            }
        } else {
            unsafe target.copyMemory(from: source, byteCount: length)
        }
        unsafe count &+= length
    }

    /// Writes the canonical text of a number.
    /// - Returns: false, and writes nothing, for one with very many digits.
    @inline(__always)
    mutating func rewriteNumber(from start: Int, _ length: Int) -> Bool {
        let written = unsafe NumberRewriter.write(base + start, length, to: out + count)
        unsafe count &+= written
        return written > 0
    }

    /// Copies a piece of any length.
    @inline(never)
    mutating func copy(_ text: ArraySlice<UInt8>, _ handOver: (UnsafeRawBufferPointer) -> Void) {
        unsafe text.withUnsafeBytes { text in
            if unsafe count + text.count <= limit {
                if let source = text.baseAddress {
                    unsafe UnsafeMutableRawPointer(out + count).copyMemory(from: source, byteCount: text.count)
                }
                unsafe count += text.count
            } else {
                unsafe self.handOver(handOver)
                unsafe handOver(text)
            }
        }
    }

    @inline(never)
    mutating func handOver(_ handOver: (UnsafeRawBufferPointer) -> Void) {
        unsafe handOver(UnsafeRawBufferPointer(start: out, count: count))
        unsafe count = 0
    }
}
