/// A confirmed document: the first version, a drift, or the way back to the baseline.
extension Checker {
    func confirmed(_ seen: SeenDocument, _ end: Conclusion) async throws(StoreError) -> Verified {
        guard let latest = end.latest else { return initial(seen, end) }
        let oldText = try await text(of: latest.document, end.target)
        if let shrunken = shrunken(seen, from: oldText, end) { return shrunken }
        var verified = try await drift(seen, from: latest, oldText, end)
        recover(&verified, end)
        settle(&verified, end)
        return verified
    }

    private func initial(_ seen: SeenDocument, _ end: Conclusion) -> Verified {
        var verified = Verified(
            outcome: .initial, effect: .newVersion(newVersion(seen, end, drift: nil, isFlip: false)), health: end.health
        )
        recover(&verified, end)
        settle(&verified, end)
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
            end.target, try viewValue(of: oldText, end.target), try viewValue(of: seen.document.text, end.target))
        let isBack = try await isBaseline(seen, end)
        let isFlip = try await store.hasPublished(end.target.key, document: seen.document.digest, view: seen.view)
        var verified = Verified(
            outcome: isBack
                ? .reverted(drift, from: latest.number) : .drifted(drift, from: latest.number, flip: isFlip),
            effect: .newVersion(
                newVersion(
                    seen, end,
                    drift: CheckCommit.NewDrift(drift, reverts: isBack), isFlip: isFlip)),
            health: end.health, isNews: true)
        if isFlip { verified.health.countFlip(at: end.time) }
        verified.alerts = isBack ? try await closings(end) : [detected(drift, end)]
        // A document that was never published before is told, however much the target flips between others.
        if isFlip, verified.health.isFlapping { quieten(&verified, end) }
        verified.message =
            isBack ? "back to the baseline (version \(end.state?.baseline?.number ?? 1))" : drift.summary
        return verified
    }

    /// More than three flips a day are one event: each single one would be noise. What opens and closes meanwhile is kept
    /// with its alert and sent to nobody.
    private func quieten(_ verified: inout Verified, _ end: Conclusion) {
        for index in verified.alerts.indices { verified.alerts[index].channels = [] }
        guard verified.health.told.insert(.targetFlapping).inserted else { return }
        verified.alerts.append(
            draft(
                .targetFlapping, "stability", end,
                message:
                    "flipped \(verified.health.flips.count) times within a day between documents it published before; "
                    + "half-upgraded servers behind one address look like that", impact: .unknown))
    }

    private func detected(_ drift: Drift, _ end: Conclusion) -> AlertDraft {
        AlertDraft(
            event: .driftDetected, group: Self.group(drift.fingerprint, end.target), target: end.alertTarget,
            impact: drift.impact, fingerprint: drift.fingerprint, message: drift.summary,
            drift: drift, channels: rules.route(.driftDetected, drift.impact))
    }

    /// One closing message for each drift of the target that is still open.
    private func closings(_ end: Conclusion) async throws(StoreError) -> [AlertDraft] {
        let open = try await store.drifts(HistoryQuery(targets: [end.target.key], onlyOpen: true, limit: 1000))
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
        _ seen: SeenDocument, _ end: Conclusion, drift: CheckCommit.NewDrift?, isFlip: Bool
    ) -> CheckCommit.NewVersion {
        CheckCommit.NewVersion(
            text: seen.document.text, document: seen.document.digest, view: seen.view,
            rules: end.target.ignore.rulesDigest, entityTag: seen.document.entityTag,
            lastModified: seen.document.lastModified, drift: drift, isFlip: isFlip)
    }

    private func isBaseline(_ seen: SeenDocument, _ end: Conclusion) async throws(StoreError) -> Bool {
        guard let baseline = end.state?.baseline, baseline.number != end.latest?.number else { return false }
        if baseline.document == seen.document.digest { return true }
        let current = end.target.ignore.rulesDigest
        let view = baseline.rules == current ? baseline.view : try await view(of: baseline.document, end.target)
        return view == seen.view
    }

    private func viewValue(of text: [UInt8], _ target: Target) throws(StoreError) -> JSONValue {
        do throws(JSONError) {
            return target.ignore.view(of: try JSONValue(parsing: text))
        } catch {
            // Both texts were read before they were stored or compared.
            throw damaged("a stored text of \(target.key) cannot be read: \(error)")
        }
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
