import DriftCore
import Foundation

@testable import DriftMonitor

/// One cycle in which everything happens that is stored and told: a change in two regions, another one, a way back to the
/// baseline, a target that is lost, one that comes back, a sign-in page, and a target at rest.
struct CrashScene: Sendable {
    let folder: URL

    static let paths = [
        "lab/a/images": "/a/v2/schemas/images", "lab/b/images": "/b/v2/schemas/images",
        "other/-/own": "/v2/schemas/own", "other/-/back": "/v2/schemas/back", "other/-/lost": "/v2/schemas/lost",
        "other/-/page": "/v2/schemas/page", "other/-/calm": "/v2/schemas/calm", "other/-/well": "/v2/schemas/well",
    ]

    /// What each channel must have been told of the cycle, and nothing else.
    static let told: Set<Told> = [
        Told(kind: "drift.detected", target: "lab/a/images"), Told(kind: "drift.detected", target: "lab/b/images"),
        Told(kind: "drift.detected", target: "other/-/own"), Told(kind: "drift.closed", target: "other/-/back"),
        Told(kind: "target.lost", target: "other/-/lost"), Told(kind: "target.suspect", target: "other/-/page"),
        Told(kind: "target.recovered", target: "other/-/well"),
    ]

    static let versions = [
        "lab/a/images": 2, "lab/b/images": 2, "other/-/own": 2, "other/-/back": 3, "other/-/lost": 1, "other/-/page": 1,
        "other/-/calm": 1, "other/-/well": 1,
    ]

    static let plain = #"{"name": "s", "properties": {"id": {"type": "string"}, "state": {"enum": ["a"]}}}"#
    static let changed = #"{"name": "s", "properties": {"id": {"type": "string"}, "state": {"enum": ["a", "b"]}}}"#
    static let another = #"{"name": "s", "properties": {"id": {"type": "integer"}, "state": {"enum": ["a"]}}}"#

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func configure(_ fleet: FakeFleet) throws {
        try """
        store: \(path("store.db"))
        confirm_after: 0s
        limits: {concurrent: 1}
        targets:
          - {name: lab, url: "\(fleet.url)/{region}/v2/schemas/{schema}", regions: [a, b], schemas: [images]}
          - {name: other, url: "\(fleet.url)/v2/schemas/{schema}", schemas: [own, back, lost, page, calm, well]}
        channels:
          - {name: ops, type: webhook, url: "\(fleet.url)/ops"}
          - {name: late, type: webhook, url: "\(fleet.url)/late"}
        """.write(toFile: path("config.yaml"), atomically: true, encoding: .utf8)
    }

    /// The store as it is before the cycle.
    func prepare(_ fleet: FakeFleet) async throws {
        func set(_ documents: [String: FakeFleet.Document]) {
            fleet.set { state in for (path, document) in documents { state.documents["/v2/schemas/\(path)"] = document }
            }
        }
        fleet.set { state in for path in Self.paths.values { state.documents[path] = .text(Self.plain) } }
        try await cycle()
        set(["back": .text(Self.another), "well": .status(500)])
        try await cycle()
        set(["lost": .status(500)])
        try await cycle()
        try await cycle()
    }

    /// What the targets publish in the cycle.
    func change(_ fleet: FakeFleet) {
        fleet.set { state in
            for path in Self.paths.values { state.documents[path] = .text(Self.plain) }
            for path in ["/a/v2/schemas/images", "/b/v2/schemas/images"] { state.documents[path] = .text(Self.changed) }
            state.documents["/v2/schemas/own"] = .text(Self.another)
            state.documents["/v2/schemas/lost"] = .status(500)
            state.documents["/v2/schemas/page"] = .text("<html><body>Please sign in</body></html>")
        }
    }

    private func cycle(over store: SQLiteStore) throws -> Cycle {
        let host = Host(variables: [:], isRoot: false, currentDirectory: folder.path)
        let configuration = try ConfigurationFile.load(path("config.yaml"), host: host)
        return Cycle(
            monitor: try .init(host: host, configuration: configuration, store: store),
            known: try configuration.targets(reading: host.secrets(of: configuration)), wishes: [], operands: [])
    }

    var books: Books { Books(path: path("store.db"), channels: ["ops", "late"]) }

    /// As `check` does it.
    /// - Parameter onWrite: Called before and after each statement that writes.
    func cycle(onWrite: (@Sendable (WritePoint) -> Void)? = nil) async throws {
        let store = try SQLiteStore(StoreOptions(path: path("store.db"), onWrite: onWrite))
        let cycle = try cycle(over: store)
        let outcome = await Result { () async throws in try await cycle.run() }
        await cycle.monitor.transport.shutDown()
        await store.close()
        let troubles = try outcome.get().report.troubles
        if !troubles.isEmpty { throw Unexpected(troubles) }
    }

    /// Sends what is left when the dead process's lease is over.
    func sendTheRest() async throws {
        let store = try SQLiteStore(StoreOptions(path: path("store.db")))
        let cycle = try cycle(over: store)
        let usual = cycle.monitor.notifier
        let notifier = Notifier(
            queue: usual.queue, transport: usual.transport, channels: usual.channels, monitor: usual.monitor,
            now: { Host.now().advanced(by: .seconds(120)) }, writeLine: { _ in true })
        let outcome = await Result { () async throws in try await notifier.drain(ignoringBackOff: true) }
        await cycle.monitor.transport.shutDown()
        await store.close()
        _ = try outcome.get()
    }

    /// - Parameter earlier: what came before the cycle.
    func faultsAtTheEnd(
        _ messages: [FakeFleet.Received], earlier: [FakeFleet.Received]
    ) async throws -> [String] {
        var faults = try await books.faultsAtTheEnd(versions: Self.versions, earlier + messages)
        for receiver in ["/ops", "/late"] {
            let arrived = messages.filter { $0.receiver == receiver && $0.status == 200 }
            let told = Set(try arrived.flatMap { try Told.pairs(in: $0.body) })
            for one in Self.told.subtracting(told) { faults.append("\(receiver) never heard: \(one)") }
            for one in told.subtracting(Self.told) {
                faults.append("\(receiver) heard, though nothing happened: \(one)")
            }
        }
        return faults
    }

    struct Unexpected: Error {
        let troubles: [String]
        init(_ troubles: [String]) { self.troubles = troubles }
    }
}
