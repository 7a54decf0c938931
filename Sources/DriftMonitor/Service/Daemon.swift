import DriftCore
import Logging
import NIOConcurrencyHelpers
import UnixSignals

/// The daemon: a fleet that checks, a notifier that sends, and signals that tell it to stop or to read its files again.
struct Daemon: Sendable {
    let host: Host
    /// That of the start.
    let configuration: Configuration
    /// Reads the files again.
    let loadConfiguration: @Sendable () throws -> Configuration
    /// Where a configuration wants the store to be.
    let storePath: @Sendable (Configuration) throws -> String
    let log: EventLog
    let service: ServiceManager
    private let storeLoss = NIOLockedValueBox<StoreError?>(nil)

    init(
        host: Host, configuration: Configuration, loadConfiguration: @escaping @Sendable () throws -> Configuration,
        storePath: @escaping @Sendable (Configuration) throws -> String, log: EventLog, service: ServiceManager
    ) {
        self.host = host
        self.configuration = configuration
        self.loadConfiguration = loadConfiguration
        self.storePath = storePath
        self.log = log
        self.service = service
    }

    /// What makes one life of the fleet end.
    private enum End: Sendable { case stop, reload(Configuration) }

    /// Which of a life's tasks has ended.
    private enum Part: Sendable { case fleet, signal(UnixSignal), other }

    func run() async throws {
        // First of all: a signal that comes while the store is opened shall not end the process by itself.
        let signals = await SignalInbox.trapping(.sigterm, .sigint, .sighup)
        var configuration = configuration
        let path = try storePath(configuration)
        let store = try SQLiteStore.opened(StoreOptions(path: path, alerts: AlertRules(grouping: .seconds(5))))
        let lock: StoreHold?
        do throws(StoreError) {
            lock = try store.hold()
        } catch {
            await store.close()
            throw Trouble("\(error)")
        }
        guard let lock else {
            await store.close()
            throw Trouble("another daemon holds the store '\(path)'; stop it, or name another store with --store")
        }
        let outcome = await Result { () async throws in
            while case .reload(let next) = try await live(configuration, store, signals) { configuration = next }
        }
        service.stopping()
        await store.close()
        _ = consume lock
        if let loss = storeLoss.withLockedValue({ $0 }) {
            await log.writer.flush(within: .seconds(1))
            throw Trouble("\(loss); start driftmonitor again")
        }
        if case .success = outcome { log.logger.notice("stopped") }
        // Whoever does not read the log has no say in when the daemon ends.
        await log.writer.flush(within: .seconds(1))
        try outcome.get()
    }

    /// One life under one configuration.
    private func live(_ configuration: Configuration, _ store: SQLiteStore, _ signals: SignalInbox) async throws -> End
    {
        for sentence in configuration.endedWaivers(at: Host.now()) { log.logger.warning("\(sentence)") }
        let monitor = try Monitor(host: host, configuration: configuration, store: store, log: log)
        let (commands, inbox) = AsyncStream.makeStream(of: FleetCommand.self)
        let outcome = await Result { () async throws -> End in
            let plain = try configuration.targets(reading: host.secrets(of: configuration))
            let plans = try await monitor.plan(configuration.cloudWishes, beside: plain)
            for warning in plans.warnings.eachOnce { log.logger.warning("\(warning)") }
            let lookout = CloudLookout(
                monitor: monitor, plain: plain, files: plans.files, log: log, service: service, commands: inbox)
            return await withTaskGroup(of: Part.self) { group in
                start(monitor, lookout, commands, inbox, signals, in: &group)
                let end = await nextEnd(store, signals)
                lookout.end()
                return await drain(into: end, signals, inbox, configuration.gracePeriod, &group)
            }
        }
        await monitor.transport.shutDown()
        return try outcome.get()
    }

    /// Ends a life's tasks, and listens meanwhile: a reload becomes a stop when that is asked for, and whoever asks to
    /// stop once more does not want to wait for the running checks.
    private func drain(
        into first: End, _ signals: SignalInbox, _ inbox: AsyncStream<FleetCommand>.Continuation, _ grace: Duration,
        _ group: inout TaskGroup<Part>
    ) async -> End {
        var end = first
        var reloadsAgain = false
        func listen() { group.addTask { await signals.next().map(Part.signal) ?? .other } }
        inbox.yield(.stop(grace: grace))
        listen()
        loop: while let part = await group.next() {
            switch part {
            case .fleet: break loop
            case .other: continue
            case .signal(.sighup): reloadsAgain = true
            case .signal(let signal):
                guard case .reload = end else { break loop }
                end = stop(signal)
            }
            listen()
        }
        inbox.finish()
        group.cancelAll()
        // One may have come in this moment.
        for await case .signal(let signal) in group {
            if signal == .sighup { reloadsAgain = true } else if case .reload = end { end = stop(signal) }
        }
        // What the files say was read before this signal.
        if reloadsAgain { await signals.take(.sighup) }
        return end
    }

    private func stop(_ signal: UnixSignal) -> End {
        log.logger.notice("stopping", metadata: ["signal": "\(signal)"])
        service.stopping()
        return .stop
    }

    private func start(
        _ monitor: Monitor, _ lookout: CloudLookout, _ commands: AsyncStream<FleetCommand>,
        _ inbox: AsyncStream<FleetCommand>.Continuation, _ signals: SignalInbox,
        in group: inout TaskGroup<Part>
    ) {
        let pulse = Pulse()
        group.addTask {
            await monitor.fleet.run(lookout.plain, commands: commands) { event in
                if case .alive = event { pulse.beat() }
                log.record(event)
            }
            return .fleet
        }
        group.addTask {
            await monitor.notifier.run(on: ContinuousClock())
            return .other
        }
        group.addTask {
            await lookout.run()
            return .other
        }
        group.addTask {
            await forget(monitor)
            return .other
        }
        group.addTask {
            await watchStore(monitor, signals)
            return .other
        }
        guard let interval = service.watchdogInterval else { return }
        let store = monitor.store
        group.addTask {
            while !Task.isCancelled {
                inbox.yield(.ping)
                try? await Task.sleep(for: interval)
                // Fed only when the loop turned and the store answers: a daemon that cannot store does no work.
                guard pulse.take() else { continue }
                do throws(StoreError) {
                    // A look for one row is as good a question as all of them.
                    if let key = try? TargetKey("-/-/-") { _ = try await store.state(of: key) }
                    service.alive()
                } catch {
                    log.record(.storeTrouble(error, target: nil))
                }
            }
            return .other
        }
    }

    /// A store that another file has taken the place of is not written to any more, so there is nothing left to do: that is told past
    /// the queue, and the daemon ends, for whoever starts it again with the file that is there.
    private func watchStore(_ monitor: Monitor, _ signals: SignalInbox) async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: .seconds(1)) } catch { return }
            do throws(StoreError) {
                try await monitor.store.ping()
            } catch .replaced(let path) {
                let loss = StoreError.replaced(path: path)
                storeLoss.withLockedValue { $0 = loss }
                log.logger.critical("\(loss); ending")
                await monitor.notifier.tellNow(
                    .causeOpened, "\(loss); the daemon ends and watches nothing until it is started again")
                await signals.take(.sigterm)
                return
            } catch {
                // Any other trouble is told where something was to be stored.
            }
        }
    }

    /// Forgets old versions once a day, away from the checks.
    private func forget(_ monitor: Monitor) async {
        guard let retention = monitor.configuration.retention else { return }
        let upkeep = Upkeep(store: monitor.store.options.path, retention: retention)
        while !Task.isCancelled {
            do {
                let result = try await upkeep.run({ try await monitor.store.prune($0, now: $1) }, now: Host.now())
                if let result { log.logger.notice("\(result.sentence)") }
            } catch {
                log.logger.error("old versions cannot be forgotten: \(error)")
            }
            do { try await Task.sleep(for: .seconds(3600)) } catch { return }
        }
    }

    private func nextEnd(_ store: SQLiteStore, _ signals: SignalInbox) async -> End {
        while let signal = await signals.next() {
            guard signal == .sighup else { return stop(signal) }
            service.reloading()
            do {
                let configuration = try loadConfiguration()
                log.logger.notice("reloading")
                let wanted = try storePath(configuration)
                if wanted != store.options.path {
                    log.logger.warning(
                        "the configuration names another store, which is used after a restart only",
                        metadata: ["store": "\(store.options.path)", "named": "\(wanted)"])
                }
                return .reload(configuration)
            } catch {
                log.logger.error("the configuration cannot be used, the old one stays: \(error)")
                service.ready(status: "the new configuration cannot be used")
            }
        }
        return .stop
    }
}

/// Whether the fleet's loop has turned since somebody asked.
private final class Pulse: Sendable {
    private let hasBeaten = NIOLockedValueBox(false)

    func beat() { hasBeaten.withLockedValue { $0 = true } }

    func take() -> Bool {
        hasBeaten.withLockedValue { value in
            defer { value = false }
            return value
        }
    }
}
