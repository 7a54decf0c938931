/// The kinds of JSON values, with the two booleans apart: a kind with one value needs no theory of its own.
struct Kinds: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let null = Kinds(rawValue: 1)
    static let `false` = Kinds(rawValue: 2)
    static let `true` = Kinds(rawValue: 4)
    static let number = Kinds(rawValue: 8)
    static let string = Kinds(rawValue: 16)
    static let array = Kinds(rawValue: 32)
    static let object = Kinds(rawValue: 64)

    static let boolean: Kinds = [.false, .true]
    static let all = Kinds(rawValue: 127)

    /// One by one, in the order in which a counterexample is looked for.
    static let each: [Kinds] = [.null, .false, .true, .number, .string, .array, .object]

    var complement: Kinds { Kinds(rawValue: ~rawValue & Kinds.all.rawValue) }

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The kind of a value.
    init(of value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(let bool): self = bool ? .true : .false
        case .number: self = .number
        case .string: self = .string
        case .array: self = .array
        case .object: self = .object
        }
    }
}
