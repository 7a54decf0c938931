import Foundation
import Testing

@testable import DriftSchema

@Suite struct ChangeCatalogueTests {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test func `the page of change kinds is what the rules say`() throws {
        let page = Self.package.appending(path: "docs/CHANGES.md")
        let text = try ChangeCatalogue.markdown
        if ProcessInfo.processInfo.environment["DRIFTMONITOR_WRITE_CHANGES"] != nil {
            try text.write(to: page, atomically: true, encoding: .utf8)
        }
        let isFresh = try String(contentsOf: page, encoding: .utf8) == text
        #expect(isFresh, "docs/CHANGES.md is stale: run scripts/make-changes")
    }

    @Test func `every example is decided, except where nobody can say`() throws {
        let undecided = try ChangeCatalogue.entries.filter { $0.breaks == nil }.map(\.kind.id)
        #expect(
            undecided == [
                "schema-invalid", "schema-repaired", "value-added", "value-removed", "value-changed", "value-moved",
            ])
    }

    @Test(arguments: [
        ("enum-value-added", "readers"), ("enum-value-removed", "writers"), ("type-changed", "readers and writers"),
        ("required-added", "writers"), ("max-length-increased", "readers"), ("minimum-increased", "writers"),
        ("property-added", "writers"), ("one-of-branch-added", "readers"), ("not-added", "writers"),
        ("definition-renamed", "nobody"), ("definition-inlined", "nobody"), ("description-changed", "nobody"),
        ("format-changed", "nobody"), ("schema-became-empty", "writers"), ("dialect-changed", "nobody"),
    ])
    func `an example breaks whom its page says`(kind: String, breaks: String) throws {
        let entry = try #require(try ChangeCatalogue.entries.first { $0.kind.id == kind })
        #expect(entry.breaks == breaks)
    }

    @Test func `one rule is one file, whose comment shows its meaning and example`() throws {
        let folder = Self.package.appending(path: "Sources/DriftCore/Classify/Rules")
        var wrong: [String] = []
        for rule in Rule.all {
            let name = rule.kind.id.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
            let text = (try? String(contentsOf: folder.appending(path: "\(name).swift"), encoding: .utf8)) ?? ""
            let comment = "/// \(rule.meaning)\n    ///\n    /// `\(rule.exampleOld)` → `\(rule.exampleNew)`\n"
            if !text.contains(comment) { wrong.append(rule.kind.id) }
        }
        #expect(wrong == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == Rule.all.count)
    }
}
