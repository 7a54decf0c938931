/// Which branches of two lists belong together when the order means nothing.
struct BranchPairing {
    private(set) var pairs: [(old: Int, new: Int)] = []
    private(set) var removed: [Int] = []
    private(set) var added: [Int] = []

    /// Equal ones first, then those with the same meaning, then those with the same key, then the only one left on both sides.
    init(old: [JSONValue], new: [JSONValue], dialect: Dialect) {
        var oldLeft = Array(old.indices)
        var newLeft = Array(new.indices)
        var pairs: [(old: Int, new: Int)] = []
        func pair<Key: Hashable>(by key: (JSONValue, [JSONValue]) -> Key?) {
            var waiting: [Key: [Int]] = [:]
            for index in newLeft.reversed() {
                if let key = key(new[index], new) { waiting[key, default: []].append(index) }
            }
            var paired: Set<Int> = []
            oldLeft = oldLeft.filter { index in
                guard let key = key(old[index], old), let partner = waiting[key]?.popLast() else { return true }
                pairs.append((index, partner))
                paired.insert(partner)
                return false
            }
            newLeft.removeAll(where: paired.contains)
        }
        pair { value, _ in value }
        pair { value, _ in MeaningForm.of(value, dialect: dialect) }
        pair { value, siblings in Self.identity(of: value, among: siblings) }
        if oldLeft.count == 1, newLeft.count == 1 {
            pairs.append((oldLeft.removeFirst(), newLeft.removeFirst()))
        }
        self.pairs = pairs.sorted { $0.new < $1.new }
        removed = oldLeft
        added = newLeft
    }

    /// What an element is called by instead of its index, which shifts; `#` when nothing tells it from its siblings.
    static func key(of value: JSONValue, among siblings: [JSONValue]) -> JSONString {
        identity(of: value, among: siblings) ?? "#"
    }

    private static func identity(of value: JSONValue, among siblings: [JSONValue]) -> JSONString? {
        guard let object = value.object else { return nil }
        for name in ["rel", "id", "$id", "name", "key", "title", "$ref", "type"] as [JSONString] {
            guard case .string(let text)? = object[name] else { continue }
            if siblings.count(where: { $0[name] == .string(text) }) == 1 { return JSONString("\(name)=\(text)") }
        }
        return nil
    }
}

/// Which elements of two lists belong together when the order counts.
struct ElementAlignment {
    private(set) var steps: [(old: Int?, new: Int?)] = []

    init(old: [JSONValue], new: [JSONValue]) {
        var start = 0
        while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
        var tail = 0
        while tail < min(old.count, new.count) - start, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
            tail += 1
        }
        let oldMiddle = old.count - tail - start
        let newMiddle = new.count - tail - start
        for offset in 0..<max(oldMiddle, newMiddle) {
            steps.append((offset < oldMiddle ? start + offset : nil, offset < newMiddle ? start + offset : nil))
        }
    }
}
