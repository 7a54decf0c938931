import Testing

@testable import DriftCore

@Suite(.timeLimit(.minutes(5))) struct FleetArrivalTests {
    @Test func `one cycle checks what comes while it runs, and ends when nothing more can come`() async throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let now: @Sendable () -> Timestamp = { Timestamp(milliseconds: 1_700_000_000_000) }
        let transport = ScriptedTransport { _, _ in .ok(AnswerScript.document("A")) }
        let rules = CheckRules(
            confirmAfter: .milliseconds(1),
            judge: { Classifier(options: .init(schema: $0.key.schema.name)).drift(from: $1, to: $2) },
            route: { _, _ in [] })
        let fetcher = Fetcher(transport: transport, limits: HTTPLimits(), authorizer: NoAuthorizer(), now: now)
        let fleet = Fleet(
            checker: Checker(fetcher: fetcher, store: store, rules: rules, now: now), store: store,
            clock: ContinuousClock(), options: FleetOptions())
        func target(_ key: String) throws -> Target {
            Target(key: try TargetKey(key), url: "https://a.example/\(key)", source: "test")
        }
        let (first, second) = (try target("c/a/images"), try target("c/b/images"))
        let (commands, inbox) = AsyncStream.makeStream(of: FleetCommand.self)
        let (results, found) = AsyncStream.makeStream(of: TargetKey.self)
        let running = Task {
            await fleet.checkOnce([first], commands: commands) { event in
                if case .checked(let result) = event { found.yield(result.target.key) }
            }
            found.finish()
        }
        var keys: [TargetKey] = []
        for await key in results {
            keys.append(key)
            if key == first.key {
                // The queue is empty now, and the cycle has not ended.
                inbox.yield(.checkNow([second, second]))
                inbox.finish()
            }
        }
        await running.value
        #expect(keys == [first.key, second.key])
        await store.close()
    }
}
