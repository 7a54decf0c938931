import Foundation

@testable import DriftCore

/// A JSON file of `Tests/Fixtures`.
struct FixtureFile {
    private let url: URL

    init(_ name: String) {
        url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures").appending(path: name)
    }

    /// The elements of a list in the document; none when it cannot be read.
    func cases(_ key: String) -> [CorpusCase] {
        guard let bytes = try? [UInt8](Data(contentsOf: url)), let value = try? JSONValue(parsing: bytes) else {
            return []
        }
        let list = value[JSONString(key)]?.array ?? []
        return list.enumerated().map { CorpusCase(index: $0.offset, value: $0.element) }
    }
}
