/// What a fingerprint is the hash of. Version 1; a change of anything here is a new version.
///
/// A change: `[1, schema name, pointer, kind, old, new]` as canonical text, where the pointer has keys for indexes, and `old` and
/// `new` are lists of one value or none, so that nothing and `null` differ. A drift: `[1, [the changes' digests, sorted]]`.
struct FingerprintText {
    static let version = 1

    let schema: String
    let dialect: Dialect
    let regions: RegionPlaceholder

    func fingerprint(of edit: SchemaEdit, kind: ChangeKind) -> Fingerprint {
        hash([
            JSONValue(Self.version), JSONValue(regions.replaced(schema)),
            JSONValue(regions.replaced(edit.keyedPointer.description)), JSONValue(kind.id), side(edit.old, of: edit),
            side(edit.new, of: edit),
        ])
    }

    /// Of the changes that are not cosmetic by themselves; of all when all are.
    func fingerprint(of changes: [(fingerprint: Fingerprint, isCosmetic: Bool)]) -> Fingerprint {
        let essential = changes.filter { !$0.isCosmetic }
        let digests = (essential.isEmpty ? changes : essential).map(\.fingerprint.hex).sorted()
        return hash([JSONValue(Self.version), .array(digests.map { JSONValue($0) })])
    }

    private func side(_ value: JSONValue?, of edit: SchemaEdit) -> JSONValue {
        guard let value else { return [] }
        return [regions.replaced(meaning(value, of: edit))]
    }

    /// Annotations inside a schema that came or went are not part of what the change is.
    private func meaning(_ value: JSONValue, of edit: SchemaEdit) -> JSONValue {
        switch edit.place {
        case .schema, .member, .element, .inlined: MeaningForm.of(value, dialect: dialect)
        case .keyword, .spelling: MeaningForm.value(value, of: edit.keyword, dialect: dialect)
        case .renamedMember, .value, .order, .unknownKeyword, .invalid, .data, .movedData, .emptiness: value
        }
    }

    private func hash(_ parts: [JSONValue]) -> Fingerprint {
        Fingerprint(hex: Digest(of: JSONValue.array(parts).canonicalText).hex)
    }
}

/// Puts `{region}` where a document names the region that publishes it, so that the same change is the same everywhere.
///
/// A name counts only between characters that are no letters and digits: `eu` does not stand in `europe`.
struct RegionPlaceholder: Sendable {
    /// Longest first, as UTF-8.
    private let names: [[UInt8]]

    static let placeholder = "{region}"

    init(_ names: [String]) {
        self.names = Set(names).map { Array($0.utf8) }.filter { !$0.isEmpty }
            .sorted { $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count > $1.count }
    }

    func replaced(_ value: JSONValue) -> JSONValue {
        guard !names.isEmpty else { return value }
        return switch value {
        case .string(let string): .string(JSONString(replaced(string.text)))
        case .array(let elements): .array(elements.map(replaced))
        case .object(let object):
            .object(JSONObject(object.members.map { (JSONString(replaced($0.key.text)), replaced($0.value)) }))
        case .null, .bool, .number: value
        }
    }

    func replaced(_ text: String) -> String {
        guard !names.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if index == 0 || !Self.isWord(bytes[index - 1]),
                let name = names.first(where: { Self.isWhole($0, in: bytes, at: index) })
            {
                result += Self.placeholder.utf8
                index += name.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isWhole(_ name: [UInt8], in bytes: [UInt8], at index: Int) -> Bool {
        let end = index + name.count
        guard end <= bytes.count, bytes[index..<end].elementsEqual(name) else { return false }
        return end == bytes.count || !isWord(bytes[end])
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...:
            true
        default: false
        }
    }
}
