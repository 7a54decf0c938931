/// The text that implementations of RFC 8785 print: every number goes through binary64.
///
/// It differs from the canonical text only where binary64 cannot hold a number, and then it says so.
public struct JCSText: Sendable {
    /// A number that another one was written for.
    public struct Loss: Hashable, Sendable {
        /// From 1, as in `JSONError`; `offset` from 0, in bytes.
        public let line: Int
        /// From 1, in code points.
        public let column: Int
        /// From 0, in bytes.
        public let offset: Int
        /// As the source wrote it, at most 60 characters of it.
        public let number: String
        /// What stands in the text for it.
        public let written: String
    }

    /// Of these many losses the places are told.
    public static let toldLosses = 20

    /// The first losses, in the order of the source.
    public let losses: [Loss]
    /// How many numbers changed their value; `losses` has the first of them.
    public let lossCount: Int

    private let document: JSONDocument
    private let numbers: [Int: [UInt8]]

    /// - Throws: `JSONError` at the first number that is out of the range of binary64.
    public init(_ document: JSONDocument) throws(JSONError) {
        var numbers: [Int: [UInt8]] = [:]
        var losses: [Loss] = []
        for (index, node) in document.nodes.enumerated() where node.kind == .number {
            // Up to 15 digits come back from binary64 as they went in.
            if node.length <= 15, !node.flags.contains(.rewritten) { continue }
            let exact = document.number(node)
            let text = document.string(node)
            let order = exact.exponent + exact.digits.count
            if exact.digits.count <= 15, -300...300 ~= order { continue }
            guard let binary = Double(text), binary.isFinite else {
                let fault = JSONFault(offset: Int(node.offset), reason: .outOfRange(Self.short(text)))
                throw JSONError(fault, in: document.bytes)
            }
            let rounded = JSONNumber(scanned: Array("\(binary)".utf8))
            guard rounded != exact else { continue }
            var written: [UInt8] = []
            rounded.write(to: &written)
            numbers[index] = written
            guard losses.count < Self.toldLosses else { continue }
            let place = TextPlace(of: Int(node.offset), in: document.bytes)
            losses.append(
                Loss(
                    line: place.line, column: place.column, offset: Int(node.offset), number: Self.short(text),
                    written: rounded.canonicalString))
        }
        self.document = document
        self.numbers = numbers
        self.losses = losses
        lossCount = numbers.count
    }

    /// UTF-8 without a line feed.
    public var text: [UInt8] {
        document.canonicalText(CanonicalWriter(document, numbers: numbers))
    }

    /// The SHA-256 of the text, which is never held as a whole.
    public var digest: Digest {
        document.canonicalDigest(CanonicalWriter(document, numbers: numbers))
    }

    private static func short(_ text: String) -> String {
        text.utf8.count <= 60 ? text : text.prefix(60) + "…"
    }
}

extension JCSText.Loss: CustomStringConvertible {
    public var description: String {
        "line \(line), column \(column) (byte \(offset)): \(number) does not fit binary64 and is written as \(written)"
    }
}
