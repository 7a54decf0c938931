import Testing

@testable import DriftCore

/// The schemas that Huawei Cloud documents, one of which says `"type": "String"`, with every edit of the image service's
/// history that can be made to them: each has a real verdict.
@Suite struct HuaweiSchemaTests {
    private struct Step {
        let name: String
        let edits: [SchemaEdit]
    }

    /// The edits between consecutive different schemas of one name, oldest first.
    private static func steps(_ schema: String) throws -> [Step] {
        let history = try GlanceHistory()
        var steps: [Step] = []
        var before: (name: String, side: ComparedSide)?
        for release in history.releases {
            guard let name = release.documents[schema], name != before?.name else { continue }
            let side = ComparedSide(Schema(try history.document(name), dialect: .draft4))
            if let before {
                let edits = SchemaComparison.edits(from: before.side, to: side, dialect: .draft4)
                steps.append(Step(name: "\(before.name) \(name)", edits: edits))
            }
            before = (name, side)
        }
        return steps
    }

    private static func letter(_ verdict: Verdict) -> String {
        switch verdict {
        case .compatible: "yes"
        case .breaking: "no"
        case .unknown(let reason): "unknown (\(reason))"
        }
    }

    /// What each edit alone means for the documented schema, as `pointer backward forward`.
    private static func verdicts(_ schema: String) throws -> [String] {
        let document = try Fixture("huawei-ims/documented-\(schema).json").json
        var lines: [String] = []
        for step in try steps(schema) {
            for edit in step.edits {
                guard let edited = edit.applied(to: document), edited != document else { continue }
                let judgement = Compatibility.judge(old: document, new: edited, dialect: .draft4)
                lines.append("\(edit.pointer) \(letter(judgement.backward)) \(letter(judgement.forward))")
            }
        }
        return lines
    }

    private static func tally(_ lines: [String]) -> [String: Int] {
        lines.reduce(into: [:]) { $0[$1.split(separator: " ").dropFirst().joined(separator: " "), default: 0] += 1 }
    }

    @Test func `each edit that history made is decided on the documented image`() throws {
        #expect(try Self.tally(Self.verdicts("image")) == ["yes yes": 35, "yes no": 16, "no no": 3, "no yes": 2])
    }

    /// Beside `"type": "String"` only new properties are undecided: what they were before is just what nobody knows.
    @Test func `the broken type of the documented list hides no other edit`() throws {
        let lines = try Self.verdicts("images")
        let (hidden, decided) = (lines.filter { $0.contains("unknown") }, lines.filter { !$0.contains("unknown") })
        #expect(Self.tally(decided) == ["yes yes": 32, "yes no": 16, "no yes": 1])
        #expect(
            hidden.map { $0.prefix { $0 != " " }.split(separator: "/").last.map(String.init) } == [
                "backend", "os_hash_algo", "os_hash_value", "os_hidden", "description",
                "cinder_encryption_key_deletion_policy", "cinder_encryption_key_id",
            ])
        #expect(hidden.allSatisfy { $0.contains(#"'type' cannot be decided: "String" is no type"#) })
    }

    /// As a whole: everything that a later release published, under the drift's own rules.
    @Test(arguments: ["image", "images"])
    func `every later release is told from the documented schema`(schema: String) throws {
        let document = try Fixture("huawei-ims/documented-\(schema).json").json
        let classifier = Classifier(options: .init(schema: schema, dialect: .draft4))
        let history = try GlanceHistory()
        for release in ["kilo", "mitaka", "rocky", "train"] {
            let next = try history.document("\(release)-\(schema)")
            let drift = classifier.drift(from: document, to: next)
            #expect(drift.impact == .breaking, "\(release)")
            #expect(Self.letter(drift.forward) == "no", "\(release)")
        }
    }
}
