/// Where a setting was written: what `targets` and every complaint about it name.
package enum SettingOrigin: Hashable, Sendable {
    case file(path: String, line: Int)
    case variable(String)
    /// The table of public clouds that comes with the program.
    case profile(String)
    case standard
    /// Asked for by the caller, or found in the catalog: a region's name.
    case choice
}

extension SettingOrigin: CustomStringConvertible {
    package var description: String {
        switch self {
        case .file(let path, let line): "\(path):\(line)"
        case .variable(let name): "$\(name)"
        case .profile(let name): "profile \(name)"
        case .standard: "default"
        case .choice: "chosen region"
        }
    }
}

/// One value with the place it came from.
struct Setting: Hashable, Sendable {
    var value: SettingValue
    var origin: SettingOrigin
}

/// A value of clouds.yaml. Numbers are kept as the text that Python's `str` gives, since that is what clients send.
indirect enum SettingValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(String)
    case text(String)
    /// As written, such as `2024-01-31`; clients make a date of it, which none of their settings can be.
    case date(String)
    case list([Setting])
    case mapping(SettingMap)

    /// What a complaint calls it.
    var kind: String {
        switch self {
        case .null: "empty"
        case .bool: "true or false"
        case .number: "a number"
        case .text: "a text"
        case .date: "a date"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }

    /// As Python's `str` writes a single value; nil for lists and mappings.
    var string: String? {
        switch self {
        case .null: "None"
        case .bool(let value): value ? "True" : "False"
        case .number(let text), .text(let text), .date(let text): text
        case .list, .mapping: nil
        }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var mapping: SettingMap? { if case .mapping(let mapping) = self { mapping } else { nil } }

    /// Python's truth: false for nothing, false, zero and whatever is empty.
    var isTrue: Bool {
        switch self {
        case .null: false
        case .bool(let value): value
        case .number(let text): text.contains { $0.isNumber && $0 != "0" } || text == "inf" || text == "nan"
        case .text(let text), .date(let text): !text.isEmpty
        case .list(let list): !list.isEmpty
        case .mapping(let mapping): !mapping.entries.isEmpty
        }
    }
}

// Values may be secrets: nothing here prints one.
extension SettingValue: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { "<\(kind)>" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// A mapping in order. Setting a key that exists keeps its place, as in Python.
struct SettingMap: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        let key: String
        var setting: Setting
    }

    private(set) var entries: [Entry] = []
    private var places: [String: Int] = [:]

    init() {}

    subscript(key: String) -> Setting? {
        get { places[key].map { entries[$0].setting } }
        set {
            switch (newValue, places[key]) {
            case (let setting?, let place?): entries[place].setting = setting
            case (let setting?, nil):
                places[key] = entries.count
                entries.append(Entry(key: key, setting: setting))
            case (nil, let place?):
                entries.remove(at: place)
                places[key] = nil
                for index in place..<entries.count { places[entries[index].key] = index }
            case (nil, nil): break
            }
        }
    }

    func contains(_ key: String) -> Bool { places[key] != nil }

    var keys: [String] { entries.map(\.key) }

    /// The first of these keys that is there.
    func first(of keys: [String]) -> Setting? {
        for key in keys { if let setting = self[key] { return setting } }
        return nil
    }

    /// Takes a key out.
    mutating func pop(_ key: String) -> Setting? {
        defer { self[key] = nil }
        return self[key]
    }

    /// Each key of the other replaces ours; mappings are merged one level down under `auth` only.
    mutating func update(_ other: SettingMap, mergingAuth: Bool = true) {
        for entry in other.entries {
            if mergingAuth, entry.key == "auth", case .mapping(let theirs) = entry.setting.value,
                case .mapping(var ours)? = self["auth"]?.value
            {
                ours.update(theirs, mergingAuth: false)
                let mine = self["auth"]?.origin ?? .standard
                self["auth"] = Setting(value: .mapping(ours), origin: mine == .standard ? entry.setting.origin : mine)
            } else {
                self[entry.key] = entry.setting
            }
        }
    }

    /// Dashes become underscores and numbers text, at every level but inside lists.
    var normalized: SettingMap {
        var result = SettingMap()
        for entry in entries {
            var setting = entry.setting
            switch setting.value {
            case .mapping(let inner): setting.value = .mapping(inner.normalized)
            case .number(let text): setting.value = .text(text)
            case .null, .bool, .text, .date, .list: break
            }
            result[entry.key.withUnderscores] = setting
        }
        return result
    }

    static func == (a: SettingMap, b: SettingMap) -> Bool { a.entries == b.entries }
    func hash(into hasher: inout Hasher) { hasher.combine(entries) }
}

extension String {
    var withUnderscores: String { String(map { $0 == "-" ? "_" : $0 }) }
}
