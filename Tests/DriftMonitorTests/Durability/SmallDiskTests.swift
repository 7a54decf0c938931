import DriftCore
import Foundation
import Testing

@testable import DriftMonitor

/// The built program on a disk that is full, and on one that cannot be written.
@Suite(.enabled(if: SmallDisk.isPossible, "a file system of its own takes root"), .timeLimit(.minutes(5)))
struct SmallDiskTests {
    private let tool: Tool
    private let fleet: FakeFleet
    private let disk: SmallDisk

    init() async throws {
        tool = try Tool()
        fleet = try await FakeFleet()
        disk = try SmallDisk(kilobytes: 4096)
        fleet.set { $0.documents["/v2/schemas/images"] = .text(Self.document(0)) }
    }

    /// Large enough that the store cannot hide it in a page that it has already.
    private static func document(_ number: Int) -> String {
        #"{"name": "s", "number": \#(number), "text": "\#(String(repeating: "long ", count: 20_000))"}"#
    }

    private func configure(_ interval: String = "1s") throws -> String {
        try tool.write(
            """
            store: \(disk.path("store.db"))
            interval: \(interval)
            confirm_after: 10ms
            lost_after: 1
            targets: [{name: lab, url: "\(fleet.url)/v2/schemas/{schema}", schemas: [images], kind: json}]
            channels: [{name: ops, type: webhook, url: "\(fleet.url)/ops", impact: [breaking, unknown, semantic, compatible, cosmetic]}]
            """, to: "config.yaml")
    }

    private func told() throws -> [String] {
        try fleet.messages.map { try JSONValue(parsing: $0.body)["type"]?.string ?? "" }
    }

    @Test func `a check on a full disk says so, and the next one tells what this one could not`() async throws {
        let config = try configure()
        #expect(try await tool.run("check", "--config", config).status == 0)
        fleet.set { $0.documents["/v2/schemas/images"] = .text(Self.document(1)) }
        try disk.fill()
        let ending = try await tool.run("check", "--config", config)
        #expect(ending.status == 2)
        #expect((ending.output + ending.errors).contains("no space left for the store \(disk.path("store.db"))"))
        #expect(try told() == [])
        try disk.makeRoom()
        #expect(try await tool.run("check", "--config", config).status == 1)
        #expect(try told() == ["io.driftmonitor.drift.detected"])
        #expect(try SQLiteStore.examine(path: disk.path("store.db")).faults == [])
        try await fleet.stop()
    }

    @Test func `a first check on a full disk says so, and leaves nothing that is in the way`() async throws {
        let config = try configure()
        try disk.fill()
        let ending = try await tool.run("check", "--config", config)
        #expect(ending.status == 2)
        #expect(ending.errors.contains("no space left for the store"), "\(ending.errors)")
        try disk.makeRoom()
        #expect(try await tool.run("check", "--config", config).status == 0)
        try await fleet.stop()
    }

    @Test func `a daemon on a full disk goes on when there is room, and blames no target`() async throws {
        let config = try configure()
        let daemon = try tool.start(["run", "--config", config])
        try await eventually { daemon.errors.contains(#""outcome":"initial""#) }
        try disk.fill()
        fleet.set { $0.documents["/v2/schemas/images"] = .text(Self.document(1)) }
        try await eventually { daemon.errors.contains("no space left for the store") }
        #expect(try told() == [])
        try disk.makeRoom()
        try await eventually { try told() == ["io.driftmonitor.drift.detected"] }
        daemon.interrupt()
        let ending = try await daemon.ending()
        #expect(ending.status == 0)
        #expect(!ending.errors.contains(#""outcome":"failed""#))
        #expect(try SQLiteStore.examine(path: disk.path("store.db")).faults == [])
        try await fleet.stop()
    }

    @Test func `a store that cannot be written is told as that, by check and by the daemon`() async throws {
        let config = try configure()
        #expect(try await tool.run("check", "--config", config).status == 0)
        try disk.becomeReadOnly()
        for command in ["check", "run"] {
            let ending = try await tool.run(command, "--config", config)
            #expect(ending.status == 2)
            #expect(
                ending.errors.contains("the store \(disk.path("store.db")) cannot be written"), "\(ending.errors)")
        }
        #expect(fleet.requests < 4)
        try await fleet.stop()
    }
}
