import DriftCore
import Foundation

/// What a store and its receivers must agree on, whatever happened to the processes that wrote and sent. Each fault is a
/// sentence.
struct Books {
    let path: String
    /// Each message goes to all of these; a receiver's path is the channel's name after a slash.
    let channels: Set<String>

    private func read<Result>(_ body: (SQLiteStore) async throws -> Result) async throws -> Result {
        let store = try SQLiteStore(StoreOptions(path: path))
        do {
            let result = try await body(store)
            await store.close()
            return result
        } catch {
            await store.close()
            throw error
        }
    }

    /// At any instant: the store is sound, no version is without its message, no message without its version.
    func faultsNow() async throws -> [String] {
        var faults = try SQLiteStore.examine(path: path).faults.map { "\($0)" }
        let (drifts, rows) = try await read { store in
            (
                try await store.drifts(HistoryQuery(limit: 10_000)),
                try await store.deliveries(DeliveryQuery(states: DeliveryState.allCases, limit: 10_000))
            )
        }
        let messages = Dictionary(grouping: rows) { $0.delivery.message.id }
        for (id, rows) in messages where Set(rows.map(\.delivery.channel)) != channels {
            faults.append("\(id) goes to \(rows.map(\.delivery.channel)) only")
        }
        let told = messages.values.compactMap(\.first?.delivery.message)
        for drift in drifts {
            let isTold = told.contains { message in
                // The way back to the baseline is told as the end of what led away from it.
                let isIts = message.fingerprint == drift.fingerprint || drift.isFlip && message.event == .driftClosed
                return isIts && message.targets.contains { $0.key == drift.target }
            }
            if !isTold { faults.append("version \(drift.to) of \(drift.target) has no message") }
        }
        for message in told where message.event == .driftDetected || message.event == .driftUpdated {
            for target in message.targets
            where !drifts.contains(where: { $0.target == target.key && $0.fingerprint == message.fingerprint }) {
                faults.append("\(message.id) tells of a drift of \(target.key) that is no version")
            }
        }
        return faults
    }

    /// When all is over: so many versions of each target, every message arrived, each with one body.
    func faultsAtTheEnd(versions: [String: Int], _ messages: [FakeFleet.Received]) async throws -> [String] {
        var faults = try await faultsNow()
        let (stored, rows) = try await read { store in
            (
                try await store.versions(HistoryQuery(limit: 10_000)),
                try await store.deliveries(DeliveryQuery(states: DeliveryState.allCases, limit: 10_000))
            )
        }
        let counts = Dictionary(grouping: stored) { "\($0.target)" }.mapValues(\.count)
        for (key, count) in versions where counts[key] != count {
            faults.append("\(key) has \(counts[key] ?? 0) versions, not \(count)")
        }
        let arrived = Set(messages.filter { $0.status == 200 }.map { "\($0.receiver) \($0.id)" })
        for row in rows {
            let (delivery, channel) = (row.delivery, row.delivery.channel)
            if row.state != .delivered {
                faults.append("\(delivery.message.event.rawValue) to \(channel) is \(row.state.rawValue)")
            } else if !arrived.contains("/\(channel) \(delivery.message.id)") {
                faults.append("\(delivery.message.id) counts as delivered to \(channel), but never arrived")
            }
        }
        let known = Set(rows.map(\.delivery.message.id))
        for (id, copies) in Dictionary(grouping: messages, by: \.id) {
            if Set(copies.map(\.body)).count > 1 { faults.append("\(id) came with more than one body") }
            if !known.contains(id) { faults.append("\(id) came, but is not stored") }
        }
        return faults
    }
}
