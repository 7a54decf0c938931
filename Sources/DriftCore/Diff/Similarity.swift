/// Which of the elements that went and those that came in the same place are one element that changed.
struct Similarity {
    /// Up to this many comparisons a gap is searched for the best pairs; a larger one is paired in order.
    private static let budget = 1 << 14

    private let diff: TapeDiff
    private let left: [Int]
    private let right: [Int]
    private let labels: (left: [SubtreeHash?], right: [SubtreeHash?])

    init(_ diff: TapeDiff, _ left: [Int], _ right: [Int], labels: (left: [SubtreeHash?], right: [SubtreeHash?])) {
        self.diff = diff
        self.left = left
        self.right = right
        self.labels = labels
    }

    /// - Parameters: ascending indexes.
    /// - Returns: pairs ascending on both sides.
    func pairs(_ gone: [Int], _ come: [Int]) -> [Alignment.Pair] {
        if gone.isEmpty || come.isEmpty { return [] }
        if gone.count == come.count || gone.count * come.count > Self.budget {
            return zip(gone, come).filter { mayPair($0, $1) }.map { ($0, $1) }
        }
        let width = come.count + 1
        // best[i * width + j]: the score of the pairs among gone[i...] and come[j...].
        var best = [Int](repeating: 0, count: (gone.count + 1) * width)
        var scores = [Int](repeating: 0, count: gone.count * come.count)
        for i in gone.indices.reversed() {
            for j in come.indices.reversed() {
                let score = mayPair(gone[i], come[j]) ? 1 + score(left[gone[i]], right[come[j]]) : 0
                scores[i * come.count + j] = score
                best[i * width + j] = max(
                    best[(i + 1) * width + j], best[i * width + j + 1],
                    score > 0 ? score + best[(i + 1) * width + j + 1] : 0)
            }
        }
        var pairs: [Alignment.Pair] = []
        var (i, j) = (0, 0)
        while i < gone.count, j < come.count {
            let score = scores[i * come.count + j]
            if score > 0, best[i * width + j] == score + best[(i + 1) * width + j + 1] {
                pairs.append((gone[i], come[j]))
                (i, j) = (i + 1, j + 1)
            } else if best[i * width + j] == best[(i + 1) * width + j] {
                i += 1
            } else {
                j += 1
            }
        }
        return pairs
    }

    private func mayPair(_ a: Int, _ b: Int) -> Bool {
        switch diff.purpose {
        case .patching: true
        // Two elements that have a name each, and not the same, are two elements.
        case .judging: labels.left[a] == nil && labels.right[b] == nil
        }
    }

    /// How much two elements have in common, by their direct children.
    private func score(_ a: Int, _ b: Int) -> Int {
        let (old, new) = (diff.old, diff.new)
        guard old.nodes[a].kind == new.nodes[b].kind else { return 0 }
        switch old.nodes[a].kind {
        case .array:
            let here = Set(old.elements(of: a).prefix(64).map { diff.oldHashes[$0] })
            return 2 + 4 * new.elements(of: b).prefix(64).count { here.contains(diff.newHashes[$0]) }
        case .object:
            var members: [SubtreeHash: SubtreeHash] = [:]
            var key = old.firstKey(of: a)
            while key != 0, members.count < 64 {
                members[diff.oldHashes[key]] = diff.oldHashes[key + 1]
                key = Int(old.nodes[key].link)
            }
            var score = 2
            key = new.firstKey(of: b)
            while key != 0 {
                if let value = members[diff.newHashes[key]] { score += value == diff.newHashes[key + 1] ? 4 : 1 }
                key = Int(new.nodes[key].link)
            }
            return score
        default: return 1
        }
    }
}
