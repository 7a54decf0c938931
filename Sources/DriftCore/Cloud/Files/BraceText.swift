/// A text that names other settings in braces, `https://iam.{region_name}.example`, with Python's rules: `{{` is a brace,
/// `{auth[username]}` looks into a mapping.
struct BraceText {
    private let text: String
    /// A few braces can stand for gigabytes; no setting is as long as this.
    private static let limitBytes = 64 << 10

    init(_ text: String) {
        self.text = text
    }

    func expanded(with settings: SettingMap) throws(BraceError) -> String {
        var result = ""
        var rest = text[...]
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            result += rest[..<brace]
            let character = rest[brace]
            rest = rest[rest.index(after: brace)...]
            if rest.first == character {
                result.append(character)
                rest = rest.dropFirst()
            } else if character == "}" {
                throw BraceError(message: "has a '}' without a '{' before it")
            } else {
                guard let end = rest.firstIndex(of: "}") else {
                    throw BraceError(message: "has a '{' without a '}' after it")
                }
                result += try value(of: rest[..<end], in: settings)
                guard result.utf8.count <= Self.limitBytes else {
                    throw BraceError(message: "grows beyond \(Self.limitBytes) bytes through its braces")
                }
                rest = rest[rest.index(after: end)...]
            }
        }
        return result + rest
    }

    private func value(of field: Substring, in settings: SettingMap) throws(BraceError) -> String {
        let parts = field.split(separator: "[", omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty, !field.contains(where: { "!:.".contains($0) }) else {
            throw BraceError(message: "has '{\(field)}', which names no setting")
        }
        var setting = settings[String(name)]
        for part in parts.dropFirst() {
            guard part.hasSuffix("]") else { throw BraceError(message: "has '{\(field)}', which names no setting") }
            setting = setting?.value.mapping?[String(part.dropLast())]
        }
        guard let setting else { throw BraceError(message: "has '{\(field)}', but this cloud has no such setting") }
        guard let text = setting.value.string else {
            throw BraceError(message: "has '{\(field)}', but that is \(setting.value.kind)")
        }
        return text
    }
}

struct BraceError: Error, Hashable {
    let message: String
}
