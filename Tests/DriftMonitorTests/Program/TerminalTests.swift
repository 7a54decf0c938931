import DriftCore
import Foundation
import Testing

@testable import DriftMonitor

/// What a person at a terminal sees of documents and messages from outside, and what programs get.
@Suite(.timeLimit(.minutes(2))) struct TerminalTests {
    private static let hostile = "\u{1B}]0;owned\u{07}\u{9B}31m\u{202E}"

    @Test func `a document for a terminal keeps its lines and loses what steers it`() {
        let bytes = Array("a\n\tb\r\n\(Self.hostile)c".utf8) + [0xFF]
        let shown = String(decoding: Console.harmless(bytes), as: UTF8.self)
        #expect(shown == "a\n\tb\\u{D}\n\\u{1B}]0;owned\\u{7}\\u{9B}31m\\u{202E}c\u{FFFD}")
    }

    /// Through script(1), which gives the program a terminal.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "script(1) is missing"))
    func `a quarantined answer is written as it came, but not to a terminal`() async throws {
        let tool = try Tool()
        let service = try await FakeService()
        let store = tool.path("s.db")
        _ = try await tool.run("check", service.schema, "--store", store)
        service.set { $0.body = "<html>\(Self.hostile)</html>" }
        let suspect = try await tool.run("check", service.schema, "--store", store)
        #expect(suspect.status == 2)
        let shown = try await tool.run("show", service.key, "--suspect", "--store", store)
        #expect(shown.output == "<html>\(Self.hostile)</html>\n")
        let seen = try await tool.shell("script -qec \"$0 show \(service.key) --suspect --store \(store)\" /dev/null")
        #expect(seen.output.contains(#"<html>\u{1B}]0;owned\u{7}\u{9B}31m\u{202E}</html>"#), "\(seen.output)")
        #expect(!seen.output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" || $0 == "\u{202E}" })
        try await service.stop()
    }

    @Test func `messages escape what came from outside`() async throws {
        let tool = try Tool()
        let name = "schema\u{9B}31m\u{202E}.json"
        let schema = try tool.write(
            "{\"pattern\":\"[\u{202E}\",\"properties\":{\"\u{9B}\":{\"pattern\":\"[\"}}}", to: name)
        let instance = try tool.write("{\"\u{9B}\":\"x\"}", to: "instance.json")
        for ending in [
            try await tool.run("validate", schema, instance), try await tool.run("diff", schema, instance),
            try await tool.run("diff", schema, schema + "?"), try await tool.run("config", "check", schema),
            try await tool.run("identify", schema),
        ] {
            let text = ending.output + ending.errors
            let bad = text.unicodeScalars.filter { !$0.isPlain && $0 != "\n" }
            #expect(bad.isEmpty, "\(text)")
        }
    }
}
