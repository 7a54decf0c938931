internal import Crypto

extension JSONDocument {
    /// The canonical text: RFC 8785 with exact numbers (see docs/JSON.md), as UTF-8 without a line feed.
    public var canonicalText: [UInt8] {
        canonicalText(CanonicalWriter(self))
    }

    /// The SHA-256 of the canonical text, which is never held as a whole.
    public var canonicalDigest: Digest {
        canonicalDigest(CanonicalWriter(self))
    }

    /// The canonical text in pieces of about 16 kB, for writing it out without holding it as a whole.
    public func writeCanonicalText(_ body: (UnsafeRawBufferPointer) -> Void) {
        var writer = CanonicalWriter(self)
        unsafe Self.inPieces(&writer, body)
    }

    func appendCanonicalText(of node: Int, to text: inout [UInt8]) {
        var writer = CanonicalWriter(self, root: node)
        unsafe Self.inPieces(&writer) { piece in unsafe text.append(contentsOf: piece) }
    }

    func canonicalText(_ writer: CanonicalWriter) -> [UInt8] {
        var writer = writer
        let bound = writer.bound
        return unsafe Array(unsafeUninitializedCapacity: bound) { out, count in
            guard let start = out.baseAddress else { return }
            count = unsafe writer.write(to: start, limit: bound) { _ in }
        }
    }

    func canonicalDigest(_ writer: CanonicalWriter) -> Digest {
        var writer = writer
        var hash = SHA256()
        unsafe Self.inPieces(&writer) { piece in unsafe hash.update(bufferPointer: piece) }
        return Digest(hash.finalize())
    }

    /// Small enough for the innermost caches.
    private static let pieceBytes = 1 << 14

    private static func inPieces(_ writer: inout CanonicalWriter, _ body: (UnsafeRawBufferPointer) -> Void) {
        let capacity = pieceBytes * 2 + CanonicalWriter.slack
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { out in
            guard let start = out.baseAddress else { return }
            let rest = unsafe writer.write(to: start, limit: pieceBytes, handOver: body)
            unsafe body(UnsafeRawBufferPointer(start: start, count: rest))
        }
    }
}

extension JSONDocument {
    /// The canonical text of a key, string (without its quotes) or number.
    func canonicalBytes(_ node: TapeNode) -> ArraySlice<UInt8> {
        let raw = bytes[Int(node.offset)..<Int(node.offset) + Int(node.length)]
        guard node.flags.contains(.rewritten) else { return raw }
        var text: [UInt8] = []
        if node.kind == .number {
            JSONNumber(scanned: raw).write(to: &text)
        } else {
            var decoded: [UInt8] = []
            StringScanner.decode(raw, escaped: true, into: &decoded)
            CanonicalText.escape(decoded, into: &text)
        }
        return text[...]
    }
}
