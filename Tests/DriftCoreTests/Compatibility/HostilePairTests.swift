import Testing

@testable import DriftSchema

/// Whatever two documents say: an answer, in bounded steps, on any thread.
@Suite struct HostilePairTests {
    /// Work that is not paid for in steps, or nests calls without end, shows here.
    @Test(.timeLimit(.minutes(10)), arguments: HostilePairs.all)
    func `a pair made to take long is answered, on a small stack`(pair: HostilePairs.Pair) throws {
        var options = Compatibility.Options()
        options.steps = 20_000
        let judgement = try onSmallStack { [options] in
            Compatibility.judge(old: pair.old, new: pair.new, dialect: pair.dialect, options: options)
        }
        for verdict in [judgement.backward, judgement.forward] {
            if case .unknown(let reason) = verdict { #expect(!reason.contains("could not be confirmed")) }
        }
    }

    @Test(arguments: [
        ("oneOf of 20 objects, told apart", "no no"), ("anyOf of 100 objects, told apart", "no no"),
        ("anyOf of 100 objects, overlapping", "no no"), ("allOf of 100 objects, overlapping", "no no"),
        ("enum of 10,000 strings", "no no"), ("lists that double 60 times", "unknown unknown"),
        ("maxLength 1e999999999", "no yes"), ("minItems 2147483648", "yes no"),
    ])
    func `most of them are decided`(name: String, expected: String) throws {
        let pair = try #require(HostilePairs.all.first { $0.name == name })
        let judgement = Compatibility.judge(old: pair.old, new: pair.new, dialect: pair.dialect)
        #expect([judgement.backward, judgement.forward].map(letter).joined(separator: " ") == expected)
        #expect(judgement.steps < 3 * Compatibility.Options().steps)
    }

    private func letter(_ verdict: Verdict) -> String {
        switch verdict {
        case .compatible: "yes"
        case .breaking: "no"
        case .unknown: "unknown"
        }
    }

    /// The verdicts on single changes together cost little more than the one on the whole, however many there are.
    @Test(arguments: [
        "oneOf of 1,000 ranges", "a cycle of 500 references", "900 levels of not", "450 levels of oneOf",
        "900 levels of an unknown keyword", "allOf that doubles",
    ])
    func `the changes of such a pair are judged within a budget, on a small stack`(name: String) throws {
        let pair = try #require(HostilePairs.all.first { $0.name == name })
        let spent = StepCount()
        let changes = try onSmallStack {
            let classifier = Classifier(options: .init(schema: "s")) { old, oldPlace, new, newPlace in
                var options = Compatibility.Options()
                options.steps = 40_000
                let judgement = Compatibility.judge(
                    old: old, oldPointer: oldPlace, new: new, newPointer: newPlace, options: options)
                spent.add(judgement.steps)
                return judgement
            }
            return classifier.drift(from: pair.old, to: pair.new).changes.count
        }
        #expect(changes > 0)
        #expect(spent.total < 800_000)
    }
}

/// Only one thread counts at a time: the judge is asked one question after the other.
private final class StepCount: @unchecked Sendable {
    private(set) var total = 0
    func add(_ steps: Int) { total += steps }
}
