/// A confirmed document: the first version, a drift, or the way back to the baseline.
extension Checker {
    func confirmed(_ seen: SeenDocument, _ end: Conclusion) async throws(StoreError) -> Verified {
        guard let latest = end.latest else { return initial(seen, end) }
        let oldText = try await text(of: latest)
        if let shrunken = shrunken(seen, from: oldText, end) { return shrunken }
        var verified = try await drift(seen, from: latest, oldText, end)
        recover(&verified, end)
        verified.health.settle()
        return verified
    }

    private func initial(_ seen: SeenDocument, _ end: Conclusion) -> Verified {
        var verified = Verified(
            outcome: .initial, effect: .newVersion(newVersion(seen, end, drift: nil)), health: end.health)
        recover(&verified, end)
        verified.health.settle()
        return verified
    }

    /// A document that lost most of what it said is not believed before the third check that sees it.
    private func shrunken(_ seen: SeenDocument, from oldText: [UInt8], _ end: Conclusion) -> Verified? {
        guard end.target.kind == .schema, oldText.count >= 512, seen.document.text.count * 4 < oldText.count else {
            return nil
        }
        var health = end.health
        health.countShrunk(seen.document.digest)
        guard health.shrunk < 3 else { return nil }
        let message =
            "the document shrank from \(oldText.count) to \(seen.document.text.count) bytes; "
            + "it is believed at the third check in a row, or by 'driftmonitor accept --suspect \(end.target.key)'"
        var verified = Verified(
            outcome: .suspect(Suspicion(reason: .shrunk, message: message, body: seen.document.text)),
            effect: .healthOnly, health: health, message: message)
        if verified.health.told.insert(.targetSuspect).inserted {
            verified.isNews = true
            verified.effect = .quarantine(reason: message, body: seen.document.text)
            verified.alerts.append(draft(.targetSuspect, "health", end, message: message, impact: nil))
        }
        return verified
    }

    private func drift(
        _ seen: SeenDocument, from latest: StoredVersion, _ oldText: [UInt8], _ end: Conclusion
    ) async throws(StoreError) -> Verified {
        let drift = rules.judge(
            end.target, viewValue(of: oldText, end.target), viewValue(of: seen.document.text, end.target))
        let isBack = try await isBaseline(seen, end)
        let isFlip = try await wasPublished(seen, end)
        var verified = Verified(
            outcome: isBack
                ? .reverted(drift, from: latest.number) : .drifted(drift, from: latest.number, flip: isFlip),
            effect: .newVersion(
                newVersion(
                    seen, end,
                    drift: CheckCommit.NewDrift(drift, reverts: isBack))),
            health: end.health, isNews: true)
        if isFlip || isBack { verified.health.countFlip(at: end.time) }
        if verified.health.flips.count > 3 {
            tellFlapping(&verified, end)
        } else if isBack {
            verified.alerts = try await closings(end)
        } else {
            verified.alerts = [detected(drift, end)]
        }
        verified.message =
            isBack ? "back to the baseline (version \(end.state?.baseline?.number ?? 1))" : drift.summary
        return verified
    }

    /// More than three flips a day are one event: each single one would be noise.
    private func tellFlapping(_ verified: inout Verified, _ end: Conclusion) {
        guard verified.health.told.insert(.targetFlapping).inserted else { return }
        let count = verified.health.flips.count
        verified.alerts = [
            draft(
                .targetFlapping, "stability", end,
                message: "flipped \(count) times within a day between documents it published before; "
                    + "half-upgraded servers behind one address look like that", impact: .unknown)
        ]
    }

    private func detected(_ drift: Drift, _ end: Conclusion) -> AlertDraft {
        AlertDraft(
            event: .driftDetected, group: Self.group(drift.fingerprint, end.target), target: end.alertTarget,
            impact: drift.impact, fingerprint: drift.fingerprint, message: drift.summary,
            drift: drift, channels: rules.route(.driftDetected, drift.impact))
    }

    /// One closing message for each drift of the target that is still open.
    private func closings(_ end: Conclusion) async throws(StoreError) -> [AlertDraft] {
        let open = try await store.drifts(HistoryQuery(targets: [end.target.key], limit: 1000)).filter(\.isOpen)
        return Self.closings(of: open, target: end.target) {
            "\(end.target.key) is back at its baseline"
        } route: {
            rules.route(.driftClosed, $0)
        }
    }

    package static func closings(
        of open: [StoredDrift], target: Target, message: () -> String, route: (Impact) -> [String]
    ) -> [AlertDraft] {
        var seen: Set<Fingerprint> = []
        return open.filter { seen.insert($0.fingerprint).inserted }.map { drift in
            AlertDraft(
                event: .driftClosed, group: group(drift.fingerprint, target),
                target: AlertTarget(key: target.key, url: target.url), impact: drift.impact,
                fingerprint: drift.fingerprint, message: message(), channels: route(drift.impact), closes: true)
        }
    }

    static func group(_ fingerprint: Fingerprint, _ target: Target) -> String {
        "drift/\(fingerprint.hex)/\(target.key.schema.name)"
    }

    private func newVersion(
        _ seen: SeenDocument, _ end: Conclusion, drift: CheckCommit.NewDrift?
    ) -> CheckCommit.NewVersion {
        CheckCommit.NewVersion(
            text: seen.document.text, document: seen.document.digest, view: seen.view,
            rules: end.target.ignore.rulesDigest, entityTag: seen.document.entityTag,
            lastModified: seen.document.lastModified, drift: drift)
    }

    private func isBaseline(_ seen: SeenDocument, _ end: Conclusion) async throws(StoreError) -> Bool {
        guard let baseline = end.state?.baseline, baseline.number != end.latest?.number else { return false }
        if baseline.document == seen.document.digest { return true }
        let current = end.target.ignore.rulesDigest
        let view = baseline.rules == current ? baseline.view : try await view(of: baseline.document, end.target)
        return view == seen.view
    }

    private func wasPublished(_ seen: SeenDocument, _ end: Conclusion) async throws(StoreError) -> Bool {
        let versions = try await store.versions(HistoryQuery(targets: [end.target.key], limit: 1000))
        return versions.contains { $0.document == seen.document.digest || $0.view == seen.view }
    }

    private func text(of version: StoredVersion) async throws(StoreError) -> [UInt8] {
        guard let text = try await store.canonicalText(of: version.document) else {
            throw .damaged(
                path: "the store",
                detail:
                    "document \(version.document.hex.prefix(12)) of \(version.target) is missing; run 'driftmonitor db check'"
            )
        }
        return text
    }

    private func viewValue(of text: [UInt8], _ target: Target) -> JSONValue {
        // Stored and confirmed texts were read before, so the only way to fail is damage, which shows as a difference.
        (try? JSONValue(parsing: text)).map(target.ignore.view) ?? .null
    }
}

extension CheckInProgress {
    /// Where the answers of this check differ from each other.
    var varyingPointers: [Pointer] {
        let values = answers.compactMap { answer in
            if case .document(let seen) = answer { try? JSONValue(parsing: seen.document.text) } else { nil }
        }
        var pointers: [Pointer] = []
        for (a, b) in zip(values, values.dropFirst()) {
            for edit in StructuralDiff.edits(from: target.ignore.view(of: a), to: target.ignore.view(of: b))
            where !pointers.contains(edit.pointer) {
                pointers.append(edit.pointer)
            }
        }
        return pointers.sorted()
    }
}
