/// What a look at a cloud means for those of its stored targets that are not watched now: a login that fails leaves no catalog, hence no
/// targets, and a region that has left the catalog is no failure.
package struct UnwatchedTargets: Sendable {
    package private(set) var failing: [(key: TargetKey, error: FetchError)] = []
    package private(set) var leaving: [(key: TargetKey, reason: String)] = []
    /// Refused logins that no stored target tells of.
    package private(set) var refusals: [CredentialFault] = []

    /// - Parameter known: the store's targets, of this cloud and others.
    package init(of finding: CloudFinding, known: [TargetKey]) {
        guard finding.isWhole else { return }
        let watched = Set(finding.targets.map(\.key))
        let regions = Set(finding.targets.map(\.key.region))
        let unwatched = known.filter { finding.wish.covers($0) && !watched.contains($0) }
        var told: Set<String?> = []
        for key in unwatched {
            if !regions.contains(key.region), let reason = finding.reasonForLeaving(key.region) {
                leaving.append((key, reason))
            } else if let refused = finding.refusal(of: key.region) {
                failing.append((key, FetchError(refused.reason, cloud: finding.cloud)))
                told.insert(refused.region)
            }
        }
        for refused in finding.refused where !told.contains(refused.region) {
            let error = FetchError(refused.reason, cloud: finding.cloud)
            if case .credential(let fault) = error, fault.isRefusal { refusals.append(fault) }
        }
    }
}

extension CloudWish {
    /// Whether a target of the store is one that this wish would have watched.
    fileprivate func covers(_ key: TargetKey) -> Bool {
        guard key.cloud.name == name, schemas.contains(key.schema) else { return false }
        if case .only(let names) = regions { return key.region.map { names.contains($0.name) } ?? false }
        return true
    }
}

extension CloudFinding {
    /// Its region has left the catalog. Nil where it has not, or where nobody knows.
    fileprivate func reasonForLeaving(_ region: Region?) -> String? {
        if let catalog, !catalog.contains(region) {
            return "the catalog of \(cloud) no longer names the region \(region?.name ?? "-"): it is watched no longer,"
                + " its versions are kept"
        }
        for refused in refused where refused.region == region?.name {
            if case .endpointNotFound = refused.reason { return "\(refused.reason)" }
        }
        return nil
    }

    /// What keeps a region from being watched, itself or with its whole cloud.
    fileprivate func refusal(of region: Region?) -> RefusedCloud? {
        refused.first { $0.region == nil || $0.region == region?.name }
    }
}

extension Checker {
    /// Stores and returns what a look at a cloud means for targets that are not watched.
    package func tell(_ finding: CloudFinding) async throws(StoreError) -> [CheckResult] {
        // Where nothing was refused and no catalog was read, nothing follows, and thousands of targets are not looked through for it.
        guard finding.isWhole, !finding.refused.isEmpty || finding.catalog != nil else { return [] }
        let unwatched = UnwatchedTargets(of: finding, known: try await store.targets())
        var results: [CheckResult] = []
        for (key, error) in unwatched.failing {
            results.append(try await fail(Target(unplaced: key), error))
        }
        for (key, reason) in unwatched.leaving {
            if let result = try await leave(Target(unplaced: key), because: reason) { results.append(result) }
        }
        if !unwatched.refusals.isEmpty {
            try await store.tell(unwatched.refusals.map(refusal), time: now())
        }
        return results
    }
}

extension Target {
    /// One that only the store knows of.
    fileprivate init(unplaced key: TargetKey) {
        self.init(key: key, url: "", access: .cloud(key.cloud.name), source: "the store")
    }
}
