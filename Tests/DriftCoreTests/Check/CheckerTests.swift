import Synchronization
import Testing

@testable import DriftCore

/// One target through every station, with a real store, a scripted server and time in the test's hand.
@Suite struct CheckerTests {
    private final class Time: Sendable {
        private let milliseconds = Mutex<Int64>(1_700_000_000_000)
        var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) }
        func advance(by duration: Duration) { milliseconds.withLock { $0 += duration.milliseconds } }
    }

    private let scratch: Scratch
    private let store: SQLiteStore
    private let time = Time()

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    private func checker(_ script: String) -> (Checker, ScriptedTransport) {
        let answers = AnswerScript(script)
        let transport = ScriptedTransport { _, turn throws(HTTPTransportError) in try answers.response(turn) }
        let time = time
        let rules = CheckRules(
            judge: { target, old, new in
                let options = Classifier.Options(schema: target.key.schema.name, role: target.role)
                return Classifier(options: options).drift(from: old, to: new)
            }, route: { _, _ in ["ops"] })
        let fetcher = Fetcher(
            transport: transport, limits: HTTPLimits(), authorizer: NoAuthorizer(), now: { time.now })
        return (Checker(fetcher: fetcher, store: store, rules: rules, now: { time.now }), transport)
    }

    private func target(ignore: [String] = []) throws -> Target {
        Target(
            key: try TargetKey("lab/one/images"), url: "http://a.example/v2/schemas/images",
            ignore: try IgnoreRules.parse(ignore), source: "test")
    }

    /// Checks again and again, an hour apart, until the script has been answered.
    private func cycles(_ count: Int, _ script: String, ignore: [String] = []) async throws -> [CheckResult] {
        let (checker, transport) = checker(script)
        var results: [CheckResult] = []
        for _ in 0..<count {
            var step = try await checker.begin(try target(ignore: ignore))
            while case .fetchAgain(let check, let delay) = step {
                #expect(delay == .seconds(2))
                time.advance(by: delay)
                step = try await checker.resume(check)
            }
            if case .done(let result) = step {
                results.append(result)
                if let quiet = result.quiet { try await store.touch([quiet]) }
            }
            time.advance(by: .seconds(3600))
        }
        #expect(transport.requests.count == script.count)
        return results
    }

    private func told() async throws -> [String] {
        try await store.deliveries(DeliveryQuery()).sorted { $0.delivery.id < $1.delivery.id }.map {
            $0.delivery.message.event.rawValue
        }
    }

    @Test(
        arguments: [
            ("AAA", ["initial", "unchanged"], []),
            ("AAABB", ["initial", "unchanged", "drifted"], ["drift.detected"]),
            ("AABBB", ["initial", "drifted", "unchanged"], ["drift.detected"]),
            ("AABBAA", ["initial", "drifted", "reverted"], ["drift.detected", "drift.closed"]),
            (
                "AABBCCAA", ["initial", "drifted", "drifted", "reverted"],
                ["drift.detected", "drift.detected", "drift.closed", "drift.closed"]
            ),
            ("AABA", ["initial", "unconfirmed"], []),
            ("AABABABA", ["initial", "unconfirmed", "unconfirmed", "unstable"], ["target.unstable"]),
            ("AABCD", ["initial", "unstable"], ["target.unstable"]),
            ("AABCDBCD", ["initial", "unstable", "unstable"], ["target.unstable"]),
            ("4A4", ["absent", "absent"], []),
            ("AA4444A", ["initial", "gone", "gone", "gone", "unchanged"], ["target.gone", "target.recovered"]),
            ("AA4A", ["initial", "unchanged"], []),
            ("AA555A", ["initial", "failed", "failed", "failed", "unchanged"], ["target.lost", "target.recovered"]),
            (
                "AA5050A", ["initial", "failed", "failed", "failed", "failed", "unchanged"],
                ["target.lost", "target.recovered"]
            ),
            ("AA55A", ["initial", "failed", "failed", "unchanged"], []),
            ("AA<<A", ["initial", "suspect", "suspect", "unchanged"], ["target.suspect", "target.recovered"]),
            ("AAB5", ["initial", "failed"], []),
            (
                "AA------", ["initial", "suspect", "suspect", "drifted"],
                ["target.suspect", "drift.detected", "target.recovered"]
            ),
        ] as [(String, [String], [String])])
    func `answers become outcomes, and each thing is told once`(
        script: String, outcomes: [String], events: [String]
    ) async throws {
        let results = try await cycles(outcomes.count, script)
        #expect(results.map(\.outcome.name) == outcomes)
        #expect(try await told().sorted() == events.sorted())
    }

    @Test func `a confirming fetch is unconditional and on a new connection`() async throws {
        let (checker, transport) = checker("AA")
        guard case .fetchAgain(let check, _) = try await checker.begin(try target()) else {
            Issue.record("the first answer was believed")
            return
        }
        guard case .done(let result) = try await checker.resume(check) else {
            Issue.record("the second answer was not believed")
            return
        }
        #expect(result.version == 1)
        #expect(transport.requests.map(\.usesFreshConnection) == [false, true])
        #expect(transport.requests.allSatisfy { $0.headers["If-None-Match"] == nil })
    }

    @Test func `a drift names its kind, and is a flip when the document was published before`() async throws {
        let results = try await cycles(5, "AABBCCBBB")
        guard case .drifted(let drift, from: 1, flip: false) = results[1].outcome,
            case .drifted(_, from: 3, flip: true) = results[3].outcome
        else {
            Issue.record("\(results.map(\.outcome.name))")
            return
        }
        #expect(drift.changes.map(\.pointer.description) == ["/properties/kind/enum", "/properties/kind/enum"])
        #expect(Set(drift.changes.map(\.kind.id)) == ["enum-value-added", "enum-value-removed"])
        #expect(results.map(\.version) == [1, 2, 3, 4, 4])
        #expect(results.map(\.isNews) == [false, true, true, true, false])
        #expect(results.map(\.hasOpenDrift) == [false, true, true, true, true])
    }

    @Test func `a target that leaves its cloud is told once, keeps its versions, and may come back`() async throws {
        let (nobody, _) = checker("")
        let never = try await nobody.leave(try target(), because: "the catalog names it no longer")
        #expect(never == nil, "what never published anything is not missed")
        _ = try await cycles(2, "AAA")
        let left = try #require(try await nobody.leave(try target(), because: "the catalog names it no longer"))
        #expect(left.outcome == .gone)
        #expect(left.message == "the catalog names it no longer")
        #expect(left.isNews)
        #expect(left.version == 1)
        #expect(left.status == nil)
        #expect(try await nobody.leave(try target(), because: "the catalog names it no longer") == nil)
        #expect(try await cycles(1, "A").map(\.outcome.name) == ["unchanged"])
        #expect(try await told() == ["target.gone", "target.recovered"])
    }

    @Test func `more than three flips a day are told once, as flapping`() async throws {
        let results = try await cycles(8, "AABBAABBAABBAABB")
        #expect(results.dropFirst().allSatisfy { ["drifted", "reverted"].contains($0.outcome.name) })
        let events = try await told()
        #expect(events.count { $0 == "target.flapping" } == 1)
        // The drift was seen first, and came and went until the fourth flip.
        #expect(events.count { $0 == "drift.detected" } == 2)
    }

    @Test(
        arguments: [
            // A document that nobody has seen before is told, however much the target flipped.
            ("AABBAABBAABBCC", 3, 2), ("AABBAABBAABBAACC", 3, 2),
            // One that was published before is noise by then.
            ("AABBAABBAABBAABB", 2, 2),
        ] as [(String, Int, Int)])
    func `flapping silences flips and nothing else`(_ script: String, _ detected: Int, _ closed: Int) async throws {
        _ = try await cycles(script.count / 2, script)
        let events = try await told()
        #expect(events.count { $0 == "drift.detected" } == detected)
        #expect(events.count { $0 == "drift.closed" } >= closed)
        #expect(events.count { $0 == "target.flapping" } == 1)
    }

    @Test func `when a flapping target comes back its alerts end, and a steady day ends the flapping`() async throws {
        _ = try await cycles(9, "AABBAABBAABBAABBAA")
        let key = try target().key
        #expect(try await store.drifts(HistoryQuery(targets: [key], onlyOpen: true)) == [])
        // Only that it flaps is open.
        #expect(try await store.statistics().openAlerts == 1)
        let day = try await cycles(26, String(repeating: "A", count: 26))
        #expect(day.allSatisfy { $0.outcome == .unchanged })
        #expect(try await store.statistics().openAlerts == 0)
        #expect(try await told().count { $0 == "target.recovered" } == 1)
        #expect(try await store.state(of: key)?.health.isClean == true)
    }

    @Test func `answers that differ from fetch to fetch are over when they agree for a day`() async throws {
        _ = try await cycles(2, "AABCD")
        #expect(try await store.statistics().openAlerts == 1)
        _ = try await cycles(26, String(repeating: "A", count: 26))
        #expect(try await store.statistics().openAlerts == 0)
        #expect(try await told() == ["target.unstable", "target.recovered"])
    }

    @Test(
        arguments: [
            // (pause between checks in minutes, how many of 30 checks ask for the whole document)
            (60, 2), (24 * 60, 29), (12 * 60, 29), (10 * 60, 14), (5, 0),
        ] as [(Int, Int)])
    func `servers that know a document for the same for ever are asked for all of it`(
        _ minutes: Int, _ whole: Int
    ) async throws {
        let transport = ScriptedTransport { request, _ throws(HTTPTransportError) in
            request.headers["If-None-Match"] == nil
                ? HTTPResponse(
                    status: 200, headers: HTTPHeaders([("ETag", "\"1\"")]), body: Array(AnswerScript.document("A").utf8)
                )
                : HTTPResponse(status: 304)
        }
        let (checker, _) = checker("")
        let asking = Checker(
            fetcher: Fetcher(
                transport: transport, limits: HTTPLimits(), authorizer: NoAuthorizer(), now: checker.now),
            store: store, rules: checker.rules, now: checker.now)
        for _ in 0..<30 {
            var step = try await asking.begin(try target())
            while case .fetchAgain(let check, _) = step { step = try await asking.resume(check) }
            if case .done(let result) = step, let quiet = result.quiet { try await store.touch([quiet]) }
            time.advance(by: .seconds(60 * minutes))
        }
        let unconditional = transport.requests.dropFirst(2).count { $0.headers["If-None-Match"] == nil }
        #expect(unconditional == whole)
    }

    @Test func `a stored text that is damaged is the store's trouble, never a drift`() async throws {
        _ = try await cycles(2, "AAA")
        _ = try await store.writer.run { records throws(StoreError) in
            try records.connection.run(
                "UPDATE document_parts SET text = CAST(replace(CAST(text AS TEXT), 'enum', 'anum') AS BLOB)")
        }
        let (checker, _) = checker("BB")
        let trouble = await #expect(throws: StoreError.self) {
            var step = try await checker.begin(try target())
            while case .fetchAgain(let check, _) = step { step = try await checker.resume(check) }
        }
        guard case .damaged = trouble else {
            Issue.record("\(String(describing: trouble))")
            return
        }
        #expect(try await told() == [])
    }

    @Test func `what an ignore rule leaves out is no change, and a changed rule is no event`() async throws {
        let quiet = try await cycles(3, "AABC", ignore: ["/properties/kind"])
        #expect(quiet.map(\.outcome.name) == ["initial", "unchanged", "unchanged"])
        let results = try await cycles(2, "AA")
        #expect(results.map(\.outcome.name) == ["unchanged", "unchanged"])
        #expect(try await told() == [])
    }

    @Test func `a suspect answer is kept for a look, and the baseline stays`() async throws {
        _ = try await cycles(2, "AA<")
        let answer = try #require(try await store.quarantined(try target().key))
        #expect(String(decoding: answer.body, as: UTF8.self) == "<html>Please sign in</html>")
        let state = try #require(try await store.state(of: try target().key))
        #expect(state.latest?.number == 1)
        #expect(state.baseline?.number == 1)
    }

    @Test func `a quiet check hands its last-seen time on instead of writing it`() async throws {
        let results = try await cycles(2, "AAA")
        #expect(results[1].quiet?.comparedWith == 1)
        #expect(try await store.state(of: try target().key)?.health.isClean == true)
    }

    @Test func `a server that gives another entity tag each time is quiet all the same`() async throws {
        let results = try await cycles(3, "aaaa")
        #expect(results.map(\.outcome.name) == ["initial", "unchanged", "unchanged"])
        #expect(results.map { $0.quiet?.entityTag } == [nil, "\"2\"", "\"3\""])
        #expect(try await store.state(of: try target().key)?.entityTag == "\"3\"")
    }

    @Test func `accepting closes the drift and moves the baseline`() async throws {
        _ = try await cycles(2, "AABB")
        let (checker, _) = checker("B")
        let acceptor = Acceptor(store: store, rules: checker.rules, now: checker.now)
        #expect(try await acceptor.accept(try target(), note: "rollout", by: "kim") == 2)
        #expect(try await store.drifts(HistoryQuery()).map(\.isOpen) == [false])
        #expect(try await store.state(of: try target().key)?.baseline?.number == 2)
        #expect(try await told().sorted() == ["drift.closed", "drift.detected"])
        await #expect(throws: AcceptError.nothingQuarantined(try target().key)) {
            try await acceptor.accept(try target(), note: nil, by: nil, suspect: true)
        }
        await #expect(throws: AcceptError.noVersion(try TargetKey("lab/two/images"))) {
            try await acceptor.accept(
                Target(key: try TargetKey("lab/two/images"), url: "", source: "test"), note: nil, by: nil)
        }
    }
}
