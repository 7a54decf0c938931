import Testing

@testable import DriftCore

/// Whatever two documents say: an answer, in bounded steps, on any thread.
@Suite struct HostilePairTests {
    /// Work that is not paid for in steps, or nests calls without end, shows here.
    @Test(.timeLimit(.minutes(2)), arguments: HostilePairs.all)
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
}
