/// Compares the text of single nodes of two documents.
enum TapeText {
    /// Whether two scalars or two keys are equal.
    @inline(__always)
    static func areEqual(_ a: TapeNode, _ old: JSONDocument, _ b: TapeNode, _ new: JSONDocument) -> Bool {
        guard a.kind == b.kind else { return false }
        if a.kind == .null || a.kind == .false || a.kind == .true { return true }
        guard !a.flags.contains(.rewritten), !b.flags.contains(.rewritten) else {
            return old.canonicalBytes(a) == new.canonicalBytes(b)
        }
        guard a.length == b.length else { return false }
        return unsafe old.bytes.withUnsafeBufferPointer { left in
            unsafe new.bytes.withUnsafeBufferPointer { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return true }
                return unsafe Bytes.areEqual(left + Int(a.offset), right + Int(b.offset), Int(a.length))
            }
        }
    }

    /// Which of two keys comes first in canonical order: less than 0, 0 for equal keys, more than 0. A key that is node 0 is none,
    /// and comes last.
    @inline(__always)
    static func order(_ a: Int, _ old: JSONDocument, _ b: Int, _ new: JSONDocument) -> Int {
        if a == 0 || b == 0 { return a == b ? 0 : a == 0 ? 1 : -1 }
        let (left, right) = (old.nodes[a], new.nodes[b])
        if areEqual(left, old, right, new) { return 0 }
        return KeyOrder.precedes(old.decodedBytes(left), new.decodedBytes(right)) ? -1 : 1
    }
}
