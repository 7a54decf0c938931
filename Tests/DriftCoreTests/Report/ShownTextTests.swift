import DriftCore
import Testing

/// Texts from outside, in every report for people.
@Suite struct ShownTextTests {
    @Test(arguments: [
        ("images", "images"), ("Größe 尺寸 🐘", "Größe 尺寸 🐘"), ("", ""),
        ("a\u{1B}[2Jb", #"a\u{1B}[2Jb"#), ("a\u{9B}2Jb", #"a\u{9B}2Jb"#),
        ("a\nb\r\tc\u{7F}", #"a\u{A}b\u{D}\u{9}c\u{7F}"#),
        ("a\u{202E}b\u{2066}c", #"a\u{202E}b\u{2066}c"#), ("a\u{200B}\u{FEFF}\u{AD}b", #"a\u{200B}\u{FEFF}\u{AD}b"#),
        ("a\u{2028}b\u{2029}c\u{85}d", #"a\u{2028}b\u{2029}c\u{85}d"#), ("a\u{E0041}b", #"a\u{E0041}b"#),
    ])
    func `what is not plain is escaped`(text: String, shown: String) {
        #expect(text.shown() == shown)
        let kept = shown.replacing(#"\u{A}"#, with: "\n").replacing(#"\u{9}"#, with: "\t")
        #expect(text.shownLines == kept)
    }

    @Test func `a long text is cut by what it holds, not by what is shown`() {
        #expect(String(repeating: "\u{1B}", count: 5).shown(limit: 3) == #"\u{1B}\u{1B}\u{1B}…"#)
        #expect("abc".shown(limit: 3) == "abc")
    }

    private static let hostile = "x\u{1B}[31m\u{9B}1m\u{202E}\u{2067}\u{85}\u{2028}y"

    /// Every report with the hostile text wherever a text from outside can stand.
    private func reports() throws -> [String: String] {
        let hostile = Self.hostile
        let key = TargetKey(cloud: try CloudName("lab"), region: nil, schema: try SchemaName("ab"))
        let target = Target(key: key, url: "http://a.example/\(hostile)", source: hostile)
        let old = try JSONValue(parsing: #"{"properties":{}}"#)
        let new = JSONValue.object([
            "properties": .object([JSONString(hostile): ["type": "string", "title": JSONValue(hostile)]]),
            "pattern": JSONValue("[" + hostile),
        ])
        let drift = Classifier(options: .init(schema: "s")).drift(from: old, to: new)
        let time = Timestamp(milliseconds: 0)
        let digest = Digest(of: [1])
        let version = StoredVersion(
            target: key, number: 1, document: digest, view: digest, rules: digest, firstSeen: time, lastSeen: time,
            isBaseline: true)
        let stored = StoredDrift(
            target: key, from: 1, to: 2, time: time, isFlip: false, isOpen: true, drift: drift)
        let side = DiffReport.Side(source: hostile, digest: digest)
        let drifted = CheckResult(
            target: target, outcome: .drifted(drift, from: 1, flip: false), version: 2, digest: digest, status: 200,
            message: hostile, hasOpenDrift: true)
        let failed = CheckResult(
            target: target, outcome: .failed(.cloud(hostile)), version: 2, digest: digest, status: 200,
            message: hostile,
            hasOpenDrift: true)
        let row = UndeliveredChannel(channel: hostile, state: .dead, count: 1, tried: 1, reason: hostile)
        let validator = Validator(
            schema: .object(["properties": .object([JSONString(hostile): ["enum": [JSONValue(hostile)]]])]),
            dialect: .draft4, assertsFormats: false)
        let result = validator.validate(.object([JSONString(hostile): JSONValue(hostile + "!")]))
        return [
            "diff": DiffReport(old: side, new: side, drift: drift, patch: nil).text(.plain),
            "history": HistoryReport(versions: [version], drifts: [stored]).text(.plain),
            "check": CheckReport(
                started: time, finished: time, results: [drifted, failed], troubles: [hostile],
                undelivered: [Undelivered(row, isConfigured: true, sends: true)].compactMap(\.self)
            ).text(.plain, tellsOpenDrift: true),
            "validate": ValidationReport(schema: hostile, rows: [.init(instance: hostile, result: result)]).text(
                .plain),
            "targets": TargetsReport(
                targets: [target], refused: [.init(cloud: hostile, reason: hostile)],
                sources: [
                    TargetSource(
                        cloud: hostile, login: hostile, place: hostile,
                        settings: [ShownSetting(name: hostile, value: hostile, origin: .variable(hostile))])
                ], auth: { _ in hostile }, probes: [key: hostile]
            ).text(.plain),
        ]
    }

    @Test func `no report lets through what steers a terminal or turns writing around`() throws {
        for (name, text) in try reports() {
            let bad = text.unicodeScalars.filter { !$0.isPlain && $0 != "\n" }
            #expect(bad.isEmpty, "\(name): \(bad.map { String($0.value, radix: 16) })")
            #expect(text.contains(#"\u{202E}"#), "\(name): \(text)")
        }
    }
}
