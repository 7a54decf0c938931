import Testing

@testable import DriftCore

/// A JSON file of the shared corpus.
struct CorpusFile {
    let name: String

    init(_ name: String) {
        self.name = name
    }

    var exists: Bool { (try? JSONCorpus.bytes(name)) != nil }

    var json: JSONValue {
        get throws { try JSONValue(parsing: try JSONCorpus.bytes(name)) }
    }

    /// The elements of a list in the document; none when the file is missing, so that the suite is skipped and says so.
    func cases(_ key: String) -> [CorpusCase] {
        let list = (try? json)?[JSONString(key)]?.array ?? []
        return list.enumerated().map { CorpusCase(index: $0.offset, value: $0.element) }
    }
}

struct CorpusCase: CustomTestStringConvertible, Sendable {
    let index: Int
    let value: JSONValue

    var testDescription: String { value["name"]?.string ?? "case \(index)" }
}

extension JSONValue {
    /// Members as texts.
    var texts: [String: String] {
        (object?.members ?? []).reduce(into: [:]) { $0[$1.key.text] = $1.value.string }
    }
}
