/// The result of a cycle.
package struct CheckReport: Sendable {
    package var started: Timestamp
    package var finished: Timestamp
    /// In the order of the targets' keys.
    package var results: [CheckResult]
    /// What kept targets from being checked at all: the store's troubles, refused clouds.
    package var troubles: [String]
    /// Alerts of this cycle or an earlier one that did not arrive.
    package var undelivered: [Undelivered]
    /// What is open now, over all targets of the store; nil when nothing is.
    package var open: OpenTally?

    package init(
        started: Timestamp, finished: Timestamp, results: consuming [CheckResult], troubles: [String],
        undelivered: [Undelivered] = [], open: OpenTally? = nil
    ) {
        self.started = started
        self.finished = finished
        self.results = results
        self.troubles = troubles
        self.undelivered = undelivered
        self.open = open
        sortResults()
    }

    /// Thousands of results are compared by keys that are written once, and change places without a copy of them all.
    private mutating func sortResults() {
        let keys = results.map { Array($0.target.key.description.utf8) }
        var source = results.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
        for start in source.indices {
            var place = start
            while source[place] != start {
                let next = source[place]
                results.swapAt(place, next)
                source[place] = place
                place = next
            }
            source[place] = place
        }
    }

    package var json: JSONValue {
        var summary = JSONObject()
        for name in CheckOutcome.names {
            let count = results.count { $0.outcome.name == name }
            if count > 0 { summary[JSONString(name)] = JSONValue(count) }
        }
        var object: JSONObject = [
            "started": JSONValue(started.description),
            "finished": JSONValue(finished.description),
            "summary": .object(summary),
            "targets": .array(results.map(\.json)),
        ]
        if !troubles.isEmpty { object["troubles"] = .array(troubles.map { JSONValue($0) }) }
        if !undelivered.isEmpty { object["undelivered"] = .array(undelivered.map(\.json)) }
        object["open"] = open?.json
        return .object(object)
    }

    /// - Parameter tellsOpenDrift: Each target with drift of an earlier check has a line too.
    package func text(_ style: TextStyle, tellsOpenDrift: Bool = false) -> String {
        var lines = CheckBlocks(results: results).lines(style)
        if tellsOpenDrift {
            lines += results.filter { $0.hasOpenDrift && $0.outcome.drift == nil }.map { $0.openLine(style) }
        }
        lines += troubles.map { "\(style.red("trouble")): \($0.shown(limit: 500))" }
        lines += undelivered.map { "\(style.red("trouble")): \($0.sentence.shown(limit: 1000))" }
        let counts = CheckOutcome.names.compactMap { name -> String? in
            let count = results.count { $0.outcome.name == name }
            return count > 0 ? "\(count) \(name)" : nil
        }
        let time = started.duration(to: finished).inWords
        let targets = results.count == 1 ? "1 target" : "\(results.count) targets"
        lines.append("\(targets) checked in \(time): \(counts.isEmpty ? "nothing" : counts.joined(separator: ", "))")
        if let open {
            lines.append("\(open.phrase("still open")) since \(open.since.day); driftmonitor status")
        }
        return lines.joined(separator: "\n")
    }
}

extension CheckOutcome {
    var isWorthALine: Bool {
        switch self {
        case .unchanged, .absent: false
        default: true
        }
    }
}

extension CheckResult {
    package var json: JSONValue {
        var object: JSONObject = [
            "target": JSONValue(target.key.description),
            "url": JSONValue(target.url),
            "outcome": JSONValue(outcome.name),
            "duration_ms": JSONValue(Int(duration.milliseconds)),
        ]
        if let version { object["version"] = JSONValue(version) }
        if let digest { object["digest"] = JSONValue(digest.hex) }
        if let status { object["status"] = JSONValue(status) }
        if let message { object["message"] = JSONValue(message) }
        if hasOpenDrift { object["open"] = true }
        object["drift"] = outcome.drift?.json
        return .object(object)
    }

    /// Why `--fail-on-open` fails where this check found nothing new.
    fileprivate func openLine(_ style: TextStyle) -> String {
        let key = target.key.description
        return "\(style.bold(key.shown()))  \(style.yellow("open"))  drift of an earlier check is not accepted; "
            + "see 'driftmonitor history \(key.shown())'"
    }

    /// The target and what became of it; what drifted is told by lines below.
    func line(_ style: TextStyle) -> String {
        let key = style.bold(target.key.description.shown())
        switch outcome {
        case .drifted(_, let from, let flip):
            let versions = "version \(from) → \(version ?? from + 1)\(flip ? ", seen before" : "")"
            return "\(key)  \(style.red("drifted"))  (\(versions))"
        case .reverted(_, let from):
            return "\(key)  \(style.green("reverted"))  (version \(from) → \(version ?? from + 1), the baseline again)"
        case .initial:
            return "\(key)  initial  (version 1 is the baseline)"
        default:
            let word = outcome.isFailure ? style.red(outcome.name) : style.yellow(outcome.name)
            return "\(key)  \(word)\(message.map { "  \($0.shown(limit: 500))" } ?? "")"
        }
    }
}
