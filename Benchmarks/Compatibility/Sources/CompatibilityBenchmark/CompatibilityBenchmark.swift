import DriftSchema
import Foundation

/// Judges pairs of schemas whose truth is known, and prints how often and how fast the verdict is right.
///
/// Each pair is measured as one answer: reading the line, both directions, confirming the witnesses, writing.
@main
struct CompatibilityBenchmark {
    static func main() throws {
        guard let folder = CommandLine.arguments.dropFirst().first else {
            FileHandle.standardError.write(Data("usage: CompatibilityBenchmark FOLDER with *.jsonl\n".utf8))
            exit(64)
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }
            .sorted()
        var score = Score()
        for file in files {
            for line in try Data(contentsOf: URL(filePath: folder + "/" + file)).split(separator: 0x0A) {
                try score.add(Array(line))
            }
        }
        print(score.report)
        if score.pairs == 0 { exit(2) }
    }
}

private struct Score {
    var pairs = 0
    var asked = 0
    var right = 0
    var missed: [String] = []
    var falseAlarms: [String] = []
    var unknown: [String] = []
    var breaks = 0
    var witnessSizes: [Int] = []
    var milliseconds: [Double] = []

    mutating func add(_ line: [UInt8]) throws {
        let pair = try JSONValue(parsing: line)
        let question = JSONValue.object(
            JSONObject(["id", "draft", "old", "new"].compactMap { key in pair[key].map { (key, $0) } })
        ).canonicalText
        let clock = ContinuousClock()
        let start = clock.now
        let text = PairStream.answer(question)
        let time = clock.now - start
        guard let text else { return }
        let answer = try JSONValue(parsing: text)
        pairs += 1
        milliseconds.append(time / .milliseconds(1))
        for direction in ["backward", "forward"] {
            guard let truth = pair[JSONString(direction)]?.bool else { continue }
            let name = "\(pair["id"]?.string ?? "?") \(direction)"
            asked += 1
            if !truth { breaks += 1 }
            switch answer[JSONString(direction)]?.bool {
            case nil: unknown.append(name)
            case truth: right += 1
            case true?: missed.append(name)
            case false?: falseAlarms.append(name)
            }
            if !truth, let witness = answer[JSONString("witness_" + direction)]?.array?.first {
                witnessSizes.append(witness.canonicalText.count)
            }
        }
    }

    var report: String {
        let sizes = witnessSizes.sorted()
        let times = milliseconds.sorted()
        func at(_ share: Double) -> String {
            times.isEmpty ? "-" : String(format: "%.2f", times[min(times.count - 1, Int(Double(times.count) * share))])
        }
        func percent(_ count: Int, of total: Int) -> String {
            total == 0 ? "-" : String(format: "%.2f %%", 100 * Double(count) / Double(total))
        }
        return """
            \(pairs) pairs, \(asked) verdicts with known truth, \(breaks) true breaks

            | measure | must | aim | measured |
            |---|---|---|---|
            | missed breaks | 0 | 0 | \(missed.count) |
            | false alarms | 0 | 0 | \(falseAlarms.count) |
            | right verdicts | 92 % | 98 % | \(percent(right, of: asked)) |
            | unknown | 8 % | 1.5 % | \(percent(unknown.count, of: asked)) |
            | true breaks with a confirmed witness | 92 % | 98 % | \(percent(sizes.count, of: breaks)) |
            | witness bytes, median / longest | 200 / - | 200 / - | \(sizes.isEmpty ? 0 : sizes[sizes.count / 2]) / \(sizes.last ?? 0) |
            | ms per pair, median / p95 / longest | 1 / 20 / 1000 | 0.5 / 10 / 500 | \(at(0.5)) / \(at(0.95)) / \(at(1)) |

            missed: \(missed.isEmpty ? "none" : missed.joined(separator: ", "))
            false alarms: \(falseAlarms.isEmpty ? "none" : falseAlarms.joined(separator: ", "))
            unknown: \(unknown.isEmpty ? "none" : unknown.joined(separator: ", "))
            """
    }
}
