/// The life of an alert: what one more draft of its group makes of it. Pure; stores persist the result and decide nothing.
///
/// ```
///             told                     joined, left               all left, accepted
///  (nothing) ------> open, message 1 ----------------> message n ---------------------> closed
/// ```
///
/// An alert is all that is told of one group while it is open. The first message goes out at once (after a short wait for
/// others); targets that join later are summed up in messages that come less and less often. A message takes further
/// targets in until it has been handed out once.
package struct AlertStep: Hashable, Sendable {
    /// A new alert begins, instead of going on with the one that was known.
    package var opensAlert: Bool
    package var telling: Telling
    /// A message that still waits for others shall go out now: another kind of message comes after it.
    package var releasesNewest: Bool
    /// It is over for the draft's target; else the target has joined.
    package var leaves: Bool
    /// It is over for all.
    package var closesAlert: Bool

    package enum Telling: Hashable, Sendable {
        /// The newest message names one more target; its impact is this from now on.
        case joinNewest(Impact?)
        /// A message of its own, handed out no sooner than after the wait.
        case message(EventKind, wait: Duration)
    }
}

extension AlertStep {
    /// - Parameters:
    ///   - state: Nil when the group never had an alert.
    ///   - isVersion: The draft comes with a version that is stored now. Such a thing is always told: a target may
    ///     change in the same way a second time while the first is open.
    /// - Returns: nil when there is nothing to tell.
    package init?(_ draft: AlertDraft, after state: AlertState?, isVersion: Bool, rules: AlertRules, at time: Timestamp)
    {
        let current = state.flatMap { $0.isOpen ? $0 : nil }
        if draft.closes {
            if let state, state.isOver(for: draft) { return nil }
        } else if let current, !isVersion, current.wasTold(draft) {
            return nil
        }
        let wasOpen = if case .open = current?.part { true } else { false }
        leaves = draft.closes
        closesAlert =
            draft.closes && (draft.target == nil || (current?.openTargets ?? 0) - (wasOpen ? 1 : 0) <= 0)
        // What ends may be forgotten by now, or have been told to nobody: its end is told all the same.
        guard let current, let newest = current.newest, let last = current.recent.first else {
            (opensAlert, releasesNewest) = (true, false)
            telling = .message(draft.event, wait: rules.grouping)
            return
        }
        opensAlert = false
        let isSameKind = last.kind == draft.event.kind
        releasesNewest = !isSameKind && !newest.isSealed
        if isSameKind, !newest.isSealed {
            telling = .joinNewest([newest.impact, draft.impact].compactMap(\.self).max())
            return
        }
        let event: EventKind = draft.event == .driftDetected ? .driftUpdated : draft.event
        let joins = isSameKind && draft.target != nil && !(wasOpen && !draft.closes)
        let isWorse = draft.impact.map { $0 > newest.impact ?? .cosmetic } ?? false
        telling = .message(
            event, wait: joins && !isWorse ? rules.wait(current.run, since: newest.time, at: time) : rules.grouping)
    }
}

extension AlertState {
    fileprivate func isOver(for draft: AlertDraft) -> Bool {
        draft.target == nil ? !isOpen : part == .left
    }

    /// The same event for the same target is told once while the alert is open: many targets report one refused login,
    /// and a check may come to the same conclusion again.
    fileprivate func wasTold(_ draft: AlertDraft) -> Bool {
        let last: EventKind? =
            switch part {
            case .open(let told): told
            case .none: draft.target == nil ? recent.first : nil
            case .left: nil
            }
        return last?.kind == draft.event.kind
    }

    /// How many messages of the newest one's kind stand at the end.
    fileprivate var run: Int {
        guard let kind = recent.first?.kind else { return 0 }
        return recent.prefix { $0.kind == kind }.count
    }
}

extension AlertRules {
    /// - Parameter run: How many messages of this kind went before.
    fileprivate func wait(_ run: Int, since last: Timestamp, at time: Timestamp) -> Duration {
        let gap = min(longestSummary, summary * (1 << (2 * min(run - 1, 10))))
        // A clock that was set makes nobody wait longer than the gap.
        return min(gap, max(grouping, gap - last.duration(to: time)))
    }
}

extension EventKind {
    /// A drift that reaches one more region is the same event as the drift.
    fileprivate var kind: EventKind { self == .driftUpdated ? .driftDetected : self }
}
