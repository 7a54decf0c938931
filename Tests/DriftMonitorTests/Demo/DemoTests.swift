import Foundation
import Testing

/// The demonstration as a user runs it.
@Suite(.timeLimit(.minutes(10))) struct DemoTests {
    private static let program = Bundle.main.executableURL?.resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("driftmonitor")

    /// Runs it with a folder of its own for temporary files, and says what was left there.
    private func demo(
        _ body: (Spawned) async throws -> Spawned.Ending
    ) async throws -> (ending: Spawned.Ending, leftovers: [String]) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("demo-\(UUID().uuidString)")
        let temporary = folder.appendingPathComponent("tmp")
        let home = folder.appendingPathComponent("home")
        for place in [temporary, home] {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        // A proxy in the environment must not come between the demonstration and its own loopback.
        let environment = ["TMPDIR": temporary.path, "HOME": home.path, "HTTP_PROXY": "http://127.0.0.1:1"]
        let spawned = try Spawned(#require(Self.program), ["demo"], environment: environment, files: folder)
        let ending = try await body(spawned)
        let leftovers = try [temporary, home].flatMap {
            try FileManager.default.contentsOfDirectory(atPath: $0.path)
        }
        return (ending, leftovers)
    }

    @Test func `it shows which region drifted, what changed, whom it breaks, and the alert`() async throws {
        let (ending, leftovers) = try await demo { try await $0.ending() }
        #expect(ending.status == 0, "\(ending.errors)")
        for words in [
            "demo/south-1/image  drifted  (version 1 → 2)", "breaking: 2 changes", "old readers: break",
            #"proof: {"visibility":"community"}"#, "enum-value-added  /properties/visibility/enum",
            "2 alerts arrived at the webhook, the signature verified", #""type": "io.driftmonitor.drift.detected""#,
            "4 unchanged, 2 drifted", "Go on with:",
        ] {
            #expect(ending.output.contains(words), "\(words)")
        }
        #expect(!ending.output.contains("\u{1B}"))
        #expect(ending.errors == "")
        #expect(leftovers == [])
    }

    @Test func `a signal in the middle leaves nothing behind`() async throws {
        let (ending, leftovers) = try await demo { spawned in
            while !spawned.output.contains("First check") { try await Task.sleep(for: .milliseconds(5)) }
            spawned.interrupt()
            return try await spawned.ending()
        }
        // It may have come to its end before the signal did.
        #expect([0, 143].contains(ending.status), "\(ending.errors)")
        #expect(leftovers == [])
    }
}
