/// How things stand, on one screen: what matters most first, what to do next last.
package struct StatusReport: Sendable {
    package var standing: Standing
    /// What the commands that it names need to find the same store: ` --store FILE`, or nothing.
    package var options: String
    /// No line of the text is longer, but for a command, which is to be copied whole.
    package var width: Int

    package init(_ standing: Standing, options: String = "", width: Int = 80) {
        self.standing = standing
        self.options = options
        self.width = width
    }

    package func text(_ style: TextStyle) -> String {
        var lines = headline(style)
        for part in parts {
            lines += ["", style.bold(part.title)] + part.rows.prefix(limit).flatMap { self.lines(of: $0, style) }
            if part.rows.count > limit { lines.append("  … and \(part.rows.count - limit) more") }
        }
        if let next { lines += ["", "Next: \(style.bold(next))"] }
        return lines.joined(separator: "\n")
    }

    package var markdown: String {
        var lines = ["# \(standing.level == .well ? "All is well" : phrases.joined(separator: ", "))", "", census]
        for part in parts {
            lines += ["", "## \(part.title)", ""]
            lines += part.rows.prefix(limit).map { row in
                "- **\(row.mark)** \(Self.escaped(row.text)): \(Self.escaped(row.detail))"
            }
            if part.rows.count > limit { lines.append("- … and \(part.rows.count - limit) more") }
        }
        if let next { lines += ["", "Next: `\(next)`"] }
        return lines.joined(separator: "\n")
    }

    /// How many rows a part has: together they shall fit a screen.
    private var limit: Int { max(2, 8 / max(1, parts.count)) }

    /// The characters that Markdown gives a meaning inside a line.
    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            if "\\`*_[]<>|#&".contains(character) { result.append("\\") }
            result.append(character)
        }
    }
}

// MARK: The first and the last line

extension StatusReport {
    /// What is wrong, then how much was looked at; both on one line when all is well.
    private func headline(_ style: TextStyle) -> [String] {
        guard standing.level > .well else { return ["\(style.green("All is well")): \(census)"] }
        var lines: [String] = []
        for phrase in phrases {
            if let last = lines.last, last.count + phrase.count + 3 <= width {
                lines[lines.count - 1] = "\(last), \(phrase)"
            } else {
                if let last = lines.last { lines[lines.count - 1] = "\(last)," }
                lines.append(phrase)
            }
        }
        return lines.map { standing.level == .trouble ? style.red($0) : style.yellow($0) } + [census]
    }

    /// `14 targets, checked last 5 min ago`
    private var census: String {
        let count = standing.targets == 1 ? "1 target" : "\(standing.targets) targets"
        return count + (standing.lastCheck.map { ", checked last \(age(of: $0)) ago" } ?? ", none checked yet")
    }

    /// `2 drifts open (1 breaking)`, `3 targets in trouble` …
    private var phrases: [String] {
        var phrases: [String] = []
        func add(_ count: Int, _ one: String, _ many: String) {
            if count > 0 { phrases.append(count == 1 ? "1 \(one)" : "\(count) \(many)") }
        }
        if let tally = OpenTally(standing.open) { phrases.append(tally.phrase("open")) }
        add(standing.troubles.reduce(0) { $0 + $1.targets.count }, "target in trouble", "targets in trouble")
        let overdue = standing.queue.filter(\.isOverdue)
        add(overdue.reduce(0) { $0 + $1.count }, "message not delivered", "messages not delivered")
        add(standing.logins.count, "login refused", "logins refused")
        return phrases
    }

    /// What to do about the worst; nil when nothing is to be done.
    private var next: String? {
        if let trouble = standing.troubles.first(where: \.isSevere), standing.logins.isEmpty {
            let target = Self.quoted(trouble.first.target.description)
            return trouble.kind == .suspect
                ? "driftmonitor show --suspect \(target)\(options)" : "driftmonitor check \(target)\(options)"
        }
        if !standing.logins.isEmpty { return "driftmonitor doctor" }
        if standing.queue.contains(where: \.isOverdue) { return "driftmonitor notify list\(options)" }
        if !standing.open.isEmpty { return "driftmonitor history --open\(options)" }
        return standing.troubles.first.map {
            "driftmonitor history \(Self.quoted($0.first.target.description))\(options)"
        }
    }

    /// As a shell takes it for one word.
    package static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "/-_.:@+,%=".utf8.contains(byte)
            }
        }
        return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
    }

    private func age(of time: Timestamp) -> String {
        let age = time.duration(to: standing.time)
        return age < .seconds(60) ? "less than a minute" : age.inWords
    }
}

extension OpenTally {
    /// `12 drifts open (10 breaking)`; the impact is left out where no drift breaks anything.
    package func phrase(_ state: String) -> String {
        let count = drifts == 1 ? "1 drift \(state)" : "\(drifts) drifts \(state)"
        let worst = [Impact.breaking, .unknown].compactMap { impact in
            impacts[impact].map { "\($0) \(impact.rawValue)" }
        }
        return worst.isEmpty ? count : "\(count) (\(worst.joined(separator: ", ")))"
    }
}

extension CommonTrouble {
    /// What is the matter, for a person who never saw the word.
    fileprivate var sentence: String {
        switch kind {
        case .failed where first.isCredentialsFault: "cannot be looked at: the login was refused"
        case .failed where targets.count == 1 && first.failures > 1: "failed \(first.failures) times in a row"
        case .failed: "the last check failed"
        case .suspect: "what it answers cannot be its schema"
        case .gone: "publishes its document no longer"
        case .unstable: "the answers differ from fetch to fetch"
        case .flapping: "goes back and forth between documents it published before"
        }
    }
}

// MARK: The parts

extension StatusReport {
    private struct Part {
        var title: String
        var rows: [Row]
    }

    private struct Row {
        /// The word that stands first.
        var mark: String
        var impact: Impact?
        var text: String
        /// The line below it.
        var detail: String
    }

    private var parts: [Part] {
        [
            Part(title: "Open drift", rows: standing.open.map { row($0) }),
            Part(title: "Targets in trouble", rows: standing.troubles.map { row($0) }),
            Part(title: "Not delivered", rows: standing.queue.map { row($0) }),
            Part(title: "Logins refused", rows: standing.logins.map { row($0) }),
        ].filter { !$0.rows.isEmpty }
    }

    private func row(_ open: OpenDrift) -> Row {
        let worst = open.drift.changes.max { $0.impact < $1.impact }
        let more = open.drift.changes.count > 1 ? " and \(open.drift.changes.count - 1) more" : ""
        let change = worst.map { "\($0.kind.id) \($0.pointer == .root ? "(root)" : $0.pointer.description.shown())" }
        return Row(
            mark: open.impact.rawValue, impact: open.impact,
            text: "\(open.schema.name.shown())  \(change ?? "no change")\(more)",
            detail: "for \(age(of: open.since)) in \(places(open.targets))")
    }

    private func row(_ trouble: CommonTrouble) -> Row {
        let first = trouble.first.target
        let name =
            trouble.targets.count == 1
            ? first.description.shown()
            : "\(trouble.targets.count) targets of \(first.cloud.name.shown()), such as \(first.description.shown())"
        let since = trouble.since.map { ", for \(age(of: $0))" } ?? ""
        return Row(mark: trouble.kind.rawValue, text: name, detail: trouble.sentence + since)
    }

    private func row(_ undelivered: UndeliveredChannel) -> Row {
        let count = undelivered.count == 1 ? "1 message" : "\(undelivered.count) messages"
        return Row(
            mark: undelivered.state.rawValue, text: "\(count) to \(undelivered.channel.shown())",
            detail: undelivered.reason?.shown(limit: 300) ?? "not tried yet")
    }

    private func row(_ login: PausedLogin) -> Row {
        let wait = max(standing.time.duration(to: login.until), .zero).inWords
        return Row(
            mark: "paused", text: "\("\(login.credential)".shown()), tried again in \(wait)",
            detail: login.reason.shown(limit: 300))
    }

    /// `lab: RegionOne, RegionTwo and 3 more`, or the clouds with their numbers where there are several.
    private func places(_ targets: [TargetKey]) -> String {
        let clouds = Dictionary(grouping: targets, by: \.cloud).sorted { $0.key.name < $1.key.name }
        guard clouds.count == 1, let (cloud, targets) = clouds.first else {
            let named = clouds.prefix(3).map { "\($0.key.name.shown()) (\($0.value.count))" }.joined(separator: ", ")
            return clouds.count > 3 ? "\(named) and \(clouds.count - 3) more clouds" : named
        }
        let regions = targets.map { $0.region?.name.shown() ?? "-" }
        guard regions != ["-"] else { return cloud.name.shown() }
        let more = regions.count > 3 ? " and \(regions.count - 3) more" : ""
        return "\(cloud.name.shown()): \(regions.prefix(3).joined(separator: ", "))\(more)"
    }

    private func lines(of row: Row, _ style: TextStyle) -> [String] {
        let mark = row.mark.padded(to: 10)
        let room = max(20, width - 14)
        return [
            "  \(row.impact.map { style.impact($0, mark) } ?? style.yellow(mark))  \(row.text.cut(to: room))",
            String(repeating: " ", count: 14) + style.dim(row.detail.cut(to: room)),
        ]
    }
}

extension String {
    /// At most so many characters, the last an ellipsis where there were more.
    fileprivate func cut(to width: Int) -> String {
        count <= width ? self : prefix(width - 1) + "…"
    }
}
