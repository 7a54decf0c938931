import Testing

@testable import DriftCore

/// Laws that hold of every pair of schemas, tried on pairs whose truth is known.
@Suite struct ClassifierPairTests {
    @Test func `what is said of a pair agrees with itself`() throws {
        var broken: [String] = []
        var count = 0
        for source in ["adv", "apicurio", "glance-hist", "ibm", "karapace", "passau", "pubgen", "sentry", "subschema"] {
            for (number, pair) in try Fixture("compat/\(source).jsonl").lines.enumerated() where number % 5 == 0 {
                let (old, new) = (try #require(pair["old"]), try #require(pair["new"]))
                let dialect = try #require(pair["draft"]?.string.flatMap(Dialect.init(name:)))
                guard old != new else { continue }
                count += 1
                for law in laws(old, new, dialect) { broken.append("\(source):\(number + 1) \(law)") }
            }
        }
        #expect(broken == [])
        #expect(count > 100)
    }

    /// The laws that a pair breaks.
    private func laws(_ old: JSONValue, _ new: JSONValue, _ dialect: Dialect) -> [String] {
        let classifier = Classifier(options: .init(schema: "s", dialect: dialect))
        let drift = classifier.drift(from: old, to: new)
        let back = classifier.drift(from: new, to: old)
        let reader = Classifier(options: .init(schema: "s", role: .reader, dialect: dialect)).drift(from: old, to: new)
        var broken: [String] = []
        // Draft 3 has schemas in `type`, which no kind is about.
        let unnamed = drift.changes.filter { $0.kind.id == "unknown" && dialect != .draft3 }
        for change in unnamed { broken.append("no kind for \(change.pointer)") }
        if drift.changes.isEmpty { broken.append("nothing differs") }
        if classifier.drift(from: old, to: new) != drift { broken.append("two runs differ") }
        if reader.fingerprint != drift.fingerprint { broken.append("the role changes the fingerprint") }
        if back.fingerprint == drift.fingerprint, !drift.changes.allSatisfy({ $0.kind.id == "order-changed" }) {
            broken.append("the way back has the same fingerprint")
        }
        if drift.backward.local != back.forward.local || drift.forward.local != back.backward.local {
            broken.append("the way back has other verdicts")
        }
        let isBroken = drift.backward.local == .breaking || drift.forward.local == .breaking
        if !drift.hasParts, (drift.impact == .breaking) != isBroken { broken.append("impact \(drift.impact)") }
        if drift.changes.contains(where: { $0.impact > drift.impact }) { broken.append("a change passes the whole") }
        if isBroken, !drift.hasParts, !drift.changes.contains(where: { $0.impact >= .unknown }) {
            broken.append("a break without a change that makes it")
        }
        return broken
    }
}

extension Drift {
    /// Whether parts are only read or only written, so that the verdicts on the documents are not those of the roles.
    fileprivate var hasParts: Bool {
        changes.contains { $0.message.contains("writers never") || $0.message.contains("readers never") }
    }
}
