/// The members of a JSON object, in canonical key order, each key once.
///
/// Source order carries no meaning and is not kept, so equality and hashing are structural.
public struct JSONObject: Hashable, Sendable {
    /// One key and its value.
    public struct Member: Hashable, Sendable {
        /// Without escapes.
        public let key: JSONString
        /// Never absent: a JSON null is `.null`.
        public var value: JSONValue
    }

    /// By key, in the order of UTF-16 code units.
    public private(set) var members: [Member]

    /// - Parameter members: Any order. Of equal keys the last one wins; a reader refuses them before.
    public init(_ members: some Sequence<(JSONString, JSONValue)> = []) {
        self.members = members.map { Member(key: $0.0, value: $0.1) }
        let sorted = zip(self.members, self.members.dropFirst()).allSatisfy { $0.key < $1.key }
        guard !sorted else { return }
        let ordered = self.members.enumerated().sorted {
            $0.element.key == $1.element.key ? $0.offset < $1.offset : $0.element.key < $1.element.key
        }
        self.members = []
        for (_, member) in ordered {
            if self.members.last?.key == member.key { self.members.removeLast() }
            self.members.append(member)
        }
    }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }
    /// How many members there are.
    public var count: Int { members.count }
    /// In canonical order.
    public var keys: [JSONString] { members.map(\.key) }

    /// The value of a key, nil when there is none; setting nil removes the member.
    public subscript(key: JSONString) -> JSONValue? {
        get {
            // Of a few keys most differ by length alone.
            if members.count <= 8 { return members.first { $0.key == key }?.value }
            let index = insertionIndex(of: key)
            return index < members.count && members[index].key == key ? members[index].value : nil
        }
        set {
            let index = insertionIndex(of: key)
            let exists = index < members.count && members[index].key == key
            switch (newValue, exists) {
            case (let value?, true): members[index].value = value
            case (let value?, false): members.insert(Member(key: key, value: value), at: index)
            case (nil, true): members.remove(at: index)
            case (nil, false): break
            }
        }
    }

    /// Where a key stands among the members.
    func index(of key: JSONString) -> Int? {
        let index = insertionIndex(of: key)
        return index < members.count && members[index].key == key ? index : nil
    }

    /// Gives a member a new value.
    /// - Returns: the old one.
    mutating func exchange(at index: Int, with value: JSONValue) -> JSONValue {
        let old = members[index].value
        members[index].value = value
        return old
    }

    private func insertionIndex(of key: JSONString) -> Int {
        var low = 0
        var high = members.count
        while low < high {
            let middle = (low + high) / 2
            if members[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (JSONString, JSONValue)...) {
        self.init(elements)
    }
}
