import DriftCore
import Foundation
import Testing

@testable import DriftMonitor

/// Every fault through the real transport, the checker and a real store: before, during and after.
@Suite(.timeLimit(.minutes(5))) struct FaultTableTests {
    @Test(arguments: Fault.all) func `a fault is told as what it is, once, and is over when it is over`(
        fault: Fault
    ) async throws {
        let tool = try Tool()
        let isFaulty = FakeService.Locked(false)
        try await ScriptedServer.with(script: { _ in ScriptedServer.ok(#"{"properties": {"other": {}}}"#) }) { other in
            try await ScriptedServer.with(script: { _ in
                isFaulty.with { $0 } ? fault.answer(Fault.document, other.url) : ScriptedServer.ok(Fault.document)
            }) { server in
                let outcome = try await run(fault, at: server.url, in: tool, isFaulty)
                #expect(outcome.before == ["initial"])
                #expect(outcome.during == fault.during)
                #expect(outcome.after == fault.after)
                #expect(outcome.events.sorted() == fault.events.sorted())
                #expect(outcome.exitCode == fault.exitCode)
            }
            // Neither a token nor anything else ever reaches a host that a target points to.
            #expect(other.requests.isEmpty)
        }
    }

    private struct Outcome {
        var before: [String] = []
        var during: [String] = []
        var after = ""
        var events: [String] = []
        var exitCode: Int32 = 0
    }

    private func run(
        _ fault: Fault, at url: String, in tool: Tool, _ isFaulty: FakeService.Locked<Bool>
    ) async throws -> Outcome {
        let store = try SQLiteStore(StoreOptions(path: tool.path("store.db")))
        let transport = HTTPClientTransport()
        let rules = CheckRules(
            confirmAfter: .zero,
            judge: { target, old, new in
                Classifier(options: Classifier.Options(schema: "images", role: target.role)).drift(from: old, to: new)
            }, route: { _, _ in ["ops"] })
        func checker(totalTime: Duration) -> Checker {
            let limits = HTTPLimits(bodyBytes: 1 << 20, totalTime: totalTime, idleTime: .seconds(120))
            let fetcher = Fetcher(transport: transport, limits: limits, authorizer: NoAuthorizer(), now: Host.now)
            return Checker(fetcher: fetcher, store: store, rules: rules, now: Host.now)
        }
        let patient = checker(totalTime: .seconds(120))
        let meeting = fault.outlastsLimit ? checker(totalTime: .milliseconds(300)) : patient
        let target = Target(
            key: try TargetKey("lab/one/images"), url: "\(url)/v2/schemas/images",
            access: .headers([SecretHeader(name: "X-Auth-Token", value: Secret("t"))]), source: "test")
        var outcome = Outcome()
        outcome.before.append(try await check(target, patient, store).outcome.name)
        isFaulty.with { $0 = true }
        for turn in 0..<fault.during.count {
            let result = try await check(target, meeting, store)
            outcome.during.append(result.outcome.name)
            if turn == 0 { outcome.exitCode = exitCode(result) }
        }
        isFaulty.with { $0 = false }
        outcome.after = try await check(target, patient, store).outcome.name
        outcome.events = try await store.deliveries(DeliveryQuery()).map(\.delivery.message.event.rawValue)
        await transport.shutDown()
        await store.close()
        return outcome
    }

    private func check(_ target: Target, _ checker: Checker, _ store: SQLiteStore) async throws -> CheckResult {
        var step = try await checker.begin(target)
        while true {
            switch step {
            case .fetchAgain(let check, _): step = try await checker.resume(check)
            case .done(let result):
                if let quiet = result.quiet { try await store.touch([quiet]) }
                return result
            }
        }
    }

    private func exitCode(_ result: CheckResult) -> Int32 {
        let time = Timestamp(milliseconds: 0)
        let report = CheckReport(started: time, finished: time, results: [result], troubles: [])
        return CycleOutcome(report: report, queue: DeliverySummary()).exitCode(failOn: .any, failOnOpen: false)
    }

    @Test func `the page that people read is this table`() throws {
        let rows = Fault.all.map { fault in
            "| `\(fault.name)` | \(fault.meaning) | \(fault.during.joined(separator: ", ")) | \(fault.after) | "
                + "\(fault.events.isEmpty ? "–" : fault.events.joined(separator: ", ")) | \(fault.exitCode) |"
        }
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/FAULTS.md")
        let text = try String(contentsOf: page.standardizedFileURL, encoding: .utf8)
        let written = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
        #expect(written == rows)
    }
}
