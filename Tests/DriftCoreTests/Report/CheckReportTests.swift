import Testing

@testable import DriftCore

@Suite struct CheckReportTests {
    @Test(arguments: [0, 1, 2, 3, 7, 100])
    func `results stand in the order of their keys, whatever order they came in`(count: Int) throws {
        let keys = try (0..<count).map { try TargetKey("lab/region-\($0 % 7)/schema-\($0)") }
        var random = SeededGenerator(seed: UInt64(count))
        for _ in 0..<20 {
            let results = keys.shuffled(using: &random).map { key in
                CheckResult(
                    target: Target(key: key, url: key.description, source: "test"), outcome: .unchanged, version: 1,
                    digest: nil, status: 200, message: nil)
            }
            let time = Timestamp(milliseconds: 0)
            let report = CheckReport(started: time, finished: time, results: results, troubles: [])
            #expect(report.results.map(\.target.key) == keys.sorted())
            #expect(report.results.allSatisfy { $0.target.url == $0.target.key.description })
        }
    }
}
