import Testing

@testable import DriftSchema

@Suite struct RuleTests {
    /// Where a kind cannot be shown alone.
    private static let companions = [
        "exclusive-maximum-changed": ["dialect-changed", "maximum-removed"],
        "exclusive-minimum-changed": ["dialect-changed", "minimum-removed"],
    ]

    @Test(arguments: Rule.all.map(\.kind.id))
    func `the example of a kind is one change of that kind`(id: String) throws {
        let rule = try #require(Rule.byKind[ChangeKind(id)])
        let drift = Classifier(options: .init(schema: "s", kind: rule.documentKind, dialect: rule.dialect)).drift(
            from: try JSONValue(parsing: rule.exampleOld), to: try JSONValue(parsing: rule.exampleNew))
        #expect(drift.changes.map(\.kind.id).sorted() == ([id] + (Self.companions[id] ?? [])).sorted())
    }

    @Test func `no edit of an example is claimed by two rules`() throws {
        var claims: [String] = []
        for rule in Rule.all {
            for edit in try edits(from: rule.exampleOld, to: rule.exampleNew, rule: rule) {
                let claiming = Rule.all.filter {
                    $0.place == edit.place && ($0.keywords.isEmpty || $0.keywords.contains(edit.keyword))
                        && $0.matches(edit)
                }
                if claiming.count > 1 { claims.append("\(rule.kind.id): \(claiming.map(\.kind.id))") }
            }
        }
        #expect(claims == [])
    }

    @Test func `every kind has an id of its own in lower case with hyphens`() {
        let ids = Rule.all.map(\.kind.id)
        #expect(Set(ids).count == ids.count)
        #expect(ids.filter { !$0.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D } } == [])
    }

    private func edits(from old: String, to new: String, rule: Rule) throws -> [SchemaEdit] {
        let old = try JSONValue(parsing: old)
        let new = try JSONValue(parsing: new)
        if rule.place == .data || rule.place == .movedData {
            return DataDrift(old: old, new: new, options: .init(schema: "s", kind: .json)).edits
        }
        return SchemaComparison.edits(
            from: ComparedSide(Schema(old, dialect: rule.dialect)),
            to: ComparedSide(Schema(new, dialect: rule.dialect)),
            dialect: rule.dialect)
    }
}
