/// Sends what the stored queue holds: claim, freeze the body, send, settle. Whatever ends this process in between, the
/// delivery is still in the queue, and goes out again with the same id and body when its lease has run out.
package struct Notifier: Sendable {
    package let queue: any DeliveryQueue
    package let transport: any HTTPTransport
    package let channels: [Channel]
    /// The name of this installation.
    package let monitor: String
    package let now: @Sendable () -> Timestamp
    /// 0 to 1, to spread retries.
    package let jitter: @Sendable () -> Double
    /// Writes one line of a log channel, and says whether it is written.
    package let writeLine: @Sendable (String) async -> Bool
    /// Hears what became of each delivery, for the program's own log.
    package let report: @Sendable (DeliveryReport) -> Void

    /// Longer than any attempt takes.
    package static let lease = Duration.seconds(60)
    /// Deliveries of one channel that are under way at once.
    private static let concurrency = 4

    package init(
        queue: any DeliveryQueue, transport: any HTTPTransport, channels: [Channel], monitor: String,
        now: @escaping @Sendable () -> Timestamp,
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        writeLine: @escaping @Sendable (String) async -> Bool,
        report: @escaping @Sendable (DeliveryReport) -> Void = { _ in }
    ) {
        self.queue = queue
        self.transport = transport
        self.channels = channels
        self.monitor = monitor
        self.now = now
        self.jitter = jitter
        self.writeLine = writeLine
        self.report = report
    }

    /// Sends what may be sent now, the channels side by side, until nothing is left.
    /// - Parameter ignoringBackOff: tries everything pending once, as a one-shot check does.
    package func drain(ignoringBackOff: Bool) async throws(StoreError) -> DeliverySummary {
        let started = ignoringBackOff ? now() : nil
        let results = await withTaskGroup(of: Result<DeliverySummary, StoreError>.self) { group in
            for channel in channels {
                group.addTask {
                    do throws(StoreError) {
                        return .success(try await drain(channel, ignoringBackOffSince: started))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            var results: [Result<DeliverySummary, StoreError>] = []
            for await result in group { results.append(result) }
            return results
        }
        var summary = DeliverySummary()
        for result in results { summary += try result.get() }
        return summary
    }

    /// Sends whenever something is due, until the task is cancelled. Each channel has its own loop, so none waits for
    /// another's slow receiver. What other processes store is seen too, within a second.
    package func run(on clock: some Clock<Duration>) async {
        await withDiscardingTaskGroup { group in
            for channel in channels {
                group.addTask { await run(channel, on: clock) }
            }
        }
    }

    private func run(_ channel: Channel, on clock: some Clock<Duration>) async {
        while !Task.isCancelled {
            var pause = Duration.seconds(1)
            do throws(StoreError) {
                if let due = try await queue.nextDelivery(channels: [channel.name], now: now()), due <= now() {
                    _ = try await drain(channel, ignoringBackOffSince: nil)
                }
            } catch {
                // The queue keeps everything; there is nothing to do but try again.
                report(.storeFailed(channel: channel.name, error))
                pause = .seconds(10)
            }
            do { try await clock.sleep(for: pause) } catch { return }
        }
    }

    private func drain(
        _ channel: Channel, ignoringBackOffSince: Timestamp?
    ) async throws(StoreError) -> DeliverySummary {
        var summary = DeliverySummary()
        while !Task.isCancelled {
            let deliveries = try await queue.claimDeliveries(
                channels: [channel.name], limit: Self.concurrency, lease: Self.lease,
                ignoringBackOffSince: ignoringBackOffSince, now: now())
            guard !deliveries.isEmpty else { return summary }
            let results = await withTaskGroup(of: Result<DeliverySummary, StoreError>.self) { group in
                for delivery in deliveries {
                    group.addTask {
                        do throws(StoreError) {
                            return .success(try await deliver(delivery, to: channel))
                        } catch {
                            return .failure(error)
                        }
                    }
                }
                var results: [Result<DeliverySummary, StoreError>] = []
                for await result in group { results.append(result) }
                return results
            }
            var batch = DeliverySummary()
            for result in results { batch += try result.get() }
            summary += batch
            // Nobody answers: the rest would each wait as long in vain. It stays in the queue.
            if ignoringBackOffSince != nil, batch.silent > 0, batch.silent == batch.tried { return summary }
        }
        return summary
    }

    private func deliver(_ delivery: Delivery, to channel: Channel) async throws(StoreError) -> DeliverySummary {
        let message = delivery.message
        let body: [UInt8]
        if let frozen = delivery.frozenBody {
            body = frozen
        } else {
            body = try await queue.freeze(
                deliveryID: delivery.id, body: channel.kind.body(of: message, monitor: monitor))
        }
        let result = await channel.kind.send(body, of: message, through: exits)
        let outcome = outcome(of: result, delivery)
        try await queue.settle(deliveryID: delivery.id, outcome: outcome, now: now())
        report(.settled(delivery, outcome))
        return DeliverySummary(outcome, result)
    }

    private func outcome(of result: AttemptResult, _ delivery: Delivery) -> DeliveryOutcome {
        switch result {
        case .delivered: return .delivered
        case .refused(let reason): return .dead(reason: reason)
        case .gone(let reason): return .parked(reason: reason)
        case .cancelled: return .abandoned
        case .failed(let reason, let retryAfter, _):
            let now = now()
            let attempts = delivery.progress.attempts
            if let first = delivery.progress.begun(seenAt: now), first.duration(to: now) >= RetrySchedule.lifetime {
                return .dead(reason: "\(reason); given up after \(attempts + 1) attempts in three days")
            }
            let delay = RetrySchedule.delay(attempts: attempts, retryAfter: retryAfter, jitter: jitter())
            return .retry(
                notBefore: now.advanced(by: delay), throttledUntil: retryAfter.map { _ in now.advanced(by: delay) },
                reason: reason)
        }
    }

    /// Sends one message that says only that it is a test, past the queue.
    /// - Returns: nil when it arrived, else what went wrong.
    package func test(_ channel: Channel) async -> String? {
        await sendNow(message(.test, "a test of the channel \(channel.name)"), to: channel)
    }

    /// Tells all channels that hear of such an event, past the queue and once: what a store that does not work cannot keep.
    package func tellNow(_ event: EventKind, _ text: String) async {
        let message = message(event, text)
        await withTaskGroup(of: Void.self) { group in
            for channel in channels where channel.hears(event, nil) {
                group.addTask { _ = await sendNow(message, to: channel) }
            }
        }
    }

    /// One that belongs to no alert of the store.
    private func message(_ event: EventKind, _ text: String) -> Message {
        Message(
            id: UniqueID(bytes: StoreOptions.randomID())?.text(.message) ?? "",
            alertID: UniqueID(bytes: StoreOptions.randomID())?.text(.alert) ?? "", sequence: 1, event: event,
            time: now(), impact: nil, fingerprint: nil, targets: [], text: text, drift: nil)
    }

    /// Sends a message past the queue: a test, or what a store that does not work cannot keep.
    /// - Returns: nil when it arrived, else what went wrong.
    package func sendNow(_ message: Message, to channel: Channel) async -> String? {
        switch await channel.kind.send(channel.kind.body(of: message, monitor: monitor), of: message, through: exits) {
        case .delivered: nil
        case .failed(let reason, _, _), .refused(let reason), .gone(let reason): reason
        case .cancelled: "cancelled"
        }
    }

    private var exits: ChannelExits { ChannelExits(transport: transport, writeLine: writeLine, now: now) }
}
