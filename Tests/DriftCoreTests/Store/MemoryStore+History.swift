import DriftCore

extension MemoryStore {
    func versions(_ query: HistoryQuery) -> [StoredVersion] {
        Array(versionRows.reversed().filter { isWanted($0, query) }.map(shown).prefix(query.limit))
    }

    func drifts(_ query: HistoryQuery) -> [StoredDrift] {
        let found = versionRows.reversed().compactMap { entry -> StoredDrift? in
            guard let drift = entry.drift, isWanted(entry, query), matches(drift, query) else { return nil }
            let version = entry.version
            let isOpen = targetRows[version.target]?.lineage.openFrom.map { $0 <= version.number } ?? false
            guard isOpen || !query.onlyOpen else { return nil }
            return StoredDrift(
                target: version.target, from: version.number - 1, to: version.number, time: version.firstSeen,
                isFlip: entry.isFlip, isOpen: isOpen, drift: drift.drift)
        }
        return Array(found.prefix(query.limit))
    }

    private func isWanted(_ entry: VersionEntry, _ query: HistoryQuery) -> Bool {
        let version = entry.version
        return (query.targets.isEmpty || query.targets.contains(version.target))
            && query.region.map { $0 == version.target.region?.name ?? "-" } ?? true
            && query.schema.map { $0 == version.target.schema.name } ?? true
            && query.since.map { version.firstSeen >= $0 } ?? true
            && query.until.map { version.firstSeen <= $0 } ?? true
    }

    private func matches(_ drift: CheckCommit.NewDrift, _ query: HistoryQuery) -> Bool {
        guard query.impact.map({ drift.drift.impact >= $0 }) ?? true else { return false }
        guard query.pointer != nil || query.kind != nil else { return true }
        return drift.drift.changes.contains { change in
            query.kind.map { change.kind == $0 } ?? true
                && query.pointer.map { change.pointer.tokens.starts(with: $0.tokens) } ?? true
        }
    }
}
