#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A 128-bit hash of a value: equal values have equal hashes, and without the seed nobody can make two others collide.
struct SubtreeHash: Hashable {
    var low: UInt64
    var high: UInt64

    func hash(into hasher: inout Hasher) {
        hasher.combine(low)
    }
}

/// The hashes of a document's nodes. A node's is made, with those of all inside it, when it is first asked for: most are never.
@safe final class SubtreeHashes {
    private let document: JSONDocument
    private let hasher: SubtreeHasher
    // Zero where none was made yet. Pages that nobody writes to cost nothing.
    private let hashes: UnsafeMutablePointer<SubtreeHash>

    init(of document: JSONDocument, _ hasher: SubtreeHasher) {
        self.document = document
        self.hasher = hasher
        guard let memory = unsafe calloc(document.nodes.count, MemoryLayout<SubtreeHash>.stride) else {
            fatalError("out of memory")
        }
        unsafe hashes = memory.bindMemory(to: SubtreeHash.self, capacity: document.nodes.count)
    }

    deinit {
        unsafe free(hashes)
    }

    subscript(node: Int) -> SubtreeHash {
        let known = unsafe hashes[node]
        guard known == SubtreeHash(low: 0, high: 0) else { return known }
        unsafe hasher.hash(node..<document.nodes[node].end(at: node), of: document, to: hashes)
        return unsafe hashes[node]
    }
}

/// Hashes the nodes of tapes with a random key; two documents are compared under the same key.
struct SubtreeHasher {
    private let secrets: (UInt64, UInt64, UInt64, UInt64)

    init(from generator: inout some RandomNumberGenerator) {
        // Odd, so that a multiplication loses nothing.
        secrets = (generator.next() | 1, generator.next() | 1, generator.next() | 1, generator.next() | 1)
    }

    /// From the last node to the first, so that children come before their container. Keys have hashes, too.
    fileprivate func hash(
        _ range: Range<Int>, of document: JSONDocument, to hashes: UnsafeMutablePointer<SubtreeHash>
    ) {
        unsafe document.bytes.withUnsafeBufferPointer { bytes in
            unsafe document.nodes.withUnsafeBufferPointer { tape in
                guard let base = bytes.baseAddress, let nodes = tape.baseAddress else { return }
                for index in range.reversed() where unsafe hashes[index] == SubtreeHash(low: 0, high: 0) {
                    unsafe hashes[index] = unsafe hash(index, document, base, nodes, hashes)
                }
            }
        }
    }

    /// - Parameter hashes: those of the nodes after this one.
    @inline(__always)
    private func hash(
        _ index: Int, _ document: JSONDocument, _ base: UnsafePointer<UInt8>, _ nodes: UnsafePointer<TapeNode>,
        _ hashes: UnsafeMutablePointer<SubtreeHash>
    ) -> SubtreeHash {
        let node = unsafe nodes[index]
        switch node.kind {
        case .null, .false, .true: return finish(start(node.kind), 0)
        case .string, .key, .number:
            let kind: TapeNode.Kind = node.kind == .number ? .number : .string
            if node.flags.contains(.rewritten) { return hash(kind, document.canonicalBytes(node)) }
            return unsafe hash(kind, base + Int(node.offset), Int(node.length))
        case .array:
            var state = start(.array)
            var child = index &+ 1
            while child < Int(node.link) {
                state = unsafe mix(state, hashes[child].low, hashes[child].high)
                child = unsafe nodes[child].end(at: child)
            }
            return finish(state, UInt64(node.length))
        case .object:
            var state = start(.object)
            var key = node.length == 0 ? 0 : Int(node.offset)
            while key != 0 {
                state = unsafe mix(state, hashes[key].low, hashes[key].high)
                state = unsafe mix(state, hashes[key &+ 1].low, hashes[key &+ 1].high)
                key = unsafe Int(nodes[key].link)
            }
            return finish(state, UInt64(node.length))
        }
    }

    /// A hash of several hashes, for identities made of more than one value.
    func combine(_ tag: UInt64, _ parts: [SubtreeHash]) -> SubtreeHash {
        var state = mix(start(.key), tag, UInt64(parts.count))
        for part in parts { state = mix(state, part.low, part.high) }
        return finish(state, tag)
    }

    private func start(_ kind: TapeNode.Kind) -> SubtreeHash {
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
        mix(state, length, secrets.2)
    }

    private func hash(_ kind: TapeNode.Kind, _ text: ArraySlice<UInt8>) -> SubtreeHash {
        unsafe text.withUnsafeBufferPointer { text in
            guard let base = text.baseAddress else { return finish(mix(start(kind), 0, 0), 0) }
            return unsafe hash(kind, base, text.count)
        }
    }

    @inline(__always)
    private func hash(_ kind: TapeNode.Kind, _ text: UnsafePointer<UInt8>, _ count: Int) -> SubtreeHash {
        var state = start(kind)
        // The last two words may overlap with what came before them: with the length they still say the same only for the same text.
        var (low, high): (UInt64, UInt64) = (0, 0)
        if count >= 8 {
            var index = 0
            while index &+ 16 < count {
                state = unsafe mix(state, Self.word(text + index), Self.word(text + index + 8))
                index &+= 16
            }
            low = unsafe Self.word(text + max(0, count - 16))
            high = unsafe Self.word(text + (count - 8))
        } else if count >= 4 {
            low = unsafe Self.halfWord(text)
            high = unsafe Self.halfWord(text + (count - 4))
        } else if count > 0 {
            low = unsafe UInt64(text[0]) | UInt64(text[count / 2]) &<< 8 | UInt64(text[count &- 1]) &<< 16
        }
        return finish(mix(state, low, high), UInt64(truncatingIfNeeded: count))
    }

    @inline(__always)
    private static func word(_ text: UnsafePointer<UInt8>) -> UInt64 {
        unsafe UInt64(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
    }

    @inline(__always)
    private static func halfWord(_ text: UnsafePointer<UInt8>) -> UInt64 {
        unsafe UInt64(UInt32(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt32.self)))
    }
}
