import DriftCore
import Foundation
import Testing

@testable import DriftMonitor

/// The built program when its store cannot be written: a clear message, the exit code of trouble, nothing lost, and it goes on
/// when it can. The trouble is never a target's.
@Suite(.timeLimit(.minutes(5))) struct StoreTroubleTests {
    private let tool: Tool
    private let fleet: FakeFleet

    init() async throws {
        tool = try Tool()
        fleet = try await FakeFleet()
        fleet.set { $0.documents["/v2/schemas/images"] = .text(CrashScene.plain) }
    }

    private func configure(store: String, extra: String = "") throws -> String {
        try tool.write(
            """
            store: \(store)
            interval: 1s
            confirm_after: 10ms
            \(extra)
            targets: [{name: lab, url: "\(fleet.url)/v2/schemas/{schema}", schemas: [images]}]
            channels: [{name: ops, type: webhook, url: "\(fleet.url)/ops"}]
            """, to: "config.yaml")
    }

    private func drift() {
        fleet.set { $0.documents["/v2/schemas/images"] = .text(CrashScene.changed) }
    }

    private func told() throws -> [String] {
        try fleet.messages.map { try JSONValue(parsing: $0.body)["type"]?.string ?? "" }
    }

    private func health(_ store: String) async throws -> TargetHealth? {
        let store = try SQLiteStore(StoreOptions(path: store))
        defer { Task { await store.close() } }
        return try await store.state(of: TargetKey("lab/-/images"))?.health
    }

    /// Holds the write lock of a store, as another process would that is stopped in mid-transaction.
    private func holding(_ path: String, while body: () async throws -> Void) async throws {
        let (isInside, goOn) = (FakeService.Locked(false), DispatchSemaphore(value: 0))
        let store = try SQLiteStore(
            StoreOptions(
                path: path,
                onWrite: { point in
                    guard case .after(let sql) = point, sql.hasPrefix("UPDATE targets") else { return }
                    isInside.with { $0 = true }
                    goOn.wait()
                }))
        let key = try TargetKey("lab/-/images")
        let holder = Task {
            try await store.touch([QuietCheck(target: key, time: Host.now(), comparedWith: 1)])
        }
        try await eventually { isInside.with { $0 } }
        let outcome = await Result { () async throws in try await body() }
        goOn.signal()
        try await holder.value
        await store.close()
        try outcome.get()
    }

    @Test func `a check that finds the store locked says so, and the next one tells what this one could not`()
        async throws
    {
        let store = tool.path("store.db")
        let config = try configure(store: store)
        #expect(try await tool.run("check", "--config", config).status == 0)
        drift()
        try await holding(store) {
            let ending = try await tool.run("check", "--config", config)
            #expect(ending.status == 2)
            #expect((ending.output + ending.errors).contains("\(store) is locked by another process; try again"))
            #expect(!ending.output.contains("failed"))
            // Reading goes on.
            #expect(try await tool.run("history", "--config", config).status == 0)
        }
        #expect(try told() == [])
        #expect(try await health(store)?.isClean == true)
        #expect(try await tool.run("check", "--config", config).status == 1)
        #expect(try told() == ["io.driftmonitor.drift.detected"])
        try await fleet.stop()
    }

    @Test func `a lock that ends in time costs a check nothing but time`() async throws {
        let store = tool.path("store.db")
        let config = try configure(store: store)
        #expect(try await tool.run("check", "--config", config).status == 0)
        drift()
        let waiting = FakeService.Locked<Spawned?>(nil)
        try await holding(store) {
            let check = try tool.start(["check", "--config", config])
            waiting.with { $0 = check }
            // Long enough to meet the lock, far from the ten seconds after which it gives up. A check that is late passes, too.
            try await Task.sleep(for: .seconds(1))
            #expect(try told() == [])
        }
        let ending = try await #require(waiting.with { $0 }).ending()
        #expect(ending.status == 1, "\(ending.errors)")
        #expect(try told() == ["io.driftmonitor.drift.detected"])
        try await fleet.stop()
    }

    @Test func `a daemon that finds the store locked goes on when it is free, and blames no target`() async throws {
        let store = tool.path("store.db")
        let config = try configure(store: store, extra: "lost_after: 1")
        let daemon = try tool.start(["run", "--config", config])
        try await eventually { daemon.errors.contains(#""outcome":"initial""#) }
        drift()
        try await holding(store) {
            try await eventually { daemon.errors.contains("is locked by another process") }
        }
        try await eventually { try told() == ["io.driftmonitor.drift.detected"] }
        daemon.interrupt()
        let ending = try await daemon.ending()
        #expect(ending.status == 0)
        #expect(ending.errors.contains("the store failed"))
        #expect(!ending.errors.contains(#""outcome":"failed""#))
        #expect(try SQLiteStore.examine(path: store).faults == [])
        try await fleet.stop()
    }

    @Test func `a store that may only be read answers questions, and refuses the rest`() async throws {
        let store = tool.path("kept/store.db")
        let config = try configure(store: store)
        #expect(try await tool.run("check", "--config", config).status == 0)
        drift()
        #expect(try await tool.run("check", "--config", config).status == 1)
        for (path, permissions) in [(store, 0o400), (tool.path("kept"), 0o500)] {
            try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
        }
        for (command, answer) in [
            (["history"], "breaking"), (["show", "lab/-/images"], "properties"), (["db", "stats"], "versions"),
            (["diff", "target:lab/-/images@1", "target:lab/-/images"], "breaking"), (["db", "check"], "sound"),
        ] {
            let ending = try await tool.startBoundByPermissions(command + ["--config", config]).ending()
            #expect(ending.output.contains(answer), "\(command) \(ending.errors)")
        }
        for command in [["check"], ["accept", "lab/-/images"], ["run"]] {
            let ending = try await tool.startBoundByPermissions(command + ["--config", config]).ending()
            #expect(ending.status == 2)
            #expect(ending.errors.contains("cannot be written; check its owner and permissions"), "\(ending.errors)")
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: tool.path("kept"))
        try await fleet.stop()
    }

    @Test(arguments: ["deleted", "replaced"])
    func `a daemon whose store is taken away says so, to its receivers too, and ends with trouble`(_ what: String)
        async throws
    {
        let store = tool.path("store.db")
        let config = try configure(store: store)
        let daemon = try tool.start(["run", "--config", config])
        try await eventually { daemon.errors.contains(#""message":"watching""#) }
        try await eventually { fleet.requests > 2 }
        if what == "replaced" {
            #expect(try await tool.run("db", "backup", tool.path("copy.db"), "--config", config).status == 0)
            try FileManager.default.removeItem(atPath: store)
            try FileManager.default.moveItem(atPath: tool.path("copy.db"), toPath: store)
        } else {
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: store + suffix) }
        }
        #expect(try await daemon.ending().status == 2)
        #expect(daemon.errors.contains("was deleted or replaced while it was open"))
        #expect(try told().contains("io.driftmonitor.cause.opened"))
        drift()
        // The next one works with what is there, and loses nothing of it.
        let next = try await tool.run("check", "--config", config)
        #expect(next.status == (what == "replaced" ? 1 : 0), "\(next.errors)")
        #expect(try SQLiteStore.examine(path: store).faults == [])
    }

    @Test func `a check beside the daemon stores what it finds, and the daemon tells it once`() async throws {
        let store = tool.path("store.db")
        let config = try configure(store: store)
        let slow = try tool.write(
            String(contentsOfFile: config, encoding: .utf8).replacingOccurrences(
                of: "interval: 1s", with: "interval: 1h"),
            to: "slow.yaml")
        // What was checked just now has its next turn in the daemon's interval, not soon.
        #expect(try await tool.run("check", "--config", slow).status == 0)
        let daemon = try tool.start(["run", "--config", slow])
        try await eventually { daemon.errors.contains(#""message":"watching""#) }
        drift()
        let check = try await tool.run("check", "--config", slow, "--format", "json")
        #expect(check.status == 1)
        // Sending is the daemon's business, and it does that though its own checks are an hour away.
        try await eventually { try told() == ["io.driftmonitor.drift.detected"] }
        #expect(try await tool.run("check", "--config", slow).status == 0)
        daemon.interrupt()
        #expect(try await daemon.ending().status == 0)
        #expect(try told() == ["io.driftmonitor.drift.detected"])
        #expect(try SQLiteStore.examine(path: store).faults == [])
        try await fleet.stop()
    }
}
