/// Where two tapes differ: the pairs of containers that have differences inside, and the edits in each.
///
/// Under the same keys of objects equal subtrees are found by a walk over both tapes, elsewhere by their hashes; objects are merged
/// by key, lists aligned. Nothing recurses; the work grows
/// with the documents' size times a logarithm.
struct TapeDiff {
    /// A container on both sides that differs.
    struct Pair {
        let old: Int
        let new: Int
        /// The pair around this one, -1 for the root.
        let parent: Int
        /// Under an object the key's node in NEW; under a list the slots, which differ for an element that moved.
        let placeOld: Int
        let placeNew: Int
        /// Somewhere inside a list, where places mean nothing and equality is told by hashes.
        let isInList: Bool
        var edits: Range<Int> = 0..<0
        /// A list's slots between what is equal at both ends, and how many elements are equal before them.
        var slots: Range<Int> = 0..<0
        var prefix = 0
    }

    /// A place in a list: in OLD, in NEW or in both; -1 for none.
    struct Slot {
        var oldIndex: Int32
        var newIndex: Int32
    }

    struct Edit {
        enum Kind: UInt8 { case removal, addition, replacement }
        let kind: Kind
        let pair: Int
        /// Under an object the key's node, in OLD for a removal; under a list the slot.
        let place: Int
        /// The nodes of the values, -1 for none.
        let old: Int
        let new: Int
        /// For a removal and an addition that are one move: the other edit; else -1.
        var partner = -1
    }

    enum Purpose {
        /// To be told: an element is the same only when its identity is.
        case judging
        /// To be applied: what is shortest.
        case patching
    }

    let old: JSONDocument
    let new: JSONDocument
    let oldHashes: SubtreeHashes
    let newHashes: SubtreeHashes
    let hasher: SubtreeHasher
    let purpose: Purpose
    private let comparison: TapeComparison?
    /// A pair stands after its parent.
    private(set) var pairs: [Pair] = []
    private(set) var slots: [Slot] = []
    var edits: [Edit] = []
    /// The documents have different kinds of root, or roots that are scalars and differ.
    private(set) var isWholeReplacement = false

    init(from old: JSONDocument, to new: JSONDocument, for purpose: Purpose) {
        var generator = SystemRandomNumberGenerator()
        hasher = SubtreeHasher(from: &generator)
        self.old = old
        self.new = new
        self.purpose = purpose
        oldHashes = SubtreeHashes(of: old, hasher)
        newHashes = SubtreeHashes(of: new, hasher)
        guard old.nodes[0].kind == new.nodes[0].kind, old.nodes[0].isContainer else {
            comparison = nil
            isWholeReplacement = !TapeText.areEqual(old.nodes[0], old, new.nodes[0], new)
            return
        }
        let comparison = TapeComparison(old, new)
        self.comparison = comparison
        guard comparison.differs(0) else { return }
        pairs.append(Pair(old: 0, new: 0, parent: -1, placeOld: -1, placeNew: -1, isInList: false))
        var pending = [0]
        while let index = pending.popLast() {
            let first = pairs.count
            let firstEdit = edits.count
            if old.nodes[pairs[index].old].kind == .object { mergeObjects(index) } else { alignLists(index) }
            pairs[index].edits = firstEdit..<edits.count
            pending.append(contentsOf: (first..<pairs.count).reversed())
        }
    }

    private func isPair(_ a: Int, _ b: Int) -> Bool {
        old.nodes[a].kind == new.nodes[b].kind && old.nodes[a].isContainer
    }

    /// Whether the values under one key of a pair of objects differ.
    private func differs(_ a: Int, _ b: Int, in pair: Int) -> Bool {
        guard isPair(a, b) else { return !TapeText.areEqual(old.nodes[a], old, new.nodes[b], new) }
        return pairs[pair].isInList ? oldHashes[a] != newHashes[b] : comparison?.differs(a) ?? true
    }

    private mutating func mergeObjects(_ pair: Int) {
        var a = old.firstKey(of: pairs[pair].old)
        var b = new.firstKey(of: pairs[pair].new)
        while a != 0 || b != 0 {
            let order = TapeText.order(a, old, b, new)
            if order < 0 {
                edits.append(Edit(kind: .removal, pair: pair, place: a, old: a + 1, new: -1))
            } else if order > 0 {
                edits.append(Edit(kind: .addition, pair: pair, place: b, old: -1, new: b + 1))
            } else if differs(a + 1, b + 1, in: pair) {
                compare(a + 1, b + 1, pair: pair, placeOld: b, placeNew: b)
            }
            if order <= 0 { a = Int(old.nodes[a].link) }
            if order >= 0 { b = Int(new.nodes[b].link) }
        }
    }

    /// Two different values in one place: a pair of containers, or a replacement.
    private mutating func compare(_ a: Int, _ b: Int, pair: Int, placeOld: Int, placeNew: Int) {
        if isPair(a, b) {
            append(a, b, parent: pair, placeOld: placeOld, placeNew: placeNew)
        } else {
            edits.append(Edit(kind: .replacement, pair: pair, place: placeNew, old: a, new: b))
        }
    }

    private mutating func append(_ a: Int, _ b: Int, parent: Int, placeOld: Int, placeNew: Int) {
        let isInList = pairs[parent].isInList || old.nodes[pairs[parent].old].kind == .array
        pairs.append(
            Pair(old: a, new: b, parent: parent, placeOld: placeOld, placeNew: placeNew, isInList: isInList))
    }

    private mutating func alignLists(_ pair: Int) {
        let left = old.elements(of: pairs[pair].old)
        let right = new.elements(of: pairs[pair].new)
        var prefix = 0
        while prefix < left.count, prefix < right.count, oldHashes[left[prefix]] == newHashes[right[prefix]] {
            prefix += 1
        }
        var suffix = 0
        while suffix < min(left.count, right.count) - prefix,
            oldHashes[left[left.count - 1 - suffix]] == newHashes[right[right.count - 1 - suffix]]
        { suffix += 1 }
        let script = ListScript(
            self, Array(left[prefix..<left.count - suffix]), Array(right[prefix..<right.count - suffix]))

        let firstSlot = slots.count
        pairs[pair].prefix = prefix
        for step in script.steps {
            slots.append(
                Slot(
                    oldIndex: step.old < 0 ? -1 : Int32(prefix + step.old),
                    newIndex: step.new < 0 ? -1 : Int32(prefix + step.new)))
        }
        pairs[pair].slots = firstSlot..<slots.count
        // By index in OLD: where elements that moved have come from, as an edit; the slot is its place.
        var leaving = [Int](repeating: -1, count: script.sources.isEmpty ? 0 : left.count - prefix - suffix)
        for (offset, step) in script.steps.enumerated() where step.new < 0 {
            if !leaving.isEmpty { leaving[step.old] = edits.count }
            edits.append(
                Edit(kind: .removal, pair: pair, place: firstSlot + offset, old: left[prefix + step.old], new: -1))
        }
        for (offset, step) in script.steps.enumerated() where step.new >= 0 {
            let place = firstSlot + offset
            let b = right[prefix + step.new]
            if step.old >= 0 {
                let a = left[prefix + step.old]
                if oldHashes[a] != newHashes[b] { compare(a, b, pair: pair, placeOld: place, placeNew: place) }
                continue
            }
            var addition = Edit(kind: .addition, pair: pair, place: place, old: -1, new: b)
            if !leaving.isEmpty, script.sources[step.new] >= 0 {
                let source = leaving[Int(script.sources[step.new])]
                addition.partner = source
                edits[source].partner = edits.count
                let a = edits[source].old
                if oldHashes[a] != newHashes[b] {
                    append(a, b, parent: pair, placeOld: edits[source].place, placeNew: place)
                }
            }
            edits.append(addition)
        }
    }
}

extension JSONDocument {
    /// The key that comes first in canonical order, 0 for none.
    func firstKey(of object: Int) -> Int {
        nodes[object].length == 0 ? 0 : Int(nodes[object].offset)
    }

    func elements(of array: Int) -> [Int] {
        var elements: [Int] = []
        elements.reserveCapacity(Int(nodes[array].length))
        var child = array + 1
        while child < Int(nodes[array].link) {
            elements.append(child)
            child = nodes[child].end(at: child)
        }
        return elements
    }

    /// A key or string without escapes.
    func decodedBytes(_ node: TapeNode) -> ArraySlice<UInt8> {
        let raw = bytes[Int(node.offset)..<Int(node.offset) + Int(node.length)]
        guard node.flags.contains(.escaped) else { return raw }
        var text: [UInt8] = []
        StringScanner.decode(raw, escaped: true, into: &text)
        return text[...]
    }
}
