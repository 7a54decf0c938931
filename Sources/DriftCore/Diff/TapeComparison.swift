/// Which containers of two documents differ though they stand in the same place: under the same keys of objects.
///
/// One walk over both tapes side by side, without a hash and without memory for what is equal: between two versions of a
/// document nearly everything is. In lists a place means nothing, so the outermost list around a difference is found, and what
/// differs inside it is left to the hashes of its elements.
struct TapeComparison {
    private let old: JSONDocument
    private let new: JSONDocument
    /// A bit for each node of OLD that is a container which differs.
    private var differing: [UInt64]

    /// - Precondition: both roots are containers of one kind.
    init(_ old: JSONDocument, _ new: JSONDocument) {
        self.old = old
        self.new = new
        differing = [UInt64](repeating: 0, count: old.nodes.count / 64 + 1)
        walk()
    }

    /// Whether the container at this node of OLD differs from what stands in its place in NEW.
    func differs(_ container: Int) -> Bool { differing[container / 64] >> (container % 64) & 1 != 0 }

    private mutating func insert(_ container: Int) { differing[container / 64] |= 1 << (container % 64) }

    /// A pair of containers that is open: where it is on both sides, and the next key (0 for none) or element.
    private struct Level {
        let old: Int
        let isList: Bool
        var a: Int
        var b: Int
        let end: Int
        var isMarked = false
    }

    private mutating func walk() {
        var levels: [Level] = []
        // The outermost list that is open, -1 for none.
        var list = -1

        func open(_ a: Int, _ b: Int) {
            let isList = old.nodes[a].kind == .array
            if isList, list < 0 { list = levels.count }
            levels.append(
                Level(
                    old: a, isList: isList, a: isList ? a + 1 : old.firstKey(of: a),
                    b: isList ? b + 1 : new.firstKey(of: b), end: old.nodes[a].end(at: a)))
        }
        func close() {
            levels.removeLast()
            if list == levels.count { list = -1 }
        }
        // Something differs in the innermost container: so do all that are open, and an open list was looked into enough.
        func mark() {
            if list >= 0 {
                levels.removeLast(levels.count - list - 1)
                insert(levels[list].old)
                close()
            }
            var level = levels.count - 1
            while level >= 0, !levels[level].isMarked {
                levels[level].isMarked = true
                insert(levels[level].old)
                level -= 1
            }
        }

        open(0, 0)
        if old.nodes[0].kind == .array, old.nodes[0].length != new.nodes[0].length { return mark() }
        while let level = levels.last {
            let (a, b): (Int, Int)
            if level.isList {
                guard level.a < level.end else {
                    close()
                    continue
                }
                (a, b) = (level.a, level.b)
                levels[levels.count - 1].a = old.nodes[a].end(at: a)
                levels[levels.count - 1].b = new.nodes[b].end(at: b)
            } else {
                guard level.a != 0 || level.b != 0 else {
                    close()
                    continue
                }
                let order = TapeText.order(level.a, old, level.b, new)
                if order <= 0 { levels[levels.count - 1].a = Int(old.nodes[level.a].link) }
                if order >= 0 { levels[levels.count - 1].b = Int(new.nodes[level.b].link) }
                guard order == 0 else {
                    mark()
                    continue
                }
                (a, b) = (level.a + 1, level.b + 1)
            }
            let (here, there) = (old.nodes[a], new.nodes[b])
            guard here.kind == there.kind else {
                mark()
                continue
            }
            guard here.isContainer else {
                if !TapeText.areEqual(here, old, there, new) { mark() }
                continue
            }
            if here.length == 0, there.length == 0 { continue }
            open(a, b)
            if here.kind == .array, here.length != there.length { mark() }
        }
    }
}
