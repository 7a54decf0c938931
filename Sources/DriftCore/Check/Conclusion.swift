/// Everything a check knows when it has decided.
struct Conclusion {
    let check: CheckInProgress
    let decision: Decision
    let state: TargetState?
    let latestView: Digest?
    let health: TargetHealth
    let time: Timestamp

    var target: Target { check.target }
    var latest: StoredVersion? { state?.latest }
}

/// What is to be stored and reported of a decision.
struct Verified {
    var outcome: CheckOutcome
    var effect: CheckCommit.Effect
    var health: TargetHealth
    var alerts: [AlertDraft] = []
    var message: String?
    var isNews = false
}

extension Checker {
    func conclude(_ end: Conclusion) async throws(StoreError) -> CheckResult {
        var verified = try await verify(end)
        calmDown(&verified, end)
        let version = try await commit(verified, of: end)
        let seen = end.check.answers.last
        var digest = end.latest?.document
        if case .document(let document) = seen, version != nil, version != end.latest?.number {
            digest = document.document.digest
        }
        return CheckResult(
            target: end.target, outcome: verified.outcome, version: version ?? end.latest?.number, digest: digest,
            status: seen?.status, message: verified.message, isNews: verified.isNews,
            hasOpenDrift: hasOpenDrift(verified.outcome, end), quiet: quiet(verified, end),
            retryAfter: seen?.retryAfter)
    }

    /// - Returns: the number of the version after a commit; nil when there was nothing to store but a last-seen time.
    private func commit(_ verified: Verified, of end: Conclusion) async throws(StoreError) -> Int? {
        guard quiet(verified, end) == nil, !isSilent(verified, end) else { return nil }
        let number = try await store.commit(
            CheckCommit(
                target: end.target.key, time: end.time, comparedWith: end.latest?.number ?? 0,
                effect: verified.effect, health: verified.health,
                outcome: LastOutcome(
                    verified.outcome.kind, status: end.check.answers.last?.status, reason: verified.message),
                alerts: verified.alerts))
        return number == 0 ? nil : number
    }

    /// A quiet check moves the last-seen time and validators only, so it is stored together with others.
    private func quiet(_ verified: Verified, _ end: Conclusion) -> QuietCheck? {
        guard case .seenAgain(let entityTag, let lastModified) = verified.effect, let latest = end.latest,
            verified.alerts.isEmpty, verified.health == end.health, verified.message == nil
        else { return nil }
        return QuietCheck(
            target: end.target.key, time: end.time, comparedWith: latest.number, entityTag: entityTag,
            lastModified: lastModified, status: end.check.answers.last?.status ?? 200)
    }

    /// Nothing to remember: a target that never had a document still has none.
    private func isSilent(_ verified: Verified, _ end: Conclusion) -> Bool {
        verified.effect == .healthOnly && verified.alerts.isEmpty && verified.health == end.health
    }

    private func hasOpenDrift(_ outcome: CheckOutcome, _ end: Conclusion) -> Bool {
        switch outcome {
        case .drifted: true
        case .initial, .reverted: false
        default:
            if let latest = end.latest, let baseline = end.state?.baseline {
                latest.number != baseline.number && latest.view != baseline.view
            } else {
                false
            }
        }
    }

    private func verify(_ end: Conclusion) async throws(StoreError) -> Verified {
        switch end.decision {
        case .unchanged: return unchanged(end)
        case .confirmed(let seen): return try await confirmed(seen, end)
        case .unconfirmed, .fetchAgain: return unconfirmed(end)
        case .unstable: return unstable(end)
        case .suspect(let suspicion): return suspect(suspicion, end)
        case .absent where end.target.mustExist:
            return failed(.status(404, detail: nil, retryAfter: nil, url: end.target.url), end)
        case .absent: return Verified(outcome: .absent, effect: .healthOnly, health: end.health)
        case .gone:
            return gone(
                end, "answered 404 (not found), though it published version \(end.latest?.number ?? 0) before")
        case .left(let reason): return gone(end, reason)
        case .failed(let error): return failed(error, end)
        }
    }

    private func unchanged(_ end: Conclusion) -> Verified {
        var verified = Verified(
            outcome: .unchanged, effect: .seenAgain(entityTag: nil, lastModified: nil), health: end.health)
        switch end.check.answers.last {
        case .document(let seen):
            verified.effect = .seenAgain(
                entityTag: seen.document.entityTag, lastModified: seen.document.lastModified)
        default:
            verified.effect = .seenAgain(
                entityTag: end.state?.entityTag, lastModified: end.state?.lastModified)
        }
        recover(&verified, end)
        return verified
    }

    private func unconfirmed(_ end: Conclusion) -> Verified {
        var verified = Verified(outcome: .unconfirmed(cycles: 1), effect: .healthOnly, health: end.health)
        verified.health.countUnconfirmed(at: end.time)
        verified.outcome = .unconfirmed(cycles: verified.health.unconfirmed)
        verified.message =
            "a changed answer was not confirmed by the next fetch (\(verified.health.unconfirmed) within a day)"
        guard verified.health.unconfirmed >= 3 else { return verified }
        return tellUnstable(verified, end)
    }

    private func unstable(_ end: Conclusion) -> Verified {
        var verified = Verified(outcome: .unstable(varying: []), effect: .healthOnly, health: end.health)
        verified.health.countUnconfirmed(at: end.time)
        return tellUnstable(verified, end)
    }

    private func tellUnstable(_ verified: Verified, _ end: Conclusion) -> Verified {
        var verified = verified
        let varying = end.check.varyingPointers
        verified.outcome = .unstable(varying: varying)
        let places = varying.prefix(3).map { $0 == .root ? "the whole document" : $0.description }
        verified.message =
            "the answers differ from fetch to fetch at \(places.joined(separator: ", "))"
            + (varying.count > 3 ? " and \(varying.count - 3) more places" : "")
            + "; if that part does not matter, add the ignore rule {pointer: \(varying.first?.description ?? "…")}"
        if verified.health.told.insert(.targetUnstable).inserted {
            verified.isNews = true
            verified.alerts.append(
                draft(.targetUnstable, "stability", end, message: verified.message, impact: nil))
        }
        return verified
    }

    private func suspect(_ suspicion: Suspicion, _ end: Conclusion) -> Verified {
        var verified = Verified(
            outcome: .suspect(suspicion), effect: .healthOnly, health: end.health, message: suspicion.message)
        if verified.health.told.insert(.targetSuspect).inserted {
            verified.isNews = true
            verified.effect = .quarantine(reason: suspicion.message, body: suspicion.body)
            verified.alerts.append(draft(.targetSuspect, "health", end, message: suspicion.message, impact: nil))
        }
        return verified
    }

    private func gone(_ end: Conclusion, _ message: String) -> Verified {
        var verified = Verified(outcome: .gone, effect: .healthOnly, health: end.health, message: message)
        if verified.health.told.insert(.targetGone).inserted {
            verified.isNews = true
            verified.alerts.append(
                draft(.targetGone, "health", end, message: verified.message, impact: .breaking))
        }
        return verified
    }

    private func failed(_ error: FetchError, _ end: Conclusion) -> Verified {
        var verified = Verified(outcome: .failed(error), effect: .healthOnly, health: end.health)
        verified.message = error.description
        // It says nothing of the target, which keeps its health.
        if case .transport(let error, _) = error, error.isOurs { return verified }
        if case .credential(let fault) = error {
            verified.health.countFailure(at: end.time, isCredentialsFault: true)
            if fault.isRefusal {
                verified.isNews = verified.health.told.insert(.credentialLocked).inserted
                if verified.isNews {
                    verified.alerts.append(refusal(fault))
                }
            }
            return verified
        }
        verified.health.countFailure(at: end.time, isCredentialsFault: false)
        if verified.health.failures >= rules.lostAfter, verified.health.told.insert(.targetLost).inserted {
            verified.isNews = true
            let message = "failed \(verified.health.failures) times in a row: \(error)"
            verified.alerts.append(draft(.targetLost, "health", end, message: message, impact: nil))
        }
        return verified
    }
}

extension Checker {
    /// A version was stored: what came before it is no instability any more.
    func settle(_ verified: inout Verified, _ end: Conclusion) {
        guard verified.health.settle() else { return }
        verified.alerts.append(
            draft(
                .targetRecovered, "stability", end,
                message: "\(end.target.key) gives the same answer again and again", impact: nil, closes: true))
    }

    /// A day without flips, or without answers that differ, ends what was told of them.
    private func calmDown(_ verified: inout Verified, _ end: Conclusion) {
        guard verified.health.forgetOldTrouble(at: end.time) else { return }
        let message = "\(end.target.key) has been steady for a day"
        verified.message = verified.message ?? message
        verified.alerts.append(
            draft(.targetRecovered, "stability", end, message: message, impact: nil, closes: true))
    }

    /// The alert of a refused login: one for all targets that share it.
    package func refusal(_ fault: CredentialFault) -> AlertDraft {
        AlertDraft(
            event: .credentialLocked, group: fault.group, target: nil, message: fault.message,
            channels: rules.route(.credentialLocked, nil))
    }

    /// The target answered with its document: what had been told of not answering is told to be over.
    func recover(_ verified: inout Verified, _ end: Conclusion) {
        let credentialWasTold = verified.health.told.remove(.credentialLocked) != nil
        if verified.health.recover() {
            let since = end.health.failingSince.map { " after \($0.duration(to: end.time).inWords)" } ?? ""
            verified.message = "answers again\(since)"
            verified.alerts.append(
                draft(
                    .targetRecovered, "health", end, message: "\(end.target.key) answers again\(since)", impact: nil,
                    closes: true))
        }
        if credentialWasTold, case .cloud(let cloud) = end.target.access {
            verified.alerts.append(
                AlertDraft(
                    event: .credentialRecovered, group: CredentialFault.group(cloud: cloud), target: nil,
                    message: "the login of \(cloud) works again", channels: rules.route(.credentialRecovered, nil),
                    closes: true))
        }
    }

    func draft(
        _ event: EventKind, _ group: String, _ end: Conclusion, message: String?, impact: Impact?, closes: Bool = false
    ) -> AlertDraft {
        AlertDraft(
            event: event, group: "\(group)/\(end.target.key)", target: end.alertTarget, impact: impact,
            message: message ?? "", channels: rules.route(event, impact), closes: closes)
    }
}

extension Conclusion {
    var alertTarget: AlertTarget { AlertTarget(key: target.key, url: target.url) }
}

extension CredentialFault {
    /// One alert for one login, however many targets share it.
    var group: String { Self.group(cloud: cloud) }

    static func group(cloud: String) -> String { "credential/\(cloud)" }
}

extension SeenAnswer {
    var status: Int? {
        switch self {
        case .document, .suspect: 200
        case .notModified: 304
        case .notFound: 404
        case .failed(let error): error.status
        }
    }

    var retryAfter: Duration? { if case .failed(let error) = self { error.retryAfter } else { nil } }
}
