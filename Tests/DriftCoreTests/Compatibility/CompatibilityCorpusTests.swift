import Testing

@testable import DriftSchema

/// Pairs of schemas with the truth in both directions, and the schemas that clouds have published.
@Suite(.enabled(if: JSONCorpus.exists, "the shared corpus is missing: set DRIFTMONITOR_CORPUS"))
struct CompatibilityCorpusTests {
    private enum Corpus {
        static func document(_ file: String) throws -> JSONValue { try JSONValue(parsing: JSONCorpus.bytes(file)) }

        static func lines(_ file: String) throws -> [JSONValue] {
            try JSONCorpus.bytes("compat/" + file).split(separator: 0x0A).map { try JSONValue(parsing: Array($0)) }
        }
    }

    /// Where the corpus says compatible, and a document that both validators judge says otherwise.
    private static let corrected: Set<String> = ["glance-hist/image-show-response/0b24dbd62..d8221bf16 backward"]

    @Test(arguments: [
        "adv", "apicurio", "atlassian", "glance-hist", "ibm", "jscompare", "karapace", "passau", "pubgen", "sentry",
        "subschema",
    ])
    func `no verdict is wrong and nearly all are given`(source: String) throws {
        var wrong: [String] = []
        var unknown: [String] = []
        var asked = 0
        for pair in try Corpus.lines(source + ".jsonl") {
            let id = pair["id"]?.string ?? ""
            guard let old = pair["old"], let new = pair["new"],
                let dialect = pair["draft"]?.string.flatMap(Dialect.init(name:))
            else { continue }
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
        var steps = 0
        var undecided: [String] = []
        for list in ["glance-history", "glance"] {
            var latest: [String: JSONValue] = [:]
            for release in try Corpus.document(list + "/index.json")["releases"]?.array ?? [] {
                let files = release["files"]?.object ?? release["schemas"]?.object ?? [:]
                for member in files.members {
                    guard let file = member.value.string ?? member.value["file"]?.string,
                        let document = try? Corpus.document(list + "/" + file)
                    else { continue }
                    if let old = latest[member.key.text], old != document {
                        steps += 1
                        let judgement = Compatibility.judge(old: old, new: document, dialect: .draft4)
                        for verdict in [judgement.backward, judgement.forward] {
                            if case .unknown(let reason) = verdict { undecided.append("\(file): \(reason)") }
                        }
                    }
                    latest[member.key.text] = document
                }
            }
        }
        #expect(steps > 40)
        #expect(undecided == [])
    }

    @Test func `an edit of a schema with a broken type is judged by what was edited`() throws {
        let old = try Corpus.document("huawei-ims/documented-images.json")
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
