/// Takes secrets out of what a server wrote: some repeat what they were sent, in one form or another.
package struct Redaction: Sendable {
    /// Longest first, so that no rest of a longer secret stays.
    private let forms: [SecretForm]
    /// For each byte, whether a form can begin with it.
    private let beginnings: [Bool]

    package init(_ secrets: [Secret]) {
        let texts = Set(secrets.map { Array($0.revealed.utf8) }.filter { !$0.isEmpty })
        let forms = texts.flatMap(SecretForm.all).sorted { $0.length > $1.length }
        self.forms = forms
        var beginnings = [Bool](repeating: false, count: 256)
        for byte in forms.flatMap(\.beginnings) + EscapedCharacter.beginnings { beginnings[Int(byte)] = true }
        self.beginnings = beginnings
    }

    /// For what is used as it is read, not only shown: a short secret may stand in any name or URL by chance.
    static func ofLong(_ secrets: [Secret]) -> Redaction {
        Redaction(secrets.filter { $0.revealed.utf8.count >= 8 })
    }

    package var isEmpty: Bool { forms.isEmpty }

    package func found(in bytes: [UInt8]) -> Bool { next(in: bytes, from: 0) != nil }

    package func found(in text: String) -> Bool { !isEmpty && found(in: Array(text.utf8)) }

    package func text(_ text: String) -> String {
        isEmpty ? text : String(decoding: bytes(Array(text.utf8)), as: UTF8.self)
    }

    package func bytes(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = 0
        while let range = next(in: bytes, from: rest) {
            result += bytes[rest..<max(rest, range.lowerBound)]
            result += "<redacted>".utf8
            rest = range.upperBound
        }
        return rest == 0 ? bytes : result + bytes[rest...]
    }

    /// A JSON value without what its texts repeat: what a region or an endpoint is called is shown and stored.
    func value(_ value: JSONValue) -> JSONValue {
        guard found(in: value.canonicalText) else { return value }
        return switch value {
        case .null, .bool, .number: value
        case .string(let string): JSONValue(text(string.text))
        case .array(let elements): .array(elements.map(self.value))
        case .object(let object): .object(JSONObject(object.members.map { ($0.key, self.value($0.value)) }))
        }
    }

    private func next(in bytes: [UInt8], from start: Int) -> Range<Int>? {
        guard !isEmpty else { return nil }
        for index in start..<bytes.count where beginnings[Int(bytes[index])] {
            for form in forms {
                if let range = form.range(in: bytes, at: index) { return range }
            }
        }
        return nil
    }
}

extension HTTPResponse {
    /// The answer without what it repeats of secrets, in headers and body.
    package func hiding(_ secrets: [Secret]) -> HTTPResponse {
        let redaction = Redaction(secrets)
        return HTTPResponse(
            status: status, headers: HTTPHeaders(headers.fields.map { ($0.name, redaction.text($0.value)) }),
            body: redaction.bytes(body))
    }
}
