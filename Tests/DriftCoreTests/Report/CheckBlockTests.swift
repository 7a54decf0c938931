import Testing

@testable import DriftCore

/// What a person reads after a cycle.
@Suite struct CheckBlockTests {
    private func result(
        _ key: String, _ outcome: CheckOutcome, version: Int? = 2, message: String? = nil
    ) throws -> CheckResult {
        CheckResult(
            target: Target(key: try TargetKey(key), url: "http://x/\(key)", source: "test"), outcome: outcome,
            version: version, digest: nil, status: nil, message: message)
    }

    private func drifted(_ key: String, _ number: Int, impact: Impact = .breaking, from: Int = 1) throws -> CheckResult
    {
        try result(
            key, .drifted(Sample.difference(number, impact: impact), from: from, flip: false), version: from + 1)
    }

    private func failed(_ key: String, status: Int = 503) throws -> CheckResult {
        let error = FetchError.status(status, detail: nil, retryAfter: nil, url: "http://x/\(key)")
        return try result(key, .failed(error), message: "http://x/\(key) answered \(status)")
    }

    private func text(_ results: [CheckResult]) -> String {
        let time = Timestamp(milliseconds: 0)
        return CheckReport(started: time, finished: time, results: results, troubles: []).text(.plain)
    }

    @Test func `a rollout is told once, below the targets it reached`() throws {
        let told = text([
            try drifted("lab/r2/images", 1, from: 4), try drifted("lab/r1/images", 1), try drifted("lab/r1/image", 1),
        ])
        let drift = DriftText(drift: Sample.difference(1), style: .plain).lines.joined(separator: "\n")
        #expect(
            told == """
                lab/r1/image  drifted  (version 1 → 2)
                \(drift)

                lab/r1/images  drifted  (version 1 → 2)
                lab/r2/images  drifted  (version 4 → 5)
                \(drift)

                3 targets checked in 0 ms: 3 drifted
                """)
    }

    @Test func `what breaks stands first, failures last`() throws {
        let told = text([
            try failed("a/r1/images"), try result("b/r1/images", .initial),
            try drifted("c/r1/images", 1, impact: .cosmetic),
            try drifted("d/r1/images", 2), try result("e/r1/images", .unchanged),
        ])
        let keys = told.split(separator: "\n" as Character).compactMap { line in
            line.contains("/r1/images  ") ? String(line.prefix(1)) : nil
        }
        #expect(keys == ["d", "c", "b", "a"])
    }

    @Test func `many targets of a rollout are counted`() throws {
        let told = text(try (10..<40).map { try drifted("lab/r\($0)/images", 1) })
        #expect(told.contains("lab/r19/images  drifted  (version 1 → 2)\n… and 20 more targets\nbreaking: 1 change"))
        #expect(!told.contains("lab/r20/images"))
    }

    @Test func `one line for a cause: failures that differ in addresses alone are one`() throws {
        let told = text([
            try failed("lab/r1/images"), try failed("lab/r2/images"), try failed("lab/r3/images", status: 500),
            try failed("other/r1/images"), try failed("lab/r4/images"),
        ])
        #expect(
            told == """
                lab/r1/images  failed  http://x/lab/r1/images answered 503
                  so did lab/r2/images, lab/r4/images
                lab/r3/images  failed  http://x/lab/r3/images answered 500
                other/r1/images  failed  http://x/other/r1/images answered 503
                5 targets checked in 0 ms: 5 failed
                """)
        let many = text(try (10..<40).map { try failed("lab/r\($0)/images") })
        #expect(many.contains("  so did lab/r11/images, ") && many.contains(", lab/r20/images and 19 more\n"))
    }

    @Test func `the summary ends with what is still open`() throws {
        let time = Sample.time(0)
        let open = OpenDrift.grouped([
            StoredDrift(
                target: try Sample.target(1), from: 1, to: 2, time: time, isFlip: false, isOpen: true,
                drift: Sample.difference(1))
        ])
        let report = CheckReport(
            started: time, finished: time, results: [], troubles: [], open: OpenTally(open))
        #expect(
            report.text(.plain) == """
                0 targets checked in 0 ms: nothing
                1 drift still open (1 breaking) since 2026-09-21; driftmonitor status
                """)
        #expect(
            report.json["open"]
                == [
                    "drifts": 1, "targets": 1, "since": "2026-09-21T14:13:20.000Z", "impact": ["breaking": 1],
                ])
    }
}
