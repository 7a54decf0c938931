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
