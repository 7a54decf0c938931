/// One entry of the tape that a `JSONDocument` is: a key, a scalar, or an array or object followed by the nodes inside it.
///
/// An object's children alternate key, value. 16 bytes, so that a tape stays smaller than most texts.
package struct TapeNode: Sendable {
    /// Strings and keys: the first byte between the quotes. Numbers and arrays: the first byte.
    /// Objects: the index of the key that comes first in canonical order.
    package internal(set) var offset: UInt32
    /// Strings, keys and numbers: bytes. Arrays and objects: elements or members.
    package internal(set) var length: UInt32
    /// Arrays and objects: the index after the last node inside. While they are open: the container around them.
    /// Keys: the index of the next key in canonical order, 0 for the last.
    var link: UInt32
    /// What it is; what the other fields mean depends on it.
    package internal(set) var kind: Kind
    var flags: Flags

    /// A key is a string in front of its value.
    package enum Kind: UInt8, Sendable {
        case null, `false`, `true`, number, string, key, array, object
    }

    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        /// A string with a backslash.
        static let escaped = Flags(rawValue: 1)
        /// A string with bytes over 0x7F.
        static let wide = Flags(rawValue: 2)
        /// A string or number whose source text is not its canonical text.
        static let rewritten = Flags(rawValue: 4)
        /// An object whose keys stand in canonical order already.
        static let sorted = Flags(rawValue: 8)
    }
}

extension TapeNode {
    @inline(__always)
    init(_ kind: Kind, _ flags: Flags = [], offset: Int, length: Int, link: Int = 0) {
        self.kind = kind
        self.flags = flags
        self.offset = UInt32(truncatingIfNeeded: offset)
        self.length = UInt32(truncatingIfNeeded: length)
        self.link = UInt32(truncatingIfNeeded: link)
    }

    var isContainer: Bool { kind == .array || kind == .object }

    /// The index after this value, which itself stands at `index`.
    @inline(__always)
    package func end(at index: Int) -> Int { isContainer ? Int(link) : index + 1 }
}
