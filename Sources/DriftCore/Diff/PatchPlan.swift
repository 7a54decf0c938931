/// The operations of a shortest patch, in an order in which they can be applied.
///
/// Places in a list are counted when an operation is written, by a tree of prefix sums over the list's slots, so operations
/// may come in any order and an element may move to a list that was not reached yet.
struct PatchPlan {
    struct Step {
        enum Kind: String { case add, remove, replace, move }
        let kind: Kind
        let path: [UInt8]
        var from: [UInt8] = []
        /// The node in NEW of the value to add or replace with.
        var value = -1
    }

    private var diff: TapeDiff
    private(set) var steps: [Step] = []
    /// Pairs whose whole value is replaced because that is shorter than the edits inside.
    private var isReplaced: [Bool] = []
    private var isDead: [Bool] = []
    /// The slot in which a pair's element is now.
    private var place: [Int] = []
    /// By the slot that a moved element comes from: its pair, else -1.
    private var movedPairs: [Int32] = []
    private var presence = SlotPresence()

    init(from old: JSONDocument, to new: JSONDocument) {
        diff = TapeDiff(from: old, to: new, for: .patching)
        if diff.isWholeReplacement {
            steps.append(Step(kind: .replace, path: [], value: 0))
            return
        }
        place = diff.pairs.map(\.placeOld)
        movedPairs = [Int32](repeating: -1, count: diff.slots.count)
        for (index, pair) in diff.pairs.enumerated() where pair.placeOld != pair.placeNew {
            movedPairs[pair.placeOld] = Int32(index)
        }
        collapse()
        matchMoves()
        presence = SlotPresence(diff)
        for pair in diff.pairs.indices where !isDead[pair] { write(pair) }
    }

    // MARK: what is shorter

    /// The bytes of an operation apart from its pointers and its value, a comma included.
    private enum Cost {
        static let add = #"{"op":"add","path":"","value":},"#.utf8.count
        static let remove = #"{"op":"remove","path":""},"#.utf8.count
        static let replace = #"{"op":"replace","path":"","value":},"#.utf8.count
        static let move = #"{"from":"","op":"move","path":""},"#.utf8.count
    }

    private mutating func collapse() {
        let pairs = diff.pairs
        var pathLengths: [Int] = []
        pathLengths.reserveCapacity(pairs.count)
        for pair in pairs {
            let token: Int
            if pair.parent < 0 {
                token = 0
            } else if diff.new.nodes[pairs[pair.parent].new].kind == .object {
                token = Int(diff.new.nodes[pair.placeNew].length) + 1
            } else {
                token = 1 + Self.digits(max(0, Int(diff.slots[pair.placeNew].newIndex)))
            }
            pathLengths.append(pair.parent < 0 ? 0 : pathLengths[pair.parent] + token)
        }
        var lengths = CanonicalLengths(diff.new)
        // One kind of dictionary for all: each further one costs a small patch more than its contents.
        var gone: [SubtreeHash: Int32] = [:]
        var come: [SubtreeHash: Int32] = [:]
        for edit in diff.edits {
            if edit.kind == .removal { gone[diff.oldHashes[edit.old]] = 1 }
            if edit.kind == .addition { come[diff.newHashes[edit.new]] = 1 }
        }
        isReplaced = [Bool](repeating: false, count: pairs.count)
        isDead = isReplaced
        var costs = [Int](repeating: 0, count: pairs.count)
        for index in pairs.indices.reversed() {
            let pair = pairs[index]
            var cost = costs[index]
            for edit in diff.edits[pair.edits] {
                let path = pathLengths[index] + 4
                switch edit.kind {
                case .removal:
                    let moves = edit.partner >= 0 || come[diff.oldHashes[edit.old]] != nil
                    cost += moves ? 0 : Cost.remove + path
                case .addition:
                    let moves = edit.partner >= 0 || gone[diff.newHashes[edit.new]] != nil
                    cost += moves ? Cost.move + 2 * path : Cost.add + path + lengths[edit.new]
                case .replacement: cost += Cost.replace + path + lengths[edit.new]
                }
            }
            let frame = Cost.replace + pathLengths[index]
            if lengths.isAtMost(cost - frame, at: pair.new) {
                isReplaced[index] = true
                cost = frame + lengths[pair.new]
            }
            if pair.parent >= 0 { costs[pair.parent] += cost }
        }
        for (index, pair) in pairs.enumerated() where pair.parent >= 0 {
            isDead[index] = isDead[pair.parent] || isReplaced[pair.parent]
        }
    }

    private static func digits(_ value: Int) -> Int {
        value < 10 ? 1 : value < 100 ? 2 : value < 1_000 ? 3 : value < 10_000 ? 4 : 6
    }

    /// Makes one move of a removal and an addition of equal values, wherever they are.
    private mutating func matchMoves() {
        func isLive(_ edit: TapeDiff.Edit) -> Bool { !isDead[edit.pair] && !isReplaced[edit.pair] }
        // A linked list of the removals of each value, in order.
        var heads: [SubtreeHash: Int32] = [:]
        var nexts = [Int32](repeating: -1, count: diff.edits.count)
        for index in diff.edits.indices.reversed() {
            let edit = diff.edits[index]
            guard edit.kind == .removal, edit.partner < 0, isLive(edit) else { continue }
            let hash = diff.oldHashes[edit.old]
            nexts[index] = heads[hash] ?? -1
            heads[hash] = Int32(index)
        }
        guard !heads.isEmpty else { return }
        for index in diff.edits.indices {
            let edit = diff.edits[index]
            guard edit.kind == .addition, edit.partner < 0, isLive(edit) else { continue }
            let hash = diff.newHashes[edit.new]
            guard let head = heads[hash], head >= 0 else { continue }
            heads[hash] = nexts[Int(head)]
            let source = Int(head)
            diff.edits[index].partner = source
            diff.edits[source].partner = index
        }
    }

    // MARK: writing

    private mutating func write(_ pair: Int) {
        if isReplaced[pair] {
            steps.append(Step(kind: .replace, path: path(of: pair), value: diff.pairs[pair].new))
            return
        }
        for index in diff.pairs[pair].edits {
            let edit = diff.edits[index]
            switch edit.kind {
            case .replacement: steps.append(Step(kind: .replace, path: path(of: edit), value: edit.new))
            case .removal where edit.partner >= 0: break
            case .removal:
                steps.append(Step(kind: .remove, path: path(of: edit)))
                presence.remove(edit, diff)
            case .addition where edit.partner >= 0:
                let source = diff.edits[edit.partner]
                let from = path(of: source)
                presence.remove(source, diff)
                if source.pair == edit.pair, isInList(source), movedPairs[source.place] >= 0 {
                    place[Int(movedPairs[source.place])] = edit.place
                }
                let path = path(of: edit)
                presence.insert(edit, diff)
                if from != path { steps.append(Step(kind: .move, path: path, from: from)) }
            case .addition:
                steps.append(Step(kind: .add, path: path(of: edit), value: edit.new))
                presence.insert(edit, diff)
            }
        }
    }

    private func isInList(_ edit: TapeDiff.Edit) -> Bool {
        diff.old.nodes[diff.pairs[edit.pair].old].kind == .array
    }

    private func path(of edit: TapeDiff.Edit) -> [UInt8] {
        var path = path(of: edit.pair)
        append(place: edit.place, of: edit.kind == .removal ? diff.old : diff.new, in: edit.pair, to: &path)
        return path
    }

    /// The pointer to a pair at this moment.
    private func path(of pair: Int) -> [UInt8] {
        var chain: [Int] = []
        var current = pair
        while diff.pairs[current].parent >= 0 {
            chain.append(current)
            current = diff.pairs[current].parent
        }
        var path: [UInt8] = []
        for index in chain.reversed() {
            append(place: place[index], of: diff.new, in: diff.pairs[index].parent, to: &path)
        }
        return path
    }

    private func append(place: Int, of document: JSONDocument, in pair: Int, to path: inout [UInt8]) {
        path.append(UInt8(ascii: "/"))
        if diff.old.nodes[diff.pairs[pair].old].kind == .object {
            for byte in document.decodedBytes(document.nodes[place]) {
                switch byte {
                case UInt8(ascii: "~"): path.append(contentsOf: "~0".utf8)
                case UInt8(ascii: "/"): path.append(contentsOf: "~1".utf8)
                default: path.append(byte)
                }
            }
        } else {
            path.append(contentsOf: String(presence.index(of: place, in: pair, diff)).utf8)
        }
    }
}

/// Which slots of a list hold an element now.
private struct SlotPresence {
    /// Prefix sums in a Fenwick tree for each list; the slots of a list are neighbours.
    private var sums: [Int32] = []

    init() {}

    init(_ diff: TapeDiff) {
        sums = [Int32](repeating: 0, count: diff.slots.count)
        for pair in diff.pairs {
            let count = pair.slots.count
            for offset in 0..<count {
                let slot = pair.slots.lowerBound + offset
                if diff.slots[slot].oldIndex >= 0 { sums[slot] += 1 }
                let next = (offset | (offset + 1))
                if next < count { sums[pair.slots.lowerBound + next] += sums[slot] }
            }
        }
    }

    func index(of slot: Int, in pair: Int, _ diff: TapeDiff) -> Int {
        let first = diff.pairs[pair].slots.lowerBound
        var index = diff.pairs[pair].prefix
        var end = slot - first
        while end > 0 {
            index += Int(sums[first + end - 1])
            end &= end - 1
        }
        return index
    }

    mutating func remove(_ edit: TapeDiff.Edit, _ diff: TapeDiff) { add(-1, edit, diff) }

    mutating func insert(_ edit: TapeDiff.Edit, _ diff: TapeDiff) { add(1, edit, diff) }

    private mutating func add(_ change: Int32, _ edit: TapeDiff.Edit, _ diff: TapeDiff) {
        let slots = diff.pairs[edit.pair].slots
        guard slots.contains(edit.place), diff.old.nodes[diff.pairs[edit.pair].old].kind == .array else { return }
        var offset = edit.place - slots.lowerBound
        while offset < slots.count {
            sums[slots.lowerBound + offset] += change
            offset |= offset + 1
        }
    }
}
