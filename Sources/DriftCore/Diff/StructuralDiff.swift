/// One difference between two documents, to be judged and told.
package struct Edit: Hashable, Sendable {
    /// What was done to the value.
    package enum Kind: String, Hashable, Sendable {
        case addition, removal, replacement
        /// A list's element or a whole subtree that is elsewhere now. What changed inside it are edits of their own.
        case move
        /// The same subtree under another key of the same object.
        case rename
    }

    /// What was done; it decides which of the values below are nil.
    package let kind: Kind
    /// Where the value is: in NEW, for a removal in OLD.
    package let pointer: Pointer
    /// Where the value was in OLD; nil for an addition. Differs from `pointer` after insertions before it, too.
    package let oldPointer: Pointer?
    /// Nil exactly when there was or is nothing.
    package let old: JSONValue?
    /// As `old`, in NEW.
    package let new: JSONValue?

    /// Takes the parts as they are.
    package init(kind: Kind, pointer: Pointer, oldPointer: Pointer?, old: JSONValue?, new: JSONValue?) {
        self.kind = kind
        self.pointer = pointer
        self.oldPointer = oldPointer
        self.old = old
        self.new = new
    }
}

/// The differences between two documents, from the root down, in the order of NEW's canonical text.
///
/// Containers of the same kind in the same place are always looked into, so edits are as small as they can be told.
package enum StructuralDiff {
    /// The edits between two values; none when they are equal.
    package static func edits(from old: JSONValue, to new: JSONValue) -> [Edit] {
        guard old != new else { return [] }
        // Only a value whose text passes 4 GiB has no tape.
        guard let oldDocument = try? old.document, let newDocument = try? new.document else {
            return [Edit(kind: .replacement, pointer: .root, oldPointer: .root, old: old, new: new)]
        }
        return edits(from: oldDocument, to: newDocument)
    }

    /// - Precondition: neither document is deeper than `JSONLimits.maximumValueDepth`.
    package static func edits(from old: JSONDocument, to new: JSONDocument) -> [Edit] {
        precondition(max(old.depth, new.depth) <= JSONLimits.maximumValueDepth)
        var diff = TapeDiff(from: old, to: new, for: .judging)
        if diff.isWholeReplacement {
            let values = (old.value(at: 0), new.value(at: 0))
            return [Edit(kind: .replacement, pointer: .root, oldPointer: .root, old: values.0, new: values.1)]
        }
        matchMoves(&diff)
        var places: [(old: Pointer, new: Pointer)] = []
        for pair in diff.pairs {
            guard pair.parent >= 0 else {
                places.append((.root, .root))
                continue
            }
            let around = places[pair.parent]
            places.append(
                (
                    around.old / diff.token(pair.placeOld, in: pair.parent, isOld: true, isInBoth: true),
                    around.new / diff.token(pair.placeNew, in: pair.parent, isOld: false)
                ))
        }
        return order(diff).compactMap { edit($0, diff, places) }
    }

    /// The edits of a pair, then those of the pairs inside it.
    private static func order(_ diff: TapeDiff) -> [TapeDiff.Edit] {
        var children = [[Int]](repeating: [], count: diff.pairs.count)
        for (index, pair) in diff.pairs.enumerated() where pair.parent >= 0 { children[pair.parent].append(index) }
        var edits: [TapeDiff.Edit] = []
        var pending = diff.pairs.isEmpty ? [] : [0]
        while let pair = pending.popLast() {
            edits.append(contentsOf: diff.edits[diff.pairs[pair].edits])
            pending.append(contentsOf: children[pair].reversed())
        }
        return edits
    }

    private static func edit(
        _ edit: TapeDiff.Edit, _ diff: TapeDiff, _ places: [(old: Pointer, new: Pointer)]
    ) -> Edit? {
        let around = places[edit.pair]
        switch edit.kind {
        case .removal where edit.partner >= 0: return nil
        case .removal:
            let pointer = around.old / diff.token(edit.place, in: edit.pair, isOld: true)
            return Edit(
                kind: .removal, pointer: pointer, oldPointer: pointer, old: diff.old.value(at: edit.old), new: nil)
        case .addition where edit.partner >= 0:
            let source = diff.edits[edit.partner]
            let isRename = source.pair == edit.pair && diff.old.nodes[diff.pairs[edit.pair].old].kind == .object
            return Edit(
                kind: isRename ? .rename : .move,
                pointer: around.new / diff.token(edit.place, in: edit.pair, isOld: false),
                oldPointer: places[source.pair].old / diff.token(source.place, in: source.pair, isOld: true),
                old: diff.old.value(at: source.old), new: diff.new.value(at: edit.new))
        case .addition:
            return Edit(
                kind: .addition, pointer: around.new / diff.token(edit.place, in: edit.pair, isOld: false),
                oldPointer: nil, old: nil, new: diff.new.value(at: edit.new))
        case .replacement:
            return Edit(
                kind: .replacement, pointer: around.new / diff.token(edit.place, in: edit.pair, isOld: false),
                oldPointer: around.old / diff.token(edit.place, in: edit.pair, isOld: true, isInBoth: true),
                old: diff.old.value(at: edit.old), new: diff.new.value(at: edit.new))
        }
    }

    /// A value that went and an equal one that came are one move when they are more than a scalar or an empty container:
    /// of two `true` nobody can say that they are the same. Keys of one object come first.
    private static func matchMoves(_ diff: inout TapeDiff) {
        func isTold(_ edit: TapeDiff.Edit) -> Bool {
            edit.kind == .removal && edit.partner < 0 && diff.old.nodes[edit.old].isContainer
                && diff.old.nodes[edit.old].length > 0
        }
        for isNear in [true, false] {
            func key(_ hash: SubtreeHash, _ pair: Int) -> [UInt64] { [hash.low, hash.high, isNear ? UInt64(pair) : 0] }
            var sources: [[UInt64]: [Int]] = [:]
            for index in diff.edits.indices.reversed() where isTold(diff.edits[index]) {
                let edit = diff.edits[index]
                sources[key(diff.oldHashes[edit.old], edit.pair), default: []].append(index)
            }
            guard !sources.isEmpty else { return }
            for index in diff.edits.indices {
                let edit = diff.edits[index]
                guard edit.kind == .addition, edit.partner < 0,
                    let source = sources[key(diff.newHashes[edit.new], edit.pair)]?.popLast()
                else { continue }
                diff.edits[index].partner = source
                diff.edits[source].partner = index
            }
        }
    }
}

extension TapeDiff {
    /// The last token of the pointer to a place in a pair.
    /// - Parameter isInBoth: the place is a key's node in NEW, though the pointer is one of OLD.
    fileprivate func token(_ place: Int, in pair: Int, isOld: Bool, isInBoth: Bool = false) -> JSONString {
        guard old.nodes[pairs[pair].old].kind == .object else {
            return JSONString(String(isOld ? slots[place].oldIndex : slots[place].newIndex))
        }
        let document = isOld && !isInBoth ? old : new
        return JSONString(document.string(document.nodes[place]))
    }
}

extension JSONValue {
    /// The value as a tape.
    var document: JSONDocument {
        get throws(JSONError) {
            try JSONDocument(parsing: canonicalText, limits: JSONLimits(depth: JSONLimits.maximumDepth))
        }
    }
}
