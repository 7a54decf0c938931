/// A 128-bit hash of a value: equal values have equal hashes, and without the seed nobody can make two others collide.
struct SubtreeHash: Hashable {
    var low: UInt64
    var high: UInt64

    func hash(into hasher: inout Hasher) {
        hasher.combine(low)
    }
}

/// Hashes every node of a tape with a random key; two documents are compared under the same key.
struct SubtreeHasher {
    private let secrets: (UInt64, UInt64, UInt64, UInt64)

    init(from generator: inout some RandomNumberGenerator) {
        // Odd, so that a multiplication loses nothing.
        secrets = (generator.next() | 1, generator.next() | 1, generator.next() | 1, generator.next() | 1)
    }

    /// One hash for each node, keys included; from the last node to the first, so that children come before their container.
    func hashes(of document: JSONDocument) -> [SubtreeHash] {
        var hashes = [SubtreeHash](repeating: SubtreeHash(low: 0, high: 0), count: document.nodes.count)
        for index in stride(from: document.nodes.count - 1, through: 0, by: -1) {
            let node = document.nodes[index]
            switch node.kind {
            case .null, .false, .true: hashes[index] = finish(start(node.kind), 0)
            case .string, .key:
                hashes[index] = hash(.string, document.canonicalBytes(node))
            case .number: hashes[index] = hash(.number, document.canonicalBytes(node))
            case .array:
                var state = start(.array)
                var child = index + 1
                while child < Int(node.link) {
                    state = mix(state, hashes[child].low, hashes[child].high)
                    child = document.nodes[child].end(at: child)
                }
                hashes[index] = finish(state, UInt64(node.length))
            case .object:
                var state = start(.object)
                var key = node.length == 0 ? 0 : Int(node.offset)
                while key != 0 {
                    state = mix(state, hashes[key].low, hashes[key].high)
                    state = mix(state, hashes[key + 1].low, hashes[key + 1].high)
                    key = Int(document.nodes[key].link)
                }
                hashes[index] = finish(state, UInt64(node.length))
            }
        }
        return hashes
    }

    /// A hash of several hashes, for identities made of more than one value.
    func combine(_ tag: UInt64, _ parts: [SubtreeHash]) -> SubtreeHash {
        var state = mix(start(.key), tag, UInt64(parts.count))
        for part in parts { state = mix(state, part.low, part.high) }
        return finish(state, tag)
    }

    private func start(_ kind: Node.Kind) -> SubtreeHash {
        SubtreeHash(low: secrets.0 &+ UInt64(kind.rawValue), high: secrets.1 ^ UInt64(kind.rawValue) << 32)
    }

    @inline(__always)
    private func mix(_ state: SubtreeHash, _ a: UInt64, _ b: UInt64) -> SubtreeHash {
        let one = (a ^ state.low ^ secrets.2).multipliedFullWidth(by: b ^ state.high ^ secrets.3)
        let two = (a &+ state.high &+ secrets.1).multipliedFullWidth(by: b &+ state.low &+ secrets.0)
        return SubtreeHash(low: one.high ^ one.low ^ a, high: two.high &+ two.low ^ b)
    }

    @inline(__always)
    private func finish(_ state: SubtreeHash, _ length: UInt64) -> SubtreeHash {
        mix(mix(state, length, secrets.2), secrets.0, length)
    }

    private func hash(_ kind: Node.Kind, _ text: ArraySlice<UInt8>) -> SubtreeHash {
        var state = start(kind)
        var index = text.startIndex
        while index + 16 <= text.endIndex {
            state = mix(state, word(text, index, 8), word(text, index + 8, 8))
            index += 16
        }
        let rest = text.endIndex - index
        state = mix(state, word(text, index, min(8, rest)), word(text, index + min(8, rest), max(0, rest - 8)))
        return finish(state, UInt64(text.count))
    }

    @inline(__always)
    private func word(_ text: ArraySlice<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<count { word |= UInt64(text[start &+ index]) &<< UInt64(index &* 8) }
        return word
    }
}

extension JSONDocument {
    /// The canonical text of a key, string (without its quotes) or number.
    func canonicalBytes(_ node: Node) -> ArraySlice<UInt8> {
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
