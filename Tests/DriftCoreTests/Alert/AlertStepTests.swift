import DriftCore
import Testing

/// The life of an alert by tables, without a store: a small machine keeps what a store would.
@Suite struct AlertStepTests {
    /// One line for each draft: `SECOND EVENT TARGET`, and what becomes of it. `!` closes; `#` comes with a version; `^` hands
    /// the newest message out first. Drafts without a target have `-`.
    @Test(
        arguments: [
            // The first is told at once, those that join before it is sent are in it.
            ([("0 drift.detected a", "opens; drift.detected in 5 s"), ("3 drift.detected b", "joins")], "a wave"),
            // What joins later is summed up, less and less often.
            (
                [
                    ("0 drift.detected a", "opens; drift.detected in 5 s"),
                    ("^10 drift.detected b", "drift.updated in 170 s"),
                    ("100 drift.detected c", "joins"),
                    ("^200 drift.detected d", "drift.updated in 530 s"),
                    ("^800 drift.detected e", "drift.updated in 2280 s"),
                ], "summaries"
            ),
            // The end for one of two is no end; the end for both is.
            (
                [
                    ("0 drift.detected a", "opens; drift.detected in 5 s"), ("1 drift.detected b", "joins"),
                    ("^10 drift.closed a !", "drift.closed in 5 s"), ("12 drift.closed b !", "joins; closes"),
                    ("20 drift.closed b !", "nothing"), ("30 drift.detected a", "opens; drift.detected in 5 s"),
                ], "ends"
            ),
            // A summary that still waits goes out before an end that comes after it.
            (
                [
                    ("0 drift.detected a", "opens; drift.detected in 5 s"),
                    ("^10 drift.detected b", "drift.updated in 170 s"),
                    ("20 drift.closed a !", "releases; drift.closed in 5 s"),
                ], "released"
            ),
            // The same target in the same way once more, while the first is open: told if a version comes with it.
            (
                [
                    ("0 drift.detected a", "opens; drift.detected in 5 s"), ("^10 drift.detected a", "nothing"),
                    ("20 drift.detected a #", "drift.updated in 5 s"),
                ], "again"
            ),
            // Health: another event each time, the same one once.
            (
                [
                    ("0 target.lost a", "opens; target.lost in 5 s"), ("^10 target.lost a", "nothing"),
                    ("20 target.suspect a", "target.suspect in 5 s"), ("^30 target.lost a", "target.lost in 5 s"),
                    ("^40 target.recovered a !", "target.recovered in 5 s; closes"),
                    ("50 target.recovered a !", "nothing"),
                ], "health"
            ),
            // About no single target: many report it, it is told once, and its end too.
            (
                [
                    ("0 credential.locked -", "opens; credential.locked in 5 s"), ("^1 credential.locked -", "nothing"),
                    ("2 credential.recovered - !", "credential.recovered in 5 s; closes"),
                    ("3 credential.recovered - !", "nothing"),
                ], "a login"
            ),
            // The end of what nobody was told of is told.
            ([("0 drift.closed a !", "opens; drift.closed in 5 s; closes")], "an end alone"),
            // A clock that went back makes a summary wait no longer than its step.
            (
                [
                    ("100000 drift.detected a", "opens; drift.detected in 5 s"),
                    ("^0 drift.detected b", "drift.updated in 180 s"),
                ], "the clock"
            ),
        ] as [([(String, String)], String)])
    func `each draft has the step that follows from what was told`(_ drafts: [(String, String)], _ name: String) {
        var keeper = Keeper()
        for (draft, expected) in drafts {
            let step = keeper.take(draft)
            #expect(step == expected, "\(name): \(draft)")
        }
    }

    @Test func `what is worse than what was told does not wait for the summary`() throws {
        var keeper = Keeper()
        var steps: [String] = []
        steps.append(keeper.take("0 drift.detected a", impact: .compatible))
        steps.append(keeper.take("^10 drift.detected b", impact: .breaking))
        steps.append(keeper.take("11 drift.detected c", impact: .semantic))
        #expect(steps == ["opens; drift.detected in 5 s", "drift.updated in 5 s", "joins"])
        #expect(keeper.impact == .breaking)
    }

    @Test func `a hundred regions that follow each other through an hour are a handful of messages`() {
        var keeper = Keeper()
        var messages = 0
        for region in 0..<100 {
            let second = region * 36
            let step = keeper.take("\(keeper.isDue(at: second) ? "^" : "")\(second) drift.detected r\(region)")
            if step.contains("drift.") { messages += 1 }
        }
        #expect(messages <= 5)
        #expect(keeper.targets.count == 100)
    }
}

/// Keeps of one group what a store keeps.
private struct Keeper {
    private(set) var targets: [String: Bool] = [:]
    private var isOpen = false
    private var messages: [(event: EventKind, time: Timestamp, due: Timestamp, targets: Set<String>)] = []
    private var isSealed = false
    private(set) var impact: Impact?
    private let rules = AlertRules(grouping: .seconds(5))

    func isDue(at second: Int) -> Bool { messages.last.map { $0.due <= Sample.time(Int64(second)) } ?? false }

    mutating func take(_ text: String, impact: Impact = .breaking) -> String {
        let words = text.split(separator: " ").map(String.init)
        if words[0].hasPrefix("^") { isSealed = true }
        let time = Sample.time(Int64(words[0].drop { $0 == "^" })!)
        let target = words[2] == "-" ? nil : words[2]
        let draft = AlertDraft(
            event: EventKind(rawValue: words[1])!, group: "g",
            target: target.map { AlertTarget(key: try! TargetKey("lab/\($0)/images"), url: "http://a.test") },
            impact: impact, message: "m", channels: ["ops"], closes: words.last == "!")
        guard
            let step = AlertStep(draft, after: state(of: target), isVersion: words.last == "#", rules: rules, at: time)
        else { return "nothing" }
        return keep(step, target, impact, time)
    }

    private func state(of target: String?) -> AlertState? {
        guard let last = messages.last else { return nil }
        let part: AlertState.Part =
            switch target.flatMap({ targets[$0] }) {
            case nil: .none
            case false?: .left
            case true?: .open(lastTold: messages.last { $0.targets.contains(target ?? "") }?.event)
            }
        return AlertState(
            isOpen: isOpen, openTargets: targets.values.count { $0 }, part: part,
            recent: messages.reversed().map(\.event),
            newest: AlertState.Newest(time: last.time, impact: impact, isSealed: isSealed))
    }

    private mutating func keep(_ step: AlertStep, _ target: String?, _ impact: Impact, _ time: Timestamp) -> String {
        var words: [String] = []
        if step.opensAlert { (isOpen, targets, messages) = (true, [:], []); words.append("opens") }
        if let target { targets[target] = !step.leaves }
        if step.releasesNewest { words.append("releases") }
        switch step.telling {
        case .joinNewest(let worst):
            self.impact = worst
            messages[messages.count - 1].targets.formUnion(target.map { [$0] } ?? [])
            words.append("joins")
        case .message(let event, let wait):
            (self.impact, isSealed) = (impact, false)
            messages.append((event, time, time.advanced(by: wait), target.map { [$0] } ?? []))
            words.append("\(event.rawValue) in \(wait.components.seconds) s")
        }
        if step.closesAlert { isOpen = false; words.append("closes") }
        return words.joined(separator: "; ")
    }
}
