import Foundation

@testable import DriftCore

/// Secrets of every kind, each in its place, and a search for them in whatever the program wrote.
struct PlantedSecrets {
    /// By the place. Each has characters that URLs, base64, JSON and HTML write in other ways.
    private(set) var values: [String: String] = [:]

    mutating func plant(_ place: String) -> String {
        let text = "Pl4nted+\(place)/<&\"pw=\(values.count)~ü"
        values[place] = text
        return text
    }

    /// For places that take visible ASCII only, such as headers.
    mutating func plantPlain(_ place: String) -> String {
        let text = "Pl4nted+\(place)/pw=\(values.count)~x"
        values[place] = text
        return text
    }

    mutating func add(_ place: String, _ text: String) { values[place] = text }

    /// The places whose secret stands in the bytes, in any form.
    func found(in bytes: [UInt8]) -> [String] {
        let data = Data(bytes)
        return values.filter { _, secret in
            Self.forms(of: secret).contains { data.range(of: Data($0.utf8)) != nil }
        }.map(\.key).sorted()
    }

    /// Each file below a folder that holds a secret, but for those that are to hold them.
    func found(below folder: URL, except kept: Set<String>) -> [String] {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var places: [String] = []
        for case let file as URL in files ?? FileManager.DirectoryEnumerator() {
            guard !kept.contains(file.lastPathComponent), let data = try? Data(contentsOf: file) else { continue }
            places += found(in: [UInt8](data)).map { "\($0) in \(file.lastPathComponent)" }
        }
        return places
    }

    /// Base64 of a text inside a longer one begins at one of three bits; what is cut off at both ends does not matter.
    private static func forms(of secret: String) -> Set<String> {
        let bytes = Array(secret.utf8)
        var forms: Set<String> = [secret]
        for skipped in 0..<3 {
            let whole = bytes.dropFirst(skipped)
            let base64 = Data(whole.prefix(whole.count / 3 * 3)).base64EncodedString()
            forms.insert(base64)
            forms.insert(base64.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_"))
        }
        for open in ["-._~", ""] {
            var kept = CharacterSet.alphanumerics
            kept.insert(charactersIn: open)
            let percent = secret.addingPercentEncoding(withAllowedCharacters: kept) ?? secret
            forms.formUnion([percent, percent.lowercased()])
        }
        let json = secret.replacingOccurrences(of: "\"", with: "\\\"")
        forms.formUnion([json, json.replacingOccurrences(of: "/", with: "\\/")])
        forms.insert(
            secret.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
                .replacingOccurrences(of: "\"", with: "&quot;"))
        // The beginning is as bad.
        forms.insert(String(secret.prefix(max(12, secret.count / 2))))
        return forms
    }
}
