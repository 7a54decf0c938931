/// Which elements of two lists stay: pairs of indexes, ascending on both sides, whose labels are equal.
enum Alignment {
    typealias Pair = (old: Int, new: Int)

    /// Steps that the exact search may take before the estimate takes over.
    private static let budget = 1 << 23

    static func pairs(_ old: [Int32], _ new: [Int32], labels: Int) -> [Pair] {
        var prefix = 0
        while prefix < old.count, prefix < new.count, old[prefix] == new[prefix] { prefix += 1 }
        var suffix = 0
        while suffix < old.count - prefix, suffix < new.count - prefix,
            old[old.count - 1 - suffix] == new[new.count - 1 - suffix]
        { suffix += 1 }
        // What occurs on one side only cannot stay, and would only make the search longer.
        var sides = [UInt8](repeating: 0, count: labels)
        for index in prefix..<old.count - suffix { sides[Int(old[index])] |= 1 }
        for index in prefix..<new.count - suffix { sides[Int(new[index])] |= 2 }
        let left = (prefix..<old.count - suffix).filter { sides[Int(old[$0])] == 3 }
        let right = (prefix..<new.count - suffix).filter { sides[Int(new[$0])] == 3 }
        let a = left.map { old[$0] }
        let b = right.map { new[$0] }
        let middle = shortestScript(a, b) ?? increasing(a, b, labels: labels)

        var pairs: [Pair] = (0..<prefix).map { ($0, $0) }
        pairs.append(contentsOf: middle.map { (left[$0.old], right[$0.new]) })
        for index in 0..<suffix { pairs.append((old.count - suffix + index, new.count - suffix + index)) }
        return pairs
    }

    /// Myers' O(ND) search for a longest common subsequence.
    /// - Returns: nil when the lists differ too much for the budget.
    private static func shortestScript(_ a: [Int32], _ b: [Int32]) -> [Pair]? {
        if a.isEmpty || b.isEmpty { return [] }
        let limit = min(a.count + b.count, 1_024, max(32, budget / (a.count + b.count)))
        var reach = [Int32](repeating: 0, count: 2 * limit + 3)
        let zero = limit + 1
        // The reach of the diagonals -d-1...d+1 before each round.
        var rounds: [ArraySlice<Int32>] = []
        for d in 0...limit {
            rounds.append(ArraySlice(Array(reach[zero - d - 1...zero + d + 1])))
            for k in stride(from: -d, through: d, by: 2) {
                let isDown = k == -d || (k != d && reach[zero + k - 1] < reach[zero + k + 1])
                var x = Int(isDown ? reach[zero + k + 1] : reach[zero + k - 1] + 1)
                var y = x - k
                while x < a.count, y < b.count, y >= 0, a[x] == b[y] {
                    x += 1
                    y += 1
                }
                reach[zero + k] = Int32(x)
                if x >= a.count, y >= b.count { return walkBack(rounds, a.count, b.count) }
            }
        }
        return nil
    }

    private static func walkBack(_ rounds: [ArraySlice<Int32>], _ endX: Int, _ endY: Int) -> [Pair] {
        var pairs: [Pair] = []
        var (x, y) = (endX, endY)
        for d in stride(from: rounds.count - 1, through: 1, by: -1) {
            let reach = rounds[d]
            let zero = d + 1
            let k = x - y
            let isDown = k == -d || (k != d && reach[zero + k - 1] < reach[zero + k + 1])
            let fromK = isDown ? k + 1 : k - 1
            let fromX = Int(reach[zero + fromK])
            let fromY = fromX - fromK
            while x > fromX, y > fromY {
                x -= 1
                y -= 1
                pairs.append((x, y))
            }
            (x, y) = (fromX, fromY)
        }
        while x > 0, y > 0 {
            x -= 1
            y -= 1
            pairs.append((x, y))
        }
        return pairs.reversed()
    }

    /// The n-th occurrence of a label here belongs to the n-th there; of these the longest run that keeps its order stays.
    private static func increasing(_ a: [Int32], _ b: [Int32], labels: Int) -> [Pair] {
        // A linked list of the places of each label in a, in order.
        var heads = [Int32](repeating: -1, count: labels)
        var nexts = [Int32](repeating: -1, count: a.count)
        for index in stride(from: a.count - 1, through: 0, by: -1) {
            nexts[index] = heads[Int(a[index])]
            heads[Int(a[index])] = Int32(index)
        }
        var candidates: [Pair] = []
        for (index, label) in b.enumerated() where heads[Int(label)] >= 0 {
            candidates.append((Int(heads[Int(label)]), index))
            heads[Int(label)] = nexts[Int(heads[Int(label)])]
        }
        // tails[n]: the candidate that ends the best run of n + 1.
        var tails: [Int] = []
        var previous = [Int](repeating: -1, count: candidates.count)
        for (index, candidate) in candidates.enumerated() {
            var low = 0
            var high = tails.count
            while low < high {
                let middle = (low + high) / 2
                if candidates[tails[middle]].old < candidate.old { low = middle + 1 } else { high = middle }
            }
            if low > 0 { previous[index] = tails[low - 1] }
            if low == tails.count { tails.append(index) } else { tails[low] = index }
        }
        var pairs: [Pair] = []
        var index = tails.last ?? -1
        while index >= 0 {
            pairs.append(candidates[index])
            index = previous[index]
        }
        return pairs.reversed()
    }
}
