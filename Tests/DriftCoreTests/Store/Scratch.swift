import Dispatch
import DriftCore
import FoundationEssentials
import Synchronization
import Testing

/// A directory of its own for one test, gone with it.
final class Scratch: Sendable {
    let directory: String
    private let inMemory = Mutex<[String: MemoryStore]>([:])

    init() throws {
        directory =
            FileManager.default.temporaryDirectory.path(percentEncoded: false) + "/driftmonitor-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    func open(
        _ name: String = "store.db", alerts: AlertRules = AlertRules(summary: .zero),
        busyTimeout: Duration = .seconds(10),
        onWrite: (@Sendable (WritePoint) -> Void)? = nil
    ) throws -> SQLiteStore {
        try SQLiteStore(
            StoreOptions(
                path: path(name), alerts: alerts, busyTimeout: busyTimeout, onWrite: onWrite))
    }

    /// A store of the kind that the running test is for; the same name is the same store.
    func anyStore(
        _ name: String = "store.db", alerts: AlertRules = AlertRules(summary: .zero)
    ) throws -> any SchemaStore {
        guard StoreKind.current == .memory else { return try open(name, alerts: alerts) }
        return inMemory.withLock { stores in
            if let store = stores[name] { return store }
            let store = MemoryStore(alerts: alerts)
            stores[name] = store
            return store
        }
    }

    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path(name))))
    }

    func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: URL(filePath: path(name)))
    }

    func size(_ name: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path(name))
        return attributes?[.size] as? Int ?? 0
    }

    func names() -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    }

    /// Copies a database as a killed process leaves it: the file, its log, and its journal.
    func copy(_ name: String, to other: String) {
        for suffix in ["", "-wal", "-journal"] {
            try? FileManager.default.copyItem(atPath: path(name + suffix), toPath: path(other + suffix))
        }
    }

    /// A store that stops inside its next transaction until it is told to go on.
    func openHolding() throws -> (store: SQLiteStore, isInside: Gate, goOn: DispatchSemaphore) {
        let (isInside, goOn) = (Gate(), DispatchSemaphore(value: 0))
        let store = try open(onWrite: { point in
            guard case .after(let sql) = point, sql.hasPrefix("UPDATE targets") else { return }
            isInside.open()
            goOn.wait()
        })
        return (store, isInside, goOn)
    }

    func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
        return (attributes[.posixPermissions] as? Int ?? 0) & 0o777
    }
}

/// Opens once; whoever waits goes through then.
final class Gate: Sendable {
    private let stream = AsyncStream<Void>.makeStream()

    func open() { stream.continuation.finish() }
    func wait() async { for await _ in stream.stream {} }
}

/// Values that tests of the store share: small, and each told from the other by a number.
enum Sample {
    static func target(_ region: Int = 1, schema: String = "images") throws -> TargetKey {
        try TargetKey("lab/r\(region)/\(schema)")
    }

    static func text(_ number: Int) -> [UInt8] { Array(#"{"properties":{"p\#(number)":{"type":"string"}}}"#.utf8) }

    static let rules = Digest(of: Array("no rules".utf8))

    static func version(
        _ number: Int, drift: CheckCommit.NewDrift? = nil, isFlip: Bool = false
    ) -> CheckCommit.NewVersion {
        let digest = Digest(of: text(number))
        return CheckCommit.NewVersion(
            text: text(number), document: digest, view: digest, rules: rules, entityTag: "\"\(number)\"",
            lastModified: nil, drift: drift, isFlip: isFlip)
    }

    static func fingerprint(_ number: Int) -> Fingerprint {
        Fingerprint(hex: Digest(of: Array("change \(number)".utf8)).hex)
    }

    static func difference(
        _ number: Int, impact: Impact = .breaking, pointer: String? = nil, kind: String = "property-removed"
    ) -> Drift {
        let place = Pointer(tokens: ["properties", JSONString("p\(number)")])
        return Drift(
            impact: impact, fingerprint: fingerprint(number), backward: .compatible(reason: nil),
            forward: .breaking(
                Witness(
                    instance: ["p": JSONValue(number)], instancePointer: .root, schemaPointer: .root,
                    sentence: "p\(number) is gone")),
            changes: [
                Change(
                    pointer: pointer.flatMap { try? Pointer($0) } ?? place, kind: ChangeKind(kind),
                    old: ["type": "string"], new: nil, backward: .compatible, forward: .breaking, impact: impact,
                    message: "p\(number) is gone", fingerprint: fingerprint(number))
            ], findings: [])
    }

    static func drift(
        _ number: Int, impact: Impact = .breaking, reverts: Bool = false, pointer: String? = nil,
        kind: String = "property-removed"
    ) -> CheckCommit.NewDrift {
        CheckCommit.NewDrift(
            difference(number, impact: impact, pointer: pointer, kind: kind), reverts: reverts)
    }

    static func detected(
        _ number: Int, _ target: TargetKey, impact: Impact = .breaking, channels: [String] = ["ops"]
    ) -> AlertDraft {
        AlertDraft(
            event: .driftDetected, group: "drift/\(fingerprint(number).hex)/images",
            target: AlertTarget(key: target, url: "http://example.test/\(target)"), impact: impact,
            fingerprint: fingerprint(number), message: "1 change, breaking",
            drift: difference(number, impact: impact), channels: channels)
    }

    static func closed(_ number: Int, _ target: TargetKey, channels: [String] = ["ops"]) -> AlertDraft {
        AlertDraft(
            event: .driftClosed, group: "drift/\(fingerprint(number).hex)/images",
            target: AlertTarget(key: target, url: "http://example.test/\(target)"), impact: .breaking,
            fingerprint: fingerprint(number), message: "back at its baseline", channels: channels, closes: true)
    }

    static func commit(
        _ target: TargetKey, at seconds: Int64, after latest: Int, _ effect: CheckCommit.Effect,
        health: TargetHealth = TargetHealth(), outcome: LastOutcome = LastOutcome(.unchanged, status: 200),
        alerts: [AlertDraft] = []
    ) -> CheckCommit {
        CheckCommit(
            target: target, time: time(seconds), comparedWith: latest, effect: effect, health: health,
            outcome: outcome, alerts: alerts)
    }

    static func failing(_ failures: Int) -> TargetHealth {
        var health = TargetHealth()
        health.failures = failures
        return health
    }

    static func time(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: 1_790_000_000_000 + seconds * 1000) }
}
