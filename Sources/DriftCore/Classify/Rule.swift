/// A kind of change: how it is recognized, what it says, and how much it matters by itself.
///
/// A rule names; the engine says whom a change breaks. The id never changes its meaning.
package struct Rule: Sendable {
    /// How much a kind matters by itself.
    package enum Level: String, Hashable, Sendable, CaseIterable {
        /// As the verdicts say: `breaking`, `unknown` or `compatible`.
        case judged
        case semantic
        case cosmetic
        /// Nobody can say; it alerts like a break.
        case unknown
    }

    /// Its stable id.
    package let kind: ChangeKind
    /// One sentence: what happened.
    package let meaning: String
    /// Two schemas that differ by one change of this kind.
    package let exampleOld: String
    /// The second of them.
    package let exampleNew: String
    /// Under which the example is read.
    package let dialect: Dialect
    /// What it counts for unless the configuration says otherwise.
    package let level: Level

    /// The message, with `{where}`, `{name}`, `{old}` and `{new}` for what differs.
    let sentence: String
    let keywords: [JSONString]
    let place: SchemaEdit.Place
    let matches: @Sendable (SchemaEdit) -> Bool

    /// - Parameters:
    ///   - keywords: Empty for any.
    ///   - matches: Whether an edit at the place of one of the keywords is of this kind.
    init(
        _ kind: String, _ meaning: String, says sentence: String, old: String, new: String,
        dialect: Dialect = .draft202012, level: Level = .judged,
        on keywords: [JSONString] = [], at place: SchemaEdit.Place = .keyword,
        when matches: @escaping @Sendable (SchemaEdit) -> Bool = { _ in true }
    ) {
        self.kind = ChangeKind(kind)
        self.meaning = meaning
        self.sentence = sentence
        exampleOld = old
        exampleNew = new
        self.dialect = dialect
        self.level = level
        self.keywords = keywords
        self.place = place
        self.matches = matches
    }
}

extension Rule {
    private struct Key: Hashable {
        let place: SchemaEdit.Place
        let keyword: JSONString
    }

    private static let byPlace: [Key: [Rule]] = {
        var found: [Key: [Rule]] = [:]
        for rule in all {
            for keyword in rule.keywords.isEmpty ? [""] : rule.keywords {
                found[Key(place: rule.place, keyword: keyword), default: []].append(rule)
            }
        }
        return found
    }()

    /// The rule for an edit. A change that no rule knows is `unknown`: silence must be earned.
    static func naming(_ edit: SchemaEdit) -> Rule {
        for keyword in [edit.keyword, ""] {
            if let rule = byPlace[Key(place: edit.place, keyword: keyword)]?.first(where: { $0.matches(edit) }) {
                return rule
            }
        }
        return .unknown
    }

    /// All rules by their ids.
    package static let byKind: [ChangeKind: Rule] = Dictionary(all.map { ($0.kind, $0) }) { first, _ in first }

    /// The message for an edit.
    func message(for edit: SchemaEdit) -> String {
        var text = ""
        var rest = sentence[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            switch rest[rest.index(after: open)..<close] {
            case "where": text += edit.site.label.isEmpty ? "the document" : edit.site.label
            case "name": text += edit.name?.text ?? edit.keyword.text
            case "keyword": text += edit.keyword.text
            case "old": text += Self.shown(edit.old)
            default: text += Self.shown(edit.new)
            }
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }

    /// At most 80 characters of canonical text.
    private static func shown(_ value: JSONValue?) -> String {
        guard let value else { return "absent" }
        let text = value.canonicalString
        return text.unicodeScalars.count <= 80
            ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(77))) + "..."
    }
}

extension SchemaEdit {
    var isAddition: Bool { old == nil && new != nil }
    var isRemoval: Bool { old != nil && new == nil }
    var isReplacement: Bool { old != nil && new != nil }

    /// Whether both values are numbers and the new one is greater (less).
    var isIncrease: Bool { numbers.map { $0 < $1 } ?? false }
    var isDecrease: Bool { numbers.map { $0 > $1 } ?? false }

    private var numbers: (JSONNumber, JSONNumber)? {
        guard let old = old?.number, let new = new?.number else { return nil }
        return (old, new)
    }

    /// Draft 4 switches a bound's exclusiveness with a boolean; `false` is as good as nothing.
    var isBoundAddition: Bool { old.isOff && !new.isOff }
    var isBoundRemoval: Bool { !old.isOff && new.isOff }
}

extension JSONValue? {
    /// Absent or `false`.
    var isOff: Bool { self == nil || self == .bool(false) }

    /// What a keyword for "all others" admits: 0 nothing, 2 everything, 1 what the schema in it says.
    var openness: Int {
        switch self {
        case nil, .bool(true)?: 2
        case .bool(false)?: 0
        case .object(let object)?: object.isEmpty ? 2 : 1
        default: 1
        }
    }
}
