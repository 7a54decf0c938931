/// How one list becomes another: which elements stay, which are changed in place, which move, come and go.
struct ListScript {
    /// An element on one side, or on both in the same place; -1 for none.
    struct Step {
        let old: Int
        let new: Int
    }

    /// In an order that is that of OLD and that of NEW.
    private(set) var steps: [Step] = []
    /// By index in NEW: the index in OLD of an element that moved, else -1. They are apart in `steps`.
    private(set) var sources: [Int32] = []

    init(_ diff: TapeDiff, _ left: [Int], _ right: [Int]) {
        guard !left.isEmpty, !right.isEmpty else {
            steps = left.indices.map { Step(old: $0, new: -1) } + right.indices.map { Step(old: -1, new: $0) }
            return
        }
        if diff.purpose == .patching, left.count == 1, right.count == 1 {
            steps = [Step(old: 0, new: 0)]
            return
        }
        var labels = Labels()
        let (a, b) = labels.assign(diff, left, right)
        let kept = Alignment.pairs(a, b, labels: labels.count)
        sources = Self.sources(a, b, kept, labels.count)
        var leaving = [Bool](repeating: false, count: left.count)
        for source in sources where source >= 0 { leaving[Int(source)] = true }
        let similarity = Similarity(diff, left, right, labels: (labels.leftIdentities, labels.rightIdentities))

        var old = 0
        var new = 0
        for next in kept + [(left.count, right.count)] {
            let gone = (old..<next.old).filter { !leaving[$0] }
            let come = (new..<next.new).filter { sources[$0] < 0 }
            var (i, j) = (old, new)
            for pair in similarity.pairs(gone, come) + [(next.old, next.new)] {
                while i < pair.old {
                    steps.append(Step(old: i, new: -1))
                    i += 1
                }
                while j < pair.new {
                    steps.append(Step(old: -1, new: j))
                    j += 1
                }
                if pair.old < left.count || pair.new < right.count {
                    steps.append(Step(old: pair.old, new: pair.new))
                    (i, j) = (pair.old + 1, pair.new + 1)
                }
            }
            (old, new) = (next.old + 1, next.new + 1)
        }
    }

    /// Elements that are on both sides, but in another order.
    private static func sources(_ a: [Int32], _ b: [Int32], _ kept: [Alignment.Pair], _ labels: Int) -> [Int32] {
        var sources = [Int32](repeating: -1, count: b.count)
        guard kept.count < min(a.count, b.count) else { return sources }
        var keptOld = [Bool](repeating: false, count: a.count)
        var keptNew = [Bool](repeating: false, count: b.count)
        for pair in kept {
            keptOld[pair.old] = true
            keptNew[pair.new] = true
        }
        // A linked list of the places of each label in a, in order.
        var heads = [Int32](repeating: -1, count: labels)
        var nexts = [Int32](repeating: -1, count: a.count)
        for index in a.indices.reversed() where !keptOld[index] {
            nexts[index] = heads[Int(a[index])]
            heads[Int(a[index])] = Int32(index)
        }
        for index in b.indices where !keptNew[index] {
            let source = heads[Int(b[index])]
            guard source >= 0 else { continue }
            sources[index] = source
            heads[Int(b[index])] = nexts[Int(source)]
        }
        return sources
    }
}

/// Numbers for elements: the same number for the same identity, or without one for the same content.
private struct Labels {
    private var numbers: [SubtreeHash: Int32] = [:]
    var count: Int { numbers.count }
    private(set) var leftIdentities: [SubtreeHash?] = []
    private(set) var rightIdentities: [SubtreeHash?] = []

    mutating func assign(_ diff: TapeDiff, _ left: [Int], _ right: [Int]) -> ([Int32], [Int32]) {
        leftIdentities = left.map { diff.identity(diff.old, diff.oldHashes, $0) }
        rightIdentities = right.map { diff.identity(diff.new, diff.newHashes, $0) }
        // An identity that one list has twice identifies nothing.
        let (lefts, rights) = (Self.occurrences(leftIdentities), Self.occurrences(rightIdentities))
        func label(_ identity: SubtreeHash?, _ content: @autoclosure () -> SubtreeHash) -> SubtreeHash {
            guard let identity, lefts[identity] ?? 0 < 2, rights[identity] ?? 0 < 2 else { return content() }
            return identity
        }
        let a = left.indices.map { number(label(leftIdentities[$0], diff.oldHashes[left[$0]])) }
        let b = right.indices.map { number(label(rightIdentities[$0], diff.newHashes[right[$0]])) }
        return (a, b)
    }

    private static func occurrences(_ identities: [SubtreeHash?]) -> [SubtreeHash: Int32] {
        var counts: [SubtreeHash: Int32] = [:]
        for case let identity? in identities { counts[identity, default: 0] += 1 }
        return counts
    }

    private mutating func number(_ hash: SubtreeHash) -> Int32 {
        let next = Int32(numbers.count)
        if let number = numbers[hash] { return number }
        numbers[hash] = next
        return next
    }
}

extension TapeDiff {
    /// What tells an element of a list from the others whatever else changes in it: `name` with `in`, `id`, `name`, `rel` or `$ref`.
    func identity(_ document: JSONDocument, _ hashes: SubtreeHashes, _ element: Int) -> SubtreeHash? {
        let node = document.nodes[element]
        guard node.kind == .object else { return nil }
        var values: [SubtreeHash?] = [nil, nil, nil, nil, nil]
        var key = element + 1
        while key < Int(node.link) {
            let value = document.nodes[key + 1]
            if document.nodes[key].length <= 4, value.kind == .string || value.kind == .number,
                let which = Self.identityKeys.firstIndex(of: Array(document.decodedBytes(document.nodes[key])))
            {
                values[which] = hashes[key + 1]
            }
            key = value.end(at: key + 1)
        }
        if let name = values[1], let place = values[4] { return hasher.combine(4, [name, place]) }
        for which in 0..<4 {
            if let value = values[which] { return hasher.combine(UInt64(which), [value]) }
        }
        return nil
    }

    private static let identityKeys = ["id", "name", "rel", "$ref", "in"].map { Array($0.utf8) }
}
