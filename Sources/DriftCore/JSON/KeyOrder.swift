/// Puts the keys of objects into canonical order, which is by UTF-16 code units, and finds duplicates on the way.
struct KeyOrder {
    private struct Entry {
        /// The first eight bytes, big-endian, zeros behind a shorter key. Keys that have other bytes than ASCII,
        /// or escapes, are compared by what they mean.
        var prefix: UInt64
        var length: UInt32
        var node: UInt32
    }

    /// Used again for each object.
    private var entries: [Entry] = []

    /// Links the keys of a closed object in canonical order.
    @inline(__always)
    mutating func link(
        _ object: Int, _ nodes: UnsafeMutablePointer<TapeNode>, _ base: UnsafePointer<UInt8>, to end: Int
    ) throws(JSONFault) {
        let last = unsafe Int(nodes[object].link)
        var key = object &+ 1
        unsafe nodes[object].offset = UInt32(truncatingIfNeeded: key)
        var (prefix, isPlain) = unsafe Self.prefix(nodes[key], base, to: end)
        while true {
            let next = unsafe nodes[key &+ 1].end(at: key &+ 1)
            guard next < last else { break }
            let (nextPrefix, nextIsPlain) = unsafe Self.prefix(nodes[next], base, to: end)
            // Equal prefixes are left to the sort.
            guard isPlain, nextIsPlain, prefix < nextPrefix else {
                guard prefix == nextPrefix || !isPlain || !nextIsPlain,
                    unsafe Self.precedes(nodes[key], nodes[next], base)
                else {
                    try unsafe sort(object, nodes, base, to: end)
                    return
                }
                unsafe nodes[key].link = UInt32(truncatingIfNeeded: next)
                (key, prefix, isPlain) = (next, nextPrefix, nextIsPlain)
                continue
            }
            unsafe nodes[key].link = UInt32(truncatingIfNeeded: next)
            (key, prefix) = (next, nextPrefix)
        }
        unsafe nodes[object].flags = .sorted
    }

    @inline(__always)
    private static func prefix(
        _ key: TapeNode, _ base: UnsafePointer<UInt8>, to end: Int
    ) -> (prefix: UInt64, isPlain: Bool) {
        let offset = Int(key.offset)
        let length = Int(key.length)
        var word: UInt64 = 0
        if offset &+ 8 <= end {
            word = unsafe UInt64(bigEndian: UnsafeRawPointer(base + offset).loadUnaligned(as: UInt64.self))
            if length < 8 { word &= ~(UInt64.max &>> UInt64(truncatingIfNeeded: length &* 8)) }
        } else {
            for index in 0..<min(8, length) {
                word |= unsafe UInt64(base[offset &+ index]) &<< UInt64(truncatingIfNeeded: 56 &- index &* 8)
            }
        }
        return (word, key.flags.isDisjoint(with: [.escaped, .wide]))
    }

    @inline(never)
    private mutating func sort(
        _ object: Int, _ nodes: UnsafeMutablePointer<TapeNode>, _ base: UnsafePointer<UInt8>, to end: Int
    ) throws(JSONFault) {
        let count = unsafe Int(nodes[object].length)
        var duplicate: Int?
        if count <= Self.few {
            unsafe withUnsafeTemporaryAllocation(of: Entry.self, capacity: Self.few) { entries in
                guard let entries = entries.baseAddress else { return }
                let isPlain = unsafe Self.collect(object, nodes, base, to: end, entries)
                unsafe Self.insertionSort(entries, count, isPlain, nodes, base)
                duplicate = unsafe Self.relink(object, nodes, base, entries, count, isPlain)
            }
        } else {
            if entries.count < count {
                entries = Array(repeating: Entry(prefix: 0, length: 0, node: 0), count: count + count / 2)
            }
            unsafe entries.withUnsafeMutableBufferPointer { all in
                guard let entries = all.baseAddress else { return }
                let isPlain = unsafe Self.collect(object, nodes, base, to: end, entries)
                unsafe all[..<count].sort { unsafe Self.precedes($0, $1, isPlain, nodes, base) }
                duplicate = unsafe Self.relink(object, nodes, base, entries, count, isPlain)
            }
        }
        if let duplicate { throw unsafe Self.duplicate(nodes[duplicate], base) }
    }

    /// Up to here insertion beats everything.
    private static let few = 24

    /// - Returns: whether all keys are plain.
    @inline(__always)
    private static func collect(
        _ object: Int, _ nodes: UnsafeMutablePointer<TapeNode>, _ base: UnsafePointer<UInt8>, to end: Int,
        _ entries: UnsafeMutablePointer<Entry>
    ) -> Bool {
        let last = unsafe Int(nodes[object].link)
        var key = object &+ 1
        var arePlain = true
        var count = 0
        while key < last {
            let (prefix, isPlain) = unsafe prefix(nodes[key], base, to: end)
            arePlain = arePlain && isPlain
            unsafe entries[count] = Entry(
                prefix: prefix, length: nodes[key].length, node: UInt32(truncatingIfNeeded: key))
            count &+= 1
            key = unsafe nodes[key &+ 1].end(at: key &+ 1)
        }
        return arePlain
    }

    @inline(__always)
    private static func insertionSort(
        _ entries: UnsafeMutablePointer<Entry>, _ count: Int, _ isPlain: Bool, _ nodes: UnsafeMutablePointer<TapeNode>,
        _ base: UnsafePointer<UInt8>
    ) {
        var index = 1
        while index < count {
            let entry = unsafe entries[index]
            var place = index
            while place > 0, unsafe precedes(entry, entries[place &- 1], isPlain, nodes, base) {
                unsafe entries[place] = entries[place &- 1]
                place &-= 1
            }
            unsafe entries[place] = entry
            index &+= 1
        }
    }

    /// - Returns: a key that is there twice.
    @inline(__always)
    private static func relink(
        _ object: Int, _ nodes: UnsafeMutablePointer<TapeNode>, _ base: UnsafePointer<UInt8>,
        _ entries: UnsafeMutablePointer<Entry>, _ count: Int, _ isPlain: Bool
    ) -> Int? {
        unsafe nodes[object].offset = entries[0].node
        var index = 1
        while index < count {
            let (entry, next) = unsafe (entries[index &- 1], entries[index])
            unsafe nodes[Int(entry.node)].link = next.node
            if entry.prefix == next.prefix || !isPlain, unsafe !precedes(entry, next, isPlain, nodes, base) {
                return Int(max(entry.node, next.node))
            }
            index &+= 1
        }
        unsafe nodes[Int(entries[count &- 1].node)].link = 0
        return nil
    }

    @inline(__always)
    private static func precedes(
        _ a: Entry, _ b: Entry, _ isPlain: Bool, _ nodes: UnsafeMutablePointer<TapeNode>, _ base: UnsafePointer<UInt8>
    ) -> Bool {
        if isPlain, a.prefix != b.prefix { return a.prefix < b.prefix }
        return unsafe precedes(nodes[Int(a.node)], nodes[Int(b.node)], base)
    }

    @inline(never)
    private static func precedes(_ a: TapeNode, _ b: TapeNode, _ base: UnsafePointer<UInt8>) -> Bool {
        if a.flags.union(b.flags).isDisjoint(with: [.escaped, .wide]) {
            let order = unsafe compare(base + Int(a.offset), base + Int(b.offset), Int(min(a.length, b.length)))
            return order == 0 ? a.length < b.length : order < 0
        }
        return unsafe precedes(text(a, base)[...], text(b, base)[...])
    }

    /// Negative, zero or positive like the first bytes that differ.
    @inline(__always)
    private static func compare(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Int {
        var index = 0
        while index &+ 8 <= count {
            let left = unsafe UInt64(bigEndian: UnsafeRawPointer(a + index).loadUnaligned(as: UInt64.self))
            let right = unsafe UInt64(bigEndian: UnsafeRawPointer(b + index).loadUnaligned(as: UInt64.self))
            if left != right { return left < right ? -1 : 1 }
            index &+= 8
        }
        while index < count {
            let (left, right) = unsafe (a[index], b[index])
            if left != right { return left < right ? -1 : 1 }
            index &+= 1
        }
        return 0
    }

    /// - Parameters: the UTF-8 of two keys.
    static func precedes(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
        a.lexicographicallyPrecedes(b) { order($0) < order($1) }
    }

    /// UTF-8 in this order of lead bytes is UTF-16 in the order of its units: U+E000 to U+FFFF come after U+10000 and up.
    @inline(__always)
    private static func order(_ byte: UInt8) -> UInt8 {
        if byte < 0xEE { return byte }
        return byte < 0xF0 ? byte &+ 5 : byte &- 2
    }

    private static func text(_ key: TapeNode, _ base: UnsafePointer<UInt8>) -> [UInt8] {
        let raw = unsafe UnsafeBufferPointer(start: base + Int(key.offset), count: Int(key.length))
        var text: [UInt8] = []
        unsafe StringScanner.decode(raw, escaped: key.flags.contains(.escaped), into: &text)
        return text
    }

    private static func duplicate(_ key: TapeNode, _ base: UnsafePointer<UInt8>) -> JSONFault {
        JSONFault(
            offset: Int(key.offset) - 1,
            reason: .duplicateKey(String(decoding: unsafe text(key, base), as: UTF8.self)))
    }
}
