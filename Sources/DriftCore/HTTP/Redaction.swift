/// Takes secrets out of what a server wrote: some repeat what they were sent, in one form or another.
struct Redaction {
    /// Longest first, so that no rest of a longer form stays.
    private let forms: [[UInt8]]

    init(_ secrets: [Secret]) {
        let texts = secrets.map(\.revealed).filter { !$0.isEmpty }
        forms = Set(texts.flatMap(Self.forms)).sorted {
            $0.utf8.count == $1.utf8.count ? $0 < $1 : $0.utf8.count > $1.utf8.count
        }.map { Array($0.utf8) }
    }

    var isEmpty: Bool { forms.isEmpty }

    func found(in bytes: [UInt8]) -> Bool { forms.contains { Self.firstIndex(of: $0, in: bytes[...]) != nil } }

    func text(_ text: String) -> String {
        isEmpty ? text : String(decoding: bytes(Array(text.utf8)), as: UTF8.self)
    }

    func bytes(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for form in forms {
            var result: [UInt8] = []
            var rest = bytes[...]
            while let index = Self.firstIndex(of: form, in: rest) {
                result += rest[..<index]
                result += "<redacted>".utf8
                rest = rest[(index + form.count)...]
            }
            bytes = result.isEmpty ? bytes : result + rest
        }
        return bytes
    }

    private static func firstIndex(of form: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = form.first, bytes.count >= form.count else { return nil }
        var index = bytes.startIndex
        while let start = bytes[index...].firstIndex(of: first), start + form.count <= bytes.endIndex {
            if bytes[start..<start + form.count].elementsEqual(form) { return start }
            index = start + 1
        }
        return nil
    }

    /// As it is, and as URLs, JSON, HTML and headers write it.
    private static func forms(of text: String) -> [String] {
        let base64 = Base64.encoded(Array(text.utf8))
        let plain = String(base64.prefix { $0 != "=" })
        let percent = PercentCode.encoded(Array(text.utf8)[...])
        let json = String(JSONValue(text).canonicalString.dropFirst().dropLast())
        let html = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")]
            .reduce(text) { $0.replacing($1.0, with: $1.1) }
        // Base64 and hexadecimal digits of something very short stand in any text.
        let encoded =
            text.utf8.count < 6
            ? [] : [plain, plain.replacing("+", with: "-").replacing("/", with: "_")]
        return [
            text, percent, percent.replacing("%20", with: "+"), lowered(percent), json,
            json.replacing("/", with: "\\/"), html, html.replacing("'", with: "&#39;"),
            html.replacing("'", with: "&#x27;"),
        ] + encoded
    }

    /// With the hexadecimal digits in small letters.
    private static func lowered(_ percent: String) -> String {
        var left = 0
        return String(
            percent.map { character in
                defer { left = character == "%" ? 2 : max(0, left - 1) }
                return left > 0 ? Character(character.lowercased()) : character
            })
    }
}

extension HTTPRequest {
    /// What the server could repeat of this request and nobody shall see: the values of headers, but for those that only
    /// say what is wanted.
    var secrets: [Secret] {
        headers.fields.flatMap { field -> [String] in
            guard !Self.openHeaders.contains(field.name.lowercased()) else { return [] }
            let word = field.value.split(separator: " ", maxSplits: 1)
            // `Basic …`, `Bearer …`: what follows is the secret.
            return word.count == 2 && field.name.lowercased().hasSuffix("authorization")
                ? [field.value, String(word[1])] : [field.value]
        }.filter { $0.utf8.count >= 4 }.map { Secret($0) }
    }

    /// Those of them that are credentials beyond doubt. A header's value that is a word may stand in any document.
    var credentials: [Secret] {
        let names = ["auth", "token", "key", "secret", "cookie", "password", "credential", "session"]
        return headers.fields.flatMap { field -> [Secret] in
            let name = field.name.lowercased()
            let isNamed = names.contains { name.contains($0) }
            return HTTPRequest(url: url, headers: HTTPHeaders([field])).secrets.filter { secret in
                let text = secret.revealed
                let isWord = text.allSatisfy { $0.isLetter || "-_ .,;/".contains($0) }
                return text.utf8.count >= 8 && (isNamed || !isWord)
            }
        }
    }

    private static let openHeaders: Set<String> = [
        "accept", "accept-charset", "accept-encoding", "accept-language", "cache-control", "content-type", "host",
        "if-modified-since", "if-none-match", "origin", "referer", "user-agent", "x-project-id", "x-sdk-content-sha256",
        "x-sdk-date",
    ]
}
