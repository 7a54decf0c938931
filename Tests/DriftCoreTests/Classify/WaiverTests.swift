import Testing

@testable import DriftSchema

@Suite struct WaiverTests {
    private static let before = Timestamp(rfc3339: "2026-12-31")
    private static let after = Timestamp(rfc3339: "2027-02-01T00:00:00Z")

    @Test func `a waived change is compatible until its day`() throws {
        let waiver = try Waiver(
            kind: "enum-value-added", pointer: "/properties/*/enum", reason: "our readers take any format",
            expires: "2027-01-31")
        let waived = try drift([waiver], at: Self.before)
        #expect(waived.impact == .compatible)
        #expect(
            waived.changes.map(\.message) == [
                #"a may be "y" now; breaks readers and writers; waived until 2027-01-31: our readers take any format"#
            ])
        #expect(waived.findings == [])
        let expired = try drift([waiver], at: Self.after)
        #expect(expired.impact == .breaking)
        #expect(
            expired.findings.map(\.message) == [
                "the waiver of enum-value-added at '/properties/*/enum' expired on 2027-01-31: renew or remove it"
            ])
        #expect(expired.findings.map(\.pointer) == [try Pointer("/properties/a/enum")])
    }

    @Test func `a waiver covers its kind and its places alone`() throws {
        let others = [
            try Waiver(kind: "enum-value-removed", pointer: "/**", reason: "r", expires: "2027-01-31"),
            try Waiver(kind: "enum-value-added", pointer: "/properties/b/enum", reason: "r", expires: "2027-01-31"),
        ]
        #expect(try drift(others, at: Self.before).impact == .breaking)
    }

    @Test func `waiving one change does not hide another`() throws {
        let waiver = try Waiver(kind: "enum-value-added", pointer: "/**", reason: "r", expires: "2027-01-31")
        let options = Classifier.Options(schema: "s", waivers: [waiver], now: try #require(Self.before))
        let drift = try Classifier(options: options, judge: Self.breaking).drift(
            from: JSONValue(parsing: #"{"properties":{"a":{"enum":["x"]},"b":{"maxLength":5}}}"#),
            to: JSONValue(parsing: #"{"properties":{"a":{"enum":["x","y"]},"b":{"maxLength":4}}}"#))
        #expect(drift.impact == .breaking)
        #expect(drift.changes.map(\.impact) == [.breaking, .compatible])
    }

    @Test func `a kind can matter more or less than it does by itself`() throws {
        for impact in Impact.allCases {
            let options = Classifier.Options(schema: "s", levels: [ChangeKind("enum-value-added"): impact])
            #expect(try drift(options).impact == impact)
        }
        let cosmetic = Classifier.Options(schema: "s", levels: [ChangeKind("description-changed"): .breaking])
        let drift = try Classifier(options: cosmetic).drift(
            from: JSONValue(parsing: #"{"description":"a"}"#), to: JSONValue(parsing: #"{"description":"b"}"#))
        #expect(drift.impact == .breaking)
    }

    @Test func `neither waivers nor levels change a fingerprint`() throws {
        let waiver = try Waiver(kind: "enum-value-added", pointer: "/**", reason: "r", expires: "2027-01-31")
        let plain = try drift([], at: Self.before)
        let levelled = try drift(.init(schema: "s", levels: [ChangeKind("enum-value-added"): .cosmetic]))
        #expect(try drift([waiver], at: Self.before).fingerprint == plain.fingerprint)
        #expect(levelled.fingerprint == plain.fingerprint)
    }

    @Test(arguments: [
        (
            "enum-value-aded", "/a", "r", "2027-01-31",
            "'enum-value-aded' is no kind of change; did you mean 'enum-value-added'?; `driftmonitor rules` lists them"
        ),
        ("nonsense", "/a", "r", "2027-01-31", "'nonsense' is no kind of change; `driftmonitor rules` lists them"),
        (
            "enum-value-added", "a", "r", "2027-01-31",
            "'a' is no pointer pattern: it must start with '/', such as /generated_at or /**/description"
        ),
        (
            "enum-value-added", "/a", " ", "2027-01-31",
            "the waiver of enum-value-added at '/a' needs a reason: whoever meets it later must know why it is there"
        ),
        (
            "enum-value-added", "/a", "r", "31.1.2027",
            "'31.1.2027' is no day on which the waiver of enum-value-added at '/a' ends; write it like 2027-01-31"
        ),
    ])
    func `a malformed waiver is refused`(
        kind: String, pointer: String, reason: String, expires: String, message: String
    ) {
        let error = #expect(throws: WaiverError.self) {
            try Waiver(kind: kind, pointer: pointer, reason: reason, expires: expires)
        }
        #expect(error?.description == message)
    }

    private static let breaking: Judge = { _, _, _, _ in ImpactTests.judgement(.breaking, .breaking) }

    private func drift(_ waivers: [Waiver], at now: Timestamp?) throws -> Drift {
        try drift(Classifier.Options(schema: "s", waivers: waivers, now: try #require(now)))
    }

    private func drift(_ options: Classifier.Options) throws -> Drift {
        try Classifier(options: options, judge: Self.breaking).drift(
            from: JSONValue(parsing: #"{"properties":{"a":{"enum":["x"]}}}"#),
            to: JSONValue(parsing: #"{"properties":{"a":{"enum":["x","y"]}}}"#))
    }
}
