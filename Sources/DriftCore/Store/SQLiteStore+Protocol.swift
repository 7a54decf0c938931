extension SQLiteStore: SchemaStore {
    package func state(of target: TargetKey) async throws(StoreError) -> TargetState? {
        try await reader.run { records throws(StoreError) in
            try records.connection.snapshot { () throws(StoreError) in try records.state(of: target) }
        }
    }

    package func hasPublished(
        _ target: TargetKey, document: Digest, view: Digest
    ) async throws(StoreError) -> Bool {
        try await reader.run { records throws(StoreError) in
            try records.hasPublished(target, document: document, view: view)
        }
    }

    package func canonicalText(of document: Digest) async throws(StoreError) -> [UInt8]? {
        try await reader.run { records throws(StoreError) in try records.canonicalText(of: document) }
    }

    package func commit(_ commit: CheckCommit) async throws(StoreError) -> Int {
        try await writer.run { records throws(StoreError) in try records.commit(commit) }
    }

    package func touch(_ checks: [QuietCheck]) async throws(StoreError) {
        try await writer.run { records throws(StoreError) in try records.touch(checks) }
    }

    package func accept(_ acceptance: Acceptance) async throws(StoreError) -> Int {
        try await writer.run { records throws(StoreError) in try records.accept(acceptance) }
    }

    package func tell(_ drafts: [AlertDraft], time: Timestamp) async throws(StoreError) {
        try await writer.run { records throws(StoreError) in
            try records.write { () throws(StoreError) in
                for draft in drafts { try records.tell(draft, drift: nil, time: time) }
            }
        }
    }

    package func targets() async throws(StoreError) -> [TargetKey] {
        try await asker.run { records throws(StoreError) in try records.targetKeys() }
    }

    package func overview() async throws(StoreError) -> [TargetOverview] {
        try await asker.run { records throws(StoreError) in
            try records.connection.snapshot { () throws(StoreError) in try records.overview() }
        }
    }

    package func regions() async throws(StoreError) -> [String] {
        try await asker.run { records throws(StoreError) in try records.regions() }
    }

    package func lastURL(of target: TargetKey) async throws(StoreError) -> String? {
        try await asker.run { records throws(StoreError) in try records.lastURL(of: target) }
    }

    package func versions(_ query: HistoryQuery) async throws(StoreError) -> [StoredVersion] {
        try await asker.run { records throws(StoreError) in try records.versions(query) }
    }

    package func drifts(_ query: HistoryQuery) async throws(StoreError) -> [StoredDrift] {
        try await asker.run { records throws(StoreError) in try records.drifts(query) }
    }

    package func quarantined(_ target: TargetKey) async throws(StoreError) -> QuarantinedAnswer? {
        try await asker.run { records throws(StoreError) in try records.quarantined(target) }
    }
}

extension SQLiteStore: DeliveryQueue {
    package func claimDeliveries(
        channels: [String], limit: Int, lease: Duration, ignoringBackOffSince: Timestamp?, now: Timestamp
    ) async throws(StoreError) -> [Delivery] {
        try await writer.run { records throws(StoreError) in
            try records.claimDeliveries(
                channels: channels, limit: limit, lease: lease, ignoringBackOffSince: ignoringBackOffSince, now: now)
        }
    }

    package func freeze(deliveryID: Int64, body: [UInt8]) async throws(StoreError) -> [UInt8] {
        try await writer.run { records throws(StoreError) in try records.freeze(deliveryID: deliveryID, body: body) }
    }

    package func settle(deliveryID: Int64, outcome: DeliveryOutcome, now: Timestamp) async throws(StoreError) {
        try await writer.run { records throws(StoreError) in
            try records.settle(deliveryID: deliveryID, outcome: outcome, now: now)
        }
    }

    package func nextDelivery(channels: [String], now: Timestamp) async throws(StoreError) -> Timestamp? {
        try await reader.run { records throws(StoreError) in
            try records.nextDelivery(channels: channels, now: now)
        }
    }

    package func deliveries(_ query: DeliveryQuery) async throws(StoreError) -> [DeliveryRow] {
        try await asker.run { records throws(StoreError) in try records.deliveries(query) }
    }

    package func undelivered(now: Timestamp) async throws(StoreError) -> [UndeliveredChannel] {
        try await asker.run { records throws(StoreError) in try records.undelivered(now: now) }
    }

    package func retryDeliveries(channel: String?, now: Timestamp) async throws(StoreError) -> Int {
        try await writer.run { records throws(StoreError) in try records.retryDeliveries(channel: channel) }
    }

    package func dropDeliveries(channel: String, states: [DeliveryState]) async throws(StoreError) -> Int {
        try await writer.run { records throws(StoreError) in
            try records.dropDeliveries(channel: channel, states: states)
        }
    }
}

extension SQLiteStore: LoginGate {
    package func beginLogin(
        _ credential: CredentialKey, revision: String, now: Timestamp
    ) async throws -> LoginPermit {
        try await writer.run { records throws(StoreError) in
            try records.beginLogin(credential, revision: revision, now: now)
        }
    }

    package func endLogin(
        _ credential: CredentialKey, revision: String, outcome: LoginOutcome, now: Timestamp
    ) async throws {
        try await writer.run { records throws(StoreError) in
            try records.endLogin(credential, revision: revision, outcome: outcome, now: now)
        }
    }

    package func pausedLogins(now: Timestamp) async throws(StoreError) -> [PausedLogin] {
        try await asker.run { records throws(StoreError) in try records.pausedLogins(now: now) }
    }

    package func resetLogin(_ credential: CredentialKey) async throws {
        try await writer.run { records throws(StoreError) in try records.resetLogin(credential) }
    }
}

extension SQLiteStore: StoreUpkeep {
    package var place: String { options.path }

    package func hold() throws(StoreError) -> StoreHold? { try DaemonLock.acquire(store: options.path) }

    package func isHeld() throws(StoreError) -> Bool { try DaemonLock.isHeld(store: options.path) }

    package func ping() async throws(StoreError) {
        try await writer.run { records throws(StoreError) in
            try records.requireSameFile()
            _ = try records.connection.version()
        }
    }
}
