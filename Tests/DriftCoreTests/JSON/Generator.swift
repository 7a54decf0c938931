import DriftJSON

/// Random numbers that a failing test can be repeated with.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Random documents, and documents that differ from another in a few places.
struct DocumentGenerator {
    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    private static let keys: [JSONString] = [
        "", "a", "b", "c", "name", "id", "in", "rel", "$ref", "a/b", "m~n", "0", "1", "-", "é", "e\u{301}", "\u{FB33}",
        "\u{1F600}", "\"", "\\", "\n", "a rather long key that does not fit any word", "type", "properties",
    ]

    private static let scalars: [JSONValue] = [
        .null, true, false, 0, 1, 2, "", "a", "x/y", "é\n\"", "\u{1F600}", "a longer string than sixteen bytes",
        .number(JSONNumber(isNegative: true, digits: [1, 5], exponent: -1)),
        .number(JSONNumber(isNegative: false, digits: [9, 0, 0, 7, 1, 9, 9, 2, 5, 4, 7, 4, 0, 9, 9, 3], exponent: 0)),
        .number(JSONNumber(isNegative: false, digits: [1], exponent: 400)),
    ]

    mutating func key() -> JSONString { Self.keys.randomElement(using: &random) ?? "" }

    mutating func document(depth: Int = 4) -> JSONValue {
        switch depth > 0 ? Int.random(in: 0..<6, using: &random) : 5 {
        case 0, 1:
            let count = Int.random(in: 0..<6, using: &random)
            return .array((0..<count).map { _ in document(depth: depth - 1) })
        case 2, 3:
            let count = Int.random(in: 0..<6, using: &random)
            return .object(JSONObject((0..<count).map { _ in (key(), document(depth: depth - 1)) }))
        default: return Self.scalars.randomElement(using: &random) ?? .null
        }
    }

    /// The document after a few edits: values put in, taken out, exchanged, moved and renamed.
    mutating func edited(_ document: JSONValue, edits: Int) -> JSONValue {
        var result = document
        for _ in 0..<edits { result = editedOnce(result) }
        return result
    }

    private mutating func editedOnce(_ value: JSONValue) -> JSONValue {
        let goesDeeper = Int.random(in: 0..<4, using: &random) > 0
        switch value {
        case .array(var elements) where !elements.isEmpty:
            let index = Int.random(in: 0..<elements.count, using: &random)
            if goesDeeper {
                elements[index] = editedOnce(elements[index])
                return .array(elements)
            }
            switch Int.random(in: 0..<5, using: &random) {
            case 0: elements.remove(at: index)
            case 1: elements.insert(self.document(depth: 2), at: index)
            case 2: elements[index] = self.document(depth: 2)
            case 3:
                let moved = elements.remove(at: index)
                elements.insert(moved, at: Int.random(in: 0...elements.count, using: &random))
            default: elements.shuffle(using: &random)
            }
            return .array(elements)
        case .object(var object) where !object.isEmpty:
            let key = object.keys.randomElement(using: &random) ?? ""
            if goesDeeper {
                object[key] = object[key].map { editedOnce($0) }
                return .object(object)
            }
            switch Int.random(in: 0..<4, using: &random) {
            case 0: object[key] = nil
            case 1: object[self.key()] = self.document(depth: 2)
            case 2:
                let moved = object[key]
                object[key] = nil
                object[self.key()] = moved
            default: object[self.key()] = object[key]
            }
            return .object(object)
        default: return self.document(depth: 2)
        }
    }
}
