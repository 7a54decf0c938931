/// A JSON text that was read and proved: its bytes and a flat tape of 16-byte nodes over them.
///
/// Strings and numbers stay slices of the text until they are asked for. Nothing here recurses, so any depth that
/// `JSONLimits` lets in is safe.
public struct JSONDocument: Sendable {
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The text as it was given.
    public let bytes: [UInt8]
    /// The tape: the root first, then the nodes inside it in the order of the text.
    package let nodes: [TapeNode]
    /// How many numbers have another canonical text than the one they were written with.
    let rewrittenNumbers: Int
    /// How many arrays and objects are nested in each other where they are nested deepest; empty ones do not count.
    public let depth: Int

    /// Whether the text began with a byte order mark, which was skipped.
    public let hadByteOrderMark: Bool

    /// Reads a whole text (RFC 8259).
    public init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        guard bytes.count <= limits.bytes else {
            throw JSONError(JSONFault(offset: limits.bytes, reason: .tooLarge(limit: limits.bytes)), in: bytes)
        }
        self.bytes = bytes
        hadByteOrderMark = bytes.starts(with: Self.byteOrderMark)
        do throws(JSONFault) {
            (nodes, rewrittenNumbers, depth) = try Self.read(bytes, from: hadByteOrderMark ? 3 : 0, limits)
        } catch {
            throw JSONError(error, in: bytes)
        }
    }

    private static func read(_ bytes: [UInt8], from start: Int, _ limits: JSONLimits) throws(JSONFault) -> (
        nodes: [TapeNode], rewrittenNumbers: Int, depth: Int
    ) {
        var reader = Reader(start: start, limits: limits)
        guard !bytes.isEmpty else { throw JSONFault(offset: 0, reason: .empty) }
        var nodes: [TapeNode] = []
        while true {
            let old = nodes
            var fault: JSONFault?
            var isComplete = false
            nodes = unsafe Array(unsafeUninitializedCapacity: reader.estimate(for: bytes.count)) { tape, count in
                _ = unsafe tape.initialize(fromContentsOf: old)
                do throws(JSONFault) {
                    isComplete = try unsafe bytes.withUnsafeBufferPointer { text throws(JSONFault) in
                        try unsafe reader.run(text, tape)
                    }
                } catch {
                    fault = error
                }
                count = reader.count
            }
            if let fault { throw fault }
            if isComplete { return (nodes, reader.rewrittenNumbers, reader.deepest) }
        }
    }
}
