import DriftCore
import Testing

@Suite struct HistoryReportTests {
    private func stored(_ region: Int, _ number: Int, at seconds: Int64, isOpen: Bool = true) throws -> StoredDrift {
        StoredDrift(
            target: try Sample.target(region), from: 1, to: 2, time: Sample.time(seconds), isFlip: false,
            isOpen: isOpen, drift: Sample.difference(number))
    }

    private func text(_ drifts: [StoredDrift]) -> String { HistoryReport(versions: [], drifts: drifts).text(.plain) }

    private func lines(_ number: Int) -> String {
        DriftText(drift: Sample.difference(number), style: .plain).lines.map { "  \($0)" }.joined(separator: "\n")
    }

    @Test func `the same change in many targets is told once, the newest first`() throws {
        #expect(
            text([
                try stored(3, 1, at: 40), try stored(1, 2, at: 30), try stored(2, 1, at: 20),
                try stored(1, 1, at: 10, isOpen: false),
            ]) == """
                Drifts
                2026-09-21T14:14:00.000Z  lab/r3/images  version 1 → 2  (open)
                2026-09-21T14:13:40.000Z  lab/r2/images  version 1 → 2  (open)
                2026-09-21T14:13:30.000Z  lab/r1/images  version 1 → 2  (closed)
                \(lines(1))
                2026-09-21T14:13:50.000Z  lab/r1/images  version 1 → 2  (open)
                \(lines(2))

                """)
    }

    @Test func `many are counted`() throws {
        let told = text(try (1...30).map { try stored($0, 1, at: 100 - Int64($0)) })
        #expect(told.contains("lab/r10/images  version 1 → 2  (open)\n… and 20 more\n\(lines(1))"))
    }
}
