import Foundation
import Testing

@testable import DriftCore

/// A file of `Tests/Fixtures`, found from the place of this file: a clone may be anywhere.
struct Fixture {
    private let url: URL

    init(_ name: String) {
        url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures").appending(path: name)
    }

    var bytes: [UInt8] {
        get throws { [UInt8](try Data(contentsOf: url)) }
    }

    var json: JSONValue {
        get throws { try JSONValue(parsing: bytes) }
    }

    /// The documents of a file with one on each line.
    var lines: [JSONValue] {
        get throws { try bytes.split(separator: UInt8(ascii: "\n")).map { try JSONValue(parsing: Array($0)) } }
    }

    /// The elements of a list in the document. A list that is missing or empty is an error: no test passes for want of cases.
    func cases(_ key: String) throws -> [FixtureCase] {
        let list = try json[JSONString(key)]?.array ?? []
        guard !list.isEmpty else { throw CocoaError(.fileReadCorruptFile, userInfo: [NSFilePathErrorKey: url.path]) }
        return list.enumerated().map { FixtureCase(index: $0.offset, value: $0.element) }
    }
}

struct FixtureCase: CustomTestStringConvertible, Sendable {
    let index: Int
    let value: JSONValue

    var testDescription: String { value["name"]?.string ?? "case \(index)" }
}

/// The schemas that OpenStack Image published in each of its named releases, as its sources make them.
struct GlanceHistory {
    /// Oldest first: the release, and by schema the name of its document.
    let releases: [(release: String, documents: [String: String])]
    private let documents: [String: JSONValue]

    init() throws {
        let file = try Fixture("glance-history.json").json
        releases = (file["releases"]?.array ?? []).map {
            ($0["release"]?.string ?? "", $0["documents"]?.texts ?? [:])
        }
        documents = (file["documents"]?.array ?? []).reduce(into: [:]) {
            $0[$1["name"]?.string ?? ""] = $1["document"]
        }
    }

    /// A document by its name, such as `mitaka-image`.
    func document(_ name: String) throws -> JSONValue {
        try #require(documents[name])
    }
}

/// Whether tests that take minutes, best in a release build, run too.
let runsSlowTests = ProcessInfo.processInfo.environment["DRIFTMONITOR_SLOW_TESTS"] != nil

extension JSONValue {
    /// Members as texts.
    var texts: [String: String] {
        (object?.members ?? []).reduce(into: [:]) { $0[$1.key.text] = $1.value.string }
    }
}
