/// Makes what a target publishes now its accepted baseline.
package struct Acceptor: Sendable {
    package let store: any SchemaStore
    package let rules: CheckRules
    package let now: @Sendable () -> Timestamp

    package init(store: any SchemaStore, rules: CheckRules, now: @escaping @Sendable () -> Timestamp) {
        self.store = store
        self.rules = rules
        self.now = now
    }

    /// - Parameter suspect: take the quarantined answer, which becomes a new version, instead of the latest one.
    /// - Returns: the number of the version that is the baseline now.
    package func accept(
        _ target: Target, note: String?, by: String?, suspect: Bool = false
    ) async throws(AcceptError) -> Int {
        guard let latest = try await stored({ () throws(StoreError) in try await store.state(of: target.key) })?.latest
        else { throw .noVersion(target.key) }
        let acceptance = Acceptance(
            target: target.key, time: now(), note: note, by: by, alerts: try await closings(target, by: by),
            document: suspect ? try await quarantined(target, after: latest) : nil)
        return try await stored { () throws(StoreError) in try await store.accept(acceptance) }
    }

    private func stored<T>(_ work: () async throws(StoreError) -> T) async throws(AcceptError) -> T {
        do throws(StoreError) {
            return try await work()
        } catch {
            throw .store(error)
        }
    }

    private func closings(_ target: Target, by: String?) async throws(AcceptError) -> [AlertDraft] {
        let query = HistoryQuery(targets: [target.key], onlyOpen: true, limit: 1000)
        let open = try await stored { () throws(StoreError) in try await store.drifts(query) }
        return Checker.closings(of: open, target: target) {
            "\(target.key) was accepted\(by.map { " by \($0)" } ?? "")"
        } route: {
            rules.route(.driftClosed, $0)
        }
    }

    private func quarantined(
        _ target: Target, after latest: StoredVersion
    ) async throws(AcceptError) -> CheckCommit.NewVersion {
        let answer = try await stored { () throws(StoreError) in try await store.quarantined(target.key) }
        guard let answer else { throw .nothingQuarantined(target.key) }
        let oldText = try await stored { () throws(StoreError) in try await store.canonicalText(of: latest.document) }
        let (old, new): (JSONValue, JSONValue)
        do throws(JSONError) {
            old = try JSONValue(parsing: oldText ?? [])
            new = try JSONValue(parsing: answer.body)
        } catch {
            throw .notJSON(target.key, error)
        }
        let text = new.canonicalText
        let digest = Digest(of: text)
        let drift = rules.judge(target, target.ignore.view(of: old), target.ignore.view(of: new))
        let view = target.viewDigest(of: text, digest: digest)
        let isFlip = try await stored { () throws(StoreError) in
            try await store.hasPublished(target.key, document: digest, view: view)
        }
        return CheckCommit.NewVersion(
            text: text, document: digest, view: view,
            rules: target.ignore.rulesDigest, entityTag: nil, lastModified: nil,
            drift: CheckCommit.NewDrift(drift, reverts: false), isFlip: isFlip)
    }
}

/// Why nothing was accepted.
package enum AcceptError: Error, Hashable {
    case noVersion(TargetKey)
    case nothingQuarantined(TargetKey)
    case notJSON(TargetKey, JSONError)
    case store(StoreError)
}

extension AcceptError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noVersion(let key): "\(key) has no version yet that could be accepted"
        case .nothingQuarantined(let key): "no answer of \(key) is quarantined"
        case .notJSON(let key, let error):
            "the quarantined answer of \(key) is no JSON document and cannot be a version: \(error)"
        case .store(let error): error.description
        }
    }
}
