import DriftCore
import Foundation
import Testing

@testable import DriftMonitor

/// Ends a process that does a cycle at every point where something is written, asked, sent or answered, and lets the next one
/// go on from what is left. All points with `DRIFTMONITOR_SLOW_TESTS`, else some of them.
@Suite(.timeLimit(.minutes(30))) struct CrashPointTests {
    private let tool: Tool
    /// What came before the cycle that is ended.
    private let earlier = FakeService.Locked<[FakeFleet.Received]>([])
    private static let takesAll = ProcessInfo.processInfo.environment["DRIFTMONITOR_SLOW_TESTS"] != nil

    init() throws {
        tool = try Tool()
    }

    @Test func `wherever a process ends, the next one tells what is left, and nothing twice under two names`()
        async throws
    {
        try await prepare()
        let (writes, requests) = try await points()
        // Most of a cycle is writing; should that ever be no longer so, this test has lost its subject.
        #expect(writes > 150)
        #expect(requests > 20)
        let points = (1...writes).map(End.write) + (1...requests).map(End.request)
        let step = Self.takesAll ? 1 : 17
        var faults: [String] = []
        for start in stride(from: 0, to: points.count, by: step) {
            faults += try await self.faults(endingAt: points[start])
        }
        #expect(faults == [])
    }

    /// Where a process ends.
    private enum End: Hashable {
        /// At the n-th moment before or after a statement that writes.
        case write(Int)
        /// When the n-th request has reached its server and is not answered yet.
        case request(Int)
    }

    private func scene(_ name: String) throws -> CrashScene {
        let folder = tool.home.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return CrashScene(folder: folder)
    }

    private func prepare() async throws {
        let scene = try scene("before")
        let fleet = try await FakeFleet()
        try scene.configure(fleet)
        try await scene.prepare(fleet)
        earlier.with { $0 = fleet.messages }
        try await fleet.stop()
    }

    /// A scene of its own, with the store as it is before the cycle.
    private func begin(_ name: String) async throws -> (CrashScene, FakeFleet) {
        let scene = try scene(name)
        try FileManager.default.copyItem(atPath: tool.path("before/store.db"), toPath: scene.path("store.db"))
        let fleet = try await FakeFleet()
        try scene.configure(fleet)
        scene.change(fleet)
        fleet.set { $0.receivers["/late"] = 503 }
        return (scene, fleet)
    }

    private func points() async throws -> (writes: Int, requests: Int) {
        let (scene, fleet) = try await begin("count")
        let writes = FakeService.Locked(0)
        try await scene.cycle { _ in writes.with { $0 += 1 } }
        let requests = fleet.requests
        let faults = try await goOn(scene, fleet)
        #expect(faults == [], "without a crash")
        return (writes.with { $0 }, requests)
    }

    private func faults(endingAt end: End) async throws -> [String] {
        let (scene, fleet) = try await begin("\(end)")
        let folder = scene.folder.path
        switch end {
        case .write(let number):
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, number = number as Int] in
                let count = FakeService.Locked(0)
                try await CrashScene(folder: URL(filePath: folder)).cycle { _ in
                    if count.with({
                        $0 += 1; return $0
                    }) == number {
                        kill(getpid(), SIGKILL)
                    }
                }
                // Timers may have saved it a write.
                kill(getpid(), SIGKILL)
            }
        case .request(let number):
            fleet.set {
                $0.onRequest = { count in
                    guard count == number, let text = try? String(contentsOfFile: "\(folder)/pid", encoding: .utf8),
                        let process = pid_t(text)
                    else { return }
                    kill(process, SIGKILL)
                }
            }
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
                try "\(getpid())".write(toFile: "\(folder)/pid", atomically: true, encoding: .utf8)
                try await CrashScene(folder: URL(filePath: folder)).cycle()
                kill(getpid(), SIGKILL)
            }
            fleet.set { $0.onRequest = nil }
        }
        let faults = try await scene.books.faultsNow() + goOn(scene, fleet)
        return faults.map { "\(end): \($0)" }
    }

    /// What the next process does: another cycle, and whatever waits for a lease.
    private func goOn(_ scene: CrashScene, _ fleet: FakeFleet) async throws -> [String] {
        fleet.set { $0.receivers["/late"] = 200 }
        try await scene.cycle()
        try await scene.sendTheRest()
        let faults = try await scene.faultsAtTheEnd(fleet.messages, earlier: earlier.with { $0 })
        try await fleet.stop()
        return faults
    }
}
