internal import Crypto

/// The SHA-256 of a canonical text: the identity of a document.
public struct Digest: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// Hashes the bytes as they are: give it canonical text.
    public init(of text: some Sequence<UInt8>) {
        self.init(SHA256.hash(data: text as? [UInt8] ?? Array(text)))
    }

    init(_ hash: SHA256Digest) {
        bytes = Array(hash)
    }

    /// - Returns: nil unless there are 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension Digest: CustomStringConvertible {
    public var description: String { hex }
}
