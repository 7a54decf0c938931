/// Takes one target through every station: fetch, compare with the latest version, confirm, judge, store.
///
/// A check that needs a second look hands itself back as `CheckInProgress`, so nothing waits while a task, a connection
/// or a slot is held.
package struct Checker: Sendable {
    package let fetcher: Fetcher
    package let store: any SchemaStore
    package let rules: CheckRules
    package let now: @Sendable () -> Timestamp

    package init(
        fetcher: Fetcher, store: any SchemaStore, rules: CheckRules, now: @escaping @Sendable () -> Timestamp
    ) {
        self.fetcher = fetcher
        self.store = store
        self.rules = rules
        self.now = now
    }

    package func begin(_ target: Target) async throws(StoreError) -> CheckStep {
        let state = try await store.state(of: target.key)
        let latest = try await latestView(state, target)
        let answer = await fetcher.fetch(
            target, known: state?.latest?.document, conditions: conditions(target, state))
        return try await go(on: CheckInProgress(target: target, answers: []), with: answer, state, latest)
    }

    package func resume(_ check: CheckInProgress) async throws(StoreError) -> CheckStep {
        let state = try await store.state(of: check.target.key)
        let latest = try await latestView(state, check.target)
        let answer = await fetcher.fetch(
            check.target, known: state?.latest?.document, onFreshConnection: true)
        return try await go(on: check, with: answer, state, latest)
    }

    /// A check that failed before it could fetch: the login that leads to the target does not work.
    package func fail(_ target: Target, _ error: FetchError) async throws(StoreError) -> CheckResult {
        let state = try await store.state(of: target.key)
        let check = CheckInProgress(target: target, answers: [.failed(error)])
        return try await conclude(
            Conclusion(
                check: check, decision: .failed(error), state: state, latestView: state?.latest?.view,
                health: state?.health ?? TargetHealth(), time: now()))
    }

    /// The cloud no longer names the target's region: told once, versions and baseline stay.
    /// - Returns: nil where there is nothing to tell: it never published anything, or was told to be gone before.
    package func leave(_ target: Target, because reason: String) async throws(StoreError) -> CheckResult? {
        let state = try await store.state(of: target.key)
        let health = state?.health ?? TargetHealth()
        guard let latest = state?.latest, !health.told.contains(.targetGone) else { return nil }
        return try await conclude(
            Conclusion(
                check: CheckInProgress(target: target, answers: []), decision: .left(reason: reason), state: state,
                latestView: latest.view, health: health, time: now()))
    }

    private func go(
        on check: CheckInProgress, with answer: Answer, _ state: TargetState?, _ latest: Digest?
    ) async throws(StoreError) -> CheckStep {
        var check = check
        check.answers.append(seen(answer, check.target, state, latest))
        let health = state?.health ?? TargetHealth()
        let decision = Decision(
            answers: check.answers, latestView: latest, isGone: health.told.contains(.targetGone))
        if decision == .fetchAgain { return .fetchAgain(check, after: rules.confirmAfter) }
        var attempt = Conclusion(
            check: check, decision: decision, state: state, latestView: latest, health: health, time: now())
        for _ in 0..<5 {
            do throws(StoreError) {
                return .done(try await conclude(attempt))
            } catch .stale {
                // Another process stored a version meanwhile: judge the same answers against that one.
                let state = try await store.state(of: check.target.key)
                let latest = try await latestView(state, check.target)
                let health = state?.health ?? TargetHealth()
                var decision = Decision(
                    answers: check.answers, latestView: latest, isGone: health.told.contains(.targetGone))
                if decision == .fetchAgain { decision = .unconfirmed }
                attempt = Conclusion(
                    check: check, decision: decision, state: state, latestView: latest, health: health, time: now())
            }
        }
        throw .stale(target: check.target.key.description)
    }

    /// The latest version's view under the rules in force. Rules that changed since are no event: the view is made anew.
    private func latestView(_ state: TargetState?, _ target: Target) async throws(StoreError) -> Digest? {
        guard let latest = state?.latest else { return nil }
        guard latest.rules != target.ignore.rulesDigest else { return latest.view }
        return try await view(of: latest.document, target)
    }

    func view(of document: Digest, _ target: Target) async throws(StoreError) -> Digest {
        target.viewDigest(of: try await text(of: document, target), digest: document)
    }

    /// What a version names and the store does not have is damage, never a difference.
    func text(of document: Digest, _ target: Target) async throws(StoreError) -> [UInt8] {
        guard let text = try await store.canonicalText(of: document) else {
            throw damaged("document \(document.hex.prefix(12)) of \(target.key) is missing")
        }
        return text
    }

    func damaged(_ detail: String) -> StoreError { .damaged(path: store.place, detail: detail) }

    private func seen(_ answer: Answer, _ target: Target, _ state: TargetState?, _ latest: Digest?) -> SeenAnswer {
        switch answer {
        case .document(let document):
            // The same text has the same view, and needs no second reading.
            if document.digest == state?.latest?.document, let latest {
                return .document(SeenDocument(document: document, view: latest))
            }
            let view = target.viewDigest(of: document.text, digest: document.digest)
            return .document(SeenDocument(document: document, view: view))
        case .notModified: return .notModified
        case .notFound: return .notFound
        case .suspect(let suspicion): return .suspect(suspicion)
        case .failed(let error): return .failed(error)
        }
    }

    /// Servers lie about validators, so after twelve intervals, and once a day, the whole document is asked for. How long
    /// ago that was is the store's to know: checks from cron come at the same hour each day, and no process sees two of them.
    private func conditions(_ target: Target, _ state: TargetState?) -> Fetcher.Conditions {
        guard let state, state.health.isClean, state.latest != nil, let last = state.lastFull else { return .none }
        let trusted = Pause(from: last, for: min(target.interval * 12, .seconds(86_400)) - target.interval / 2)
        guard !trusted.isOver(at: now()) else { return .none }
        return Fetcher.Conditions(entityTag: state.entityTag, lastModified: state.lastModified)
    }
}

/// A check between two fetches.
package struct CheckInProgress: Hashable, Sendable {
    package var target: Target
    /// In turn, at most three.
    package var answers: [SeenAnswer]
    /// Spent in fetches so far.
    package var spent: Duration = .zero

    package init(target: Target, answers: [SeenAnswer]) {
        self.target = target
        self.answers = answers
    }
}

package enum CheckStep: Hashable, Sendable {
    case fetchAgain(CheckInProgress, after: Duration)
    case done(CheckResult)
}

/// What a check needs to know beside the target.
package struct CheckRules: Sendable {
    package var confirmAfter: Duration
    /// So many failed checks in a row make a target lost.
    package var lostAfter: Int
    package var judge: @Sendable (Target, _ old: JSONValue, _ new: JSONValue) -> Drift
    /// The names of the channels that hear of an event.
    package var route: @Sendable (EventKind, Impact?) -> [String]

    package init(
        confirmAfter: Duration = .seconds(2), lostAfter: Int = 3,
        judge: @escaping @Sendable (Target, _ old: JSONValue, _ new: JSONValue) -> Drift,
        route: @escaping @Sendable (EventKind, Impact?) -> [String]
    ) {
        self.confirmAfter = confirmAfter
        self.lostAfter = lostAfter
        self.judge = judge
        self.route = route
    }
}

extension Target {
    /// The digest of a document's view under this target's rules; the document's own where there are none.
    package func viewDigest(of text: [UInt8], digest: Digest) -> Digest {
        guard !ignore.isEmpty, let value = try? JSONValue(parsing: text) else { return digest }
        return Digest(of: ignore.view(of: value).canonicalText)
    }
}
