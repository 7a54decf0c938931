import DriftCore

extension MemoryStore {
    struct AlertEntry {
        let id: String
        let group: String
        var isOpen = true
        var targets: [TargetKey: (url: String, isOpen: Bool)] = [:]
        var messages: [MessageEntry] = []
    }

    struct MessageEntry {
        var message: Message
        var grouping: Pause
        var isSealed = false
        var targets: Set<TargetKey> = []
    }

    struct DeliveryEntry {
        let id: Int64
        let channel: String
        let alert: Int
        let sequence: Int
        var progress = DeliveryProgress()
        var body: [UInt8]?
    }

    // MARK: Alerts

    func tell(_ draft: AlertDraft, isVersion: Bool, time: Timestamp) {
        let known = alertRows.lastIndex { $0.group == draft.group }
        let step = AlertStep(
            draft, after: known.map { state(of: alertRows[$0], draft.target?.key) }, isVersion: isVersion,
            rules: alerts,
            at: time)
        guard let step else { return }
        if step.opensAlert || known == nil {
            alertRows.append(AlertEntry(id: "alr_" + id(26), group: draft.group))
        }
        let alert = step.opensAlert ? alertRows.count - 1 : known ?? alertRows.count - 1
        if let target = draft.target { alertRows[alert].targets[target.key] = (target.url, !step.leaves) }
        let last = alertRows[alert].messages.count - 1
        if step.releasesNewest {
            alertRows[alert].messages[last].grouping.until = min(alertRows[alert].messages[last].grouping.until, time)
        }
        switch step.telling {
        case .joinNewest(let impact): alertRows[alert].messages[last].message.impact = impact
        case .message(let event, let wait):
            let message = Message(
                id: "msg_" + id(26), alertID: alertRows[alert].id, sequence: last + 2, event: event, time: time,
                impact: draft.impact, fingerprint: draft.fingerprint, targets: [], text: draft.message,
                drift: draft.drift.map { BoundedDrift($0) })
            alertRows[alert].messages.append(
                MessageEntry(message: message, grouping: Pause(from: time, for: wait)))
        }
        let newest = alertRows[alert].messages.count - 1
        if let target = draft.target { alertRows[alert].messages[newest].targets.insert(target.key) }
        for channel in draft.channels
        where !deliveryRows.contains(where: { $0.channel == channel && $0.alert == alert && $0.sequence == newest }) {
            deliveryRows.append(
                DeliveryEntry(id: Int64(nextID()), channel: channel, alert: alert, sequence: newest))
        }
        if step.closesAlert { alertRows[alert].isOpen = false }
    }

    private func id(_ width: Int) -> String {
        let number = String(nextID())
        return String(repeating: "a", count: width - number.count) + number
    }

    private func state(of alert: AlertEntry, _ target: TargetKey?) -> AlertState {
        let part: AlertState.Part =
            switch target.flatMap({ alert.targets[$0]?.isOpen }) {
            case nil: .none
            case false?: .left
            case true?:
                .open(lastTold: alert.messages.last { $0.targets.contains(target!) }?.message.event)
            }
        return AlertState(
            isOpen: alert.isOpen, openTargets: alert.targets.values.count { $0.isOpen }, part: part,
            recent: alert.messages.reversed().prefix(8).map(\.message.event),
            newest: alert.messages.last.map {
                AlertState.Newest(time: $0.message.time, impact: $0.message.impact, isSealed: $0.isSealed)
            })
    }

    // MARK: Deliveries

    func claimDeliveries(
        channels names: [String], limit: Int, lease: Duration, ignoringBackOffSince since: Timestamp?, now: Timestamp
    ) -> [Delivery] {
        var claimed: [Delivery] = []
        for name in names where claimed.count < limit {
            let isUnderWay = deliveryRows.contains {
                $0.channel == name && $0.progress.state == .pending && !$0.progress.lease.isOver(at: now)
            }
            let room = (channels[name] ?? ChannelState()).room(
                limit - claimed.count, isUnderWay: isUnderWay, ignoringPause: since != nil, now: now)
            let ready = next(name).filter {
                deliveryRows[$0].progress.mayBeTaken(
                    grouping: grouping(deliveryRows[$0]), ignoringPausesSince: since, now: now)
            }
            for index in ready.prefix(max(0, room)) {
                deliveryRows[index].progress.lease = Pause(from: now, for: lease)
                alertRows[deliveryRows[index].alert].messages[deliveryRows[index].sequence].isSealed = true
                claimed.append(delivery(deliveryRows[index]))
            }
        }
        return claimed
    }

    /// Pending ones before which no earlier message of the same alert waits, those tried least often first.
    private func next(_ channel: String) -> [Int] {
        deliveryRows.indices.filter { index in
            let row = deliveryRows[index]
            return row.channel == channel && row.progress.state == .pending
                && !deliveryRows.contains {
                    $0.channel == channel && $0.alert == row.alert && $0.sequence < row.sequence
                        && $0.progress.state == .pending
                }
        }.sorted { (deliveryRows[$0].progress.attempts, $0) < (deliveryRows[$1].progress.attempts, $1) }
    }

    private func grouping(_ row: DeliveryEntry) -> Pause { alertRows[row.alert].messages[row.sequence].grouping }

    private func delivery(_ row: DeliveryEntry) -> Delivery {
        let alert = alertRows[row.alert]
        let entry = alert.messages[row.sequence]
        func targets(_ keys: [TargetKey]) -> [AlertTarget] {
            keys.sorted().map { AlertTarget(key: $0, url: alert.targets[$0]?.url ?? "") }
        }
        var message = entry.message
        message.targets = targets(Array(entry.targets))
        if message.event == .driftUpdated {
            message.targets += targets(
                alert.targets.filter { $0.value.isOpen && !entry.targets.contains($0.key) }.map(\.key))
        }
        return Delivery(
            id: row.id, channel: row.channel, message: message, progress: row.progress, frozenBody: row.body)
    }

    func freeze(deliveryID: Int64, body: [UInt8]) throws(StoreError) -> [UInt8] {
        guard let index = deliveryRows.firstIndex(where: { $0.id == deliveryID }) else {
            throw .notFound(target: "delivery \(deliveryID)")
        }
        deliveryRows[index].body = deliveryRows[index].body ?? body
        return deliveryRows[index].body ?? body
    }

    func settle(deliveryID: Int64, outcome: DeliveryOutcome, now: Timestamp) {
        guard let index = deliveryRows.firstIndex(where: { $0.id == deliveryID }),
            deliveryRows[index].progress.settle(outcome, now: now)
        else { return }
        channels[deliveryRows[index].channel, default: ChannelState()].settle(outcome, now: now)
    }

    func nextDelivery(channels names: [String], now: Timestamp) -> Timestamp? {
        names.compactMap { name -> Timestamp? in
            let channel = channels[name] ?? ChannelState()
            guard !channel.isParked else { return nil }
            let due = next(name).map {
                deliveryRows[$0].progress.due(grouping: grouping(deliveryRows[$0]), now: now)
            }.min()
            guard channel.failures > 0, let due else { return due }
            let leases = deliveryRows.filter { $0.channel == name && !$0.progress.lease.isOver(at: now) }
            return max(due, channel.pause.end(seenAt: now), leases.map(\.progress.lease.until).min() ?? due)
        }.min()
    }

    func deliveries(_ query: DeliveryQuery) -> [DeliveryRow] {
        let rows = deliveryRows.reversed().compactMap { row -> DeliveryRow? in
            let channel = channels[row.channel] ?? ChannelState()
            let state = row.progress.state == .pending && channel.isParked ? .parked : row.progress.state
            guard query.states.contains(state), query.channel.map({ $0 == row.channel }) ?? true else { return nil }
            let pause = channel.failures > 0 ? channel.pause.until : Pause.none.until
            return DeliveryRow(
                delivery: delivery(row), state: state,
                notBefore: state == .pending ? max(grouping(row).until, pause, row.progress.retry.until) : nil,
                lastError: row.progress.error)
        }
        return Array(rows.prefix(query.limit))
    }

    private func shownState(_ row: DeliveryEntry) -> DeliveryState {
        row.progress.state == .pending && channels[row.channel]?.isParked == true ? .parked : row.progress.state
    }

    func undelivered(now: Timestamp) -> [UndeliveredChannel] {
        let rows = deliveryRows.filter {
            $0.progress.state != .delivered && ($0.progress.state != .pending || $0.progress.lease.isOver(at: now))
        }
        let groups = Dictionary(grouping: rows) { [$0.channel, shownState($0).rawValue] }
        return groups.values.map { rows in
            let tried = rows.filter { $0.progress.attempts > 0 }
            let last = tried.max { ($0.progress.lastAttempt ?? now) < ($1.progress.lastAttempt ?? now) }
            return UndeliveredChannel(
                channel: rows[0].channel, state: shownState(rows[0]), count: rows.count, tried: tried.count,
                reason: last?.progress.error ?? channels[rows[0].channel]?.reason)
        }.sorted { ($0.channel, rank($0.state)) < ($1.channel, rank($1.state)) }
    }

    private func rank(_ state: DeliveryState) -> Int { DeliveryState.allCases.firstIndex(of: state) ?? 0 }

    func dropDeliveries(channel: String, states: [DeliveryState]) -> Int {
        let before = deliveryRows.count
        deliveryRows.removeAll {
            $0.channel == channel && $0.progress.state != .delivered && states.contains(shownState($0))
        }
        return before - deliveryRows.count
    }

    func retryDeliveries(channel: String?, now: Timestamp) -> Int {
        var revived = 0
        for index in deliveryRows.indices where channel.map({ $0 == deliveryRows[index].channel }) ?? true {
            let isParked = channels[deliveryRows[index].channel]?.isParked ?? false
            switch deliveryRows[index].progress.state {
            case .delivered: continue
            case .pending:
                revived += isParked ? 1 : 0
                deliveryRows[index].progress.retry = .none
            case .dead, .parked:
                revived += 1
                deliveryRows[index].progress.revive()
            }
        }
        for name in channels.keys where channel.map({ $0 == name }) ?? true { channels[name] = nil }
        return revived
    }

    // MARK: Logins

    func beginLogin(_ credential: CredentialKey, revision: String, now: Timestamp) -> LoginPermit {
        let (permit, breaker) = LoginBreaker.begin(breakers[credential], revision: revision, now: now)
        if let breaker { breakers[credential] = breaker }
        return permit
    }

    func endLogin(_ credential: CredentialKey, revision: String, outcome: LoginOutcome, now: Timestamp) {
        breakers[credential] = LoginBreaker.end(revision: revision, outcome: outcome, now: now)
    }

    func resetLogin(_ credential: CredentialKey) { breakers[credential] = nil }

    func pausedLogins(now: Timestamp) -> [PausedLogin] {
        breakers.filter { !$0.value.pause.isOver(at: now) }.map {
            PausedLogin(credential: $0.key, until: $0.value.pause.until, reason: $0.value.reason)
        }
    }
}
