import DriftCore

/// A value of the file after its form was checked.
struct Setting: Sendable {
    indirect enum Value: Sendable {
        case text(String)
        case flag(Bool)
        case count(Int)
        case duration(Duration)
        case network(IPNetwork)
        case secret(SecretSource)
        /// The word `all`.
        case all
        case list([Setting])
        case section(Settings)
        /// In the order of the file.
        case map([(key: String, value: Setting)])
    }

    let value: Value
    let place: SourcePlace?
    let path: String
}

/// A mapping with known keys, after each of its values was checked.
struct Settings: Sendable {
    let values: [String: Setting]
    let place: SourcePlace?
    let path: String

    subscript(key: String) -> Setting? { values[key] }

    func text(_ key: String) -> String? {
        if case .text(let text)? = values[key]?.value { text } else { nil }
    }

    func flag(_ key: String) -> Bool? {
        if case .flag(let flag)? = values[key]?.value { flag } else { nil }
    }

    func count(_ key: String) -> Int? {
        if case .count(let count)? = values[key]?.value { count } else { nil }
    }

    func duration(_ key: String) -> Duration? {
        if case .duration(let duration)? = values[key]?.value { duration } else { nil }
    }

    func isAll(_ key: String) -> Bool {
        if case .all? = values[key]?.value { true } else { false }
    }

    func list(_ key: String) -> [Setting]? {
        if case .list(let list)? = values[key]?.value { list } else { nil }
    }

    func texts(_ key: String) -> [String]? {
        list(key)?.compactMap { if case .text(let text) = $0.value { text } else { nil } }
    }

    func section(_ key: String) -> Settings? {
        if case .section(let section)? = values[key]?.value { section } else { nil }
    }

    func sections(_ key: String) -> [Settings] {
        list(key)?.compactMap { if case .section(let section) = $0.value { section } else { nil } } ?? []
    }

    func map(_ key: String) -> [(key: String, value: Setting)] {
        if case .map(let map)? = values[key]?.value { map } else { [] }
    }
}

extension Setting {
    var openOrSecret: OpenOrSecret? {
        switch value {
        case .text(let text): .open(text)
        case .secret(let source): .secret(source)
        default: nil
        }
    }
}
