import Testing

@testable import DriftCore

/// Pairs of schemas with the truth in both directions, and the schemas that clouds have published.
@Suite struct CompatibilityPairTests {
    /// Where the pairs say compatible, and a document that both validators judge says otherwise.
    private static let corrected: Set<String> = ["glance-hist/image-show-response/0b24dbd62..d8221bf16 backward"]

    /// The number of pairs of each source, 701 in all.
    @Test(arguments: [
        ("adv", 17), ("apicurio", 35), ("atlassian", 7), ("glance-hist", 3), ("ibm", 74), ("jscompare", 9),
        ("karapace", 49), ("passau", 275), ("pubgen", 140), ("sentry", 24), ("subschema", 68),
    ])
    func `no verdict is wrong and nearly all are given`(source: String, count: Int) throws {
        var wrong: [String] = []
        var unknown: [String] = []
        var asked = 0
        let pairs = try Fixture("compat/\(source).jsonl").lines
        #expect(pairs.count == count)
        for pair in pairs {
            let id = pair["id"]?.string ?? ""
            let (old, new) = (try #require(pair["old"]), try #require(pair["new"]))
            let dialect = try #require(pair["draft"]?.string.flatMap(Dialect.init(name:)))
            let judgement = Compatibility.judge(old: old, new: new, dialect: dialect)
            for (direction, verdict) in [("backward", judgement.backward), ("forward", judgement.forward)] {
                guard let truth = pair[JSONString(direction)]?.bool else { continue }
                asked += 1
                switch verdict {
                case .unknown(let reason): unknown.append("\(id) \(direction): \(reason)")
                case .compatible where !truth, .breaking where truth:
                    if !Self.corrected.contains("\(id) \(direction)") { wrong.append("\(id) \(direction)") }
                default: break
                }
            }
        }
        #expect(asked > 0)
        #expect(wrong == [])
        #expect(unknown.count <= asked / 66 + 2, "\(unknown)")
    }

    @Test func `every step in Glance's history is decided`() throws {
        let history = try GlanceHistory()
        let named = try history.releases.map { release in
            try release.documents.map { ($0.key, try history.document($0.value)) }
        }
        let known = KnownSchemas.builtIn
        let published = known.releases.indices.map { number in
            known.documents.filter { $0.runs.contains { $0.contains(number) } }
                .map { ($0.isBare ? "bare/\($0.schema)" : $0.schema, $0.value) }
        }
        #expect(undecided(in: named) == (28, []))
        #expect(undecided(in: published) == (96, []))
    }

    /// The number of steps between the documents of consecutive releases, and those without a verdict.
    private func undecided(in releases: [[(String, JSONValue)]]) -> (steps: Int, undecided: [String]) {
        var steps = 0
        var undecided: [String] = []
        var latest: [String: JSONValue] = [:]
        for (number, release) in releases.enumerated() {
            for (schema, document) in release {
                if let old = latest.updateValue(document, forKey: schema), old != document {
                    steps += 1
                    let judgement = Compatibility.judge(old: old, new: document, dialect: .draft4)
                    for verdict in [judgement.backward, judgement.forward] {
                        if case .unknown(let reason) = verdict { undecided.append("\(number) \(schema): \(reason)") }
                    }
                }
            }
        }
        return (steps, undecided)
    }

    @Test func `an edit of a schema with a broken type is judged by what was edited`() throws {
        let old = try Fixture("huawei-ims/documented-images.json").json
        let items: [JSONString] = ["properties", "images", "items", "properties", "visibility", "enum"]
        func edited(_ value: JSONValue, _ path: ArraySlice<JSONString>) -> JSONValue {
            guard let key = path.first, case .object(var object) = value else {
                return .array((value.array ?? []) + ["shared"])
            }
            object[key] = edited(object[key] ?? .null, path.dropFirst())
            return .object(object)
        }
        let new = edited(old, items[...])
        #expect(old != new)
        let judgement = Compatibility.judge(old: old, new: new, dialect: .draft4)
        #expect(judgement.backward == .compatible(reason: nil))
        guard case .breaking(let witness) = judgement.forward else {
            Issue.record("forward is \(judgement.forward)")
            return
        }
        #expect(witness.instance == (try JSONValue(parsing: #"{"images":[{"visibility":"shared"}]}"#)))
    }
}
