/// Puts the keys of an object into canonical order, which is by UTF-16 code units, and finds duplicates on the way.
enum KeyOrder {
    struct Entry {
        /// The first eight bytes, big-endian, in an order that agrees with that of the keys.
        var prefix: UInt64
        var node: UInt32
    }

    /// Links the keys of a closed object in canonical order.
    @inline(__always)
    static func link(
        _ object: Int, _ nodes: UnsafeMutablePointer<Node>, _ base: UnsafePointer<UInt8>, _ entries: inout [Entry]
    ) throws(JSONFault) {
        let end = unsafe Int(nodes[object].link)
        unsafe nodes[object].offset = UInt32(truncatingIfNeeded: object &+ 1)
        var key = object &+ 1
        guard key < end else { return }
        var isSorted = true
        while true {
            let next = unsafe nodes[key &+ 1].end(at: key &+ 1)
            guard next < end else { break }
            if isSorted, unsafe !precedes(key, next, nodes, base) { isSorted = false }
            unsafe nodes[key].link = UInt32(truncatingIfNeeded: next)
            key = next
        }
        if isSorted {
            unsafe nodes[object].flags.insert(.sorted)
        } else {
            try unsafe sort(object, nodes, base, &entries)
        }
    }

    private static func sort(
        _ object: Int, _ nodes: UnsafeMutablePointer<Node>, _ base: UnsafePointer<UInt8>, _ entries: inout [Entry]
    ) throws(JSONFault) {
        entries.removeAll(keepingCapacity: true)
        var key = object &+ 1
        while key != 0 {
            entries.append(Entry(prefix: 0, node: UInt32(key)))
            key = unsafe Int(nodes[key].link)
        }
        entries.sort { unsafe precedes(Int($0.node), Int($1.node), nodes, base) }
        unsafe nodes[object].offset = entries[0].node
        for (entry, next) in zip(entries, entries.dropFirst()) {
            unsafe nodes[Int(entry.node)].link = next.node
            guard unsafe precedes(Int(entry.node), Int(next.node), nodes, base) else {
                let second = unsafe nodes[Int(max(entry.node, next.node))]
                let text = unsafe text(second, base)
                throw JSONFault(
                    offset: Int(second.offset) - 1, reason: .duplicateKey(String(decoding: text, as: UTF8.self)))
            }
        }
        unsafe nodes[Int(entries[entries.count - 1].node)].link = 0
    }

    private static func precedes(
        _ a: Int, _ b: Int, _ nodes: UnsafeMutablePointer<Node>, _ base: UnsafePointer<UInt8>
    ) -> Bool {
        let left = unsafe nodes[a]
        let right = unsafe nodes[b]
        return unsafe precedes(text(left, base)[...], text(right, base)[...])
    }

    /// - Parameters: the UTF-8 of two keys.
    static func precedes(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
        a.lexicographicallyPrecedes(b) { order($0) < order($1) }
    }

    /// UTF-8 in this order of lead bytes is UTF-16 in the order of its units: U+E000 to U+FFFF come after U+10000 and up.
    @inline(__always)
    static func order(_ byte: UInt8) -> UInt8 {
        if byte < 0xEE { return byte }
        return byte < 0xF0 ? byte &+ 5 : byte &- 2
    }

    private static func text(_ node: Node, _ base: UnsafePointer<UInt8>) -> [UInt8] {
        let raw = unsafe UnsafeBufferPointer(start: base + Int(node.offset), count: Int(node.length))
        var text: [UInt8] = []
        unsafe StringScanner.decode(raw, escaped: node.flags.contains(.escaped), into: &text)
        return text
    }
}
