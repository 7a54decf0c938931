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
    let storePath: String
    let log: Logger
    let service: ServiceManager

    /// What makes one life of the fleet end.
    private enum End: Sendable { case stop, reload(Configuration) }

    /// Which of a life's tasks has ended.
    private enum Part: Sendable { case fleet, signal(UnixSignal), other }

    func run() async throws {
        // First of all: a signal that comes while the store is opened shall not end the process by itself.
        let signals = await SignalInbox.trapping(.sigterm, .sigint, .sighup)
        var configuration = configuration
        let store = try SQLiteStore.opened(StoreOptions(path: storePath, groupingDelay: .seconds(5)))
        let lock: DaemonLock?
        do throws(StoreError) {
            lock = try DaemonLock.acquire(store: storePath)
        } catch {
            await store.close()
            throw Trouble("\(error)")
        }
        guard let lock else {
            await store.close()
            throw Trouble("another daemon holds the store '\(storePath)'; stop it, or name another store with --store")
        }
        let outcome = await Result { () async throws in
            while case .reload(let next) = try await live(configuration, store, signals) { configuration = next }
        }
        service.stopping()
        await store.close()
        _ = consume lock
        try outcome.get()
        log.notice("stopped")
    }

    /// One life under one configuration.
    private func live(_ configuration: Configuration, _ store: SQLiteStore, _ signals: SignalInbox) async throws -> End
    {
        for sentence in configuration.endedWaivers(at: Host.now()) { log.warning("\(sentence)") }
        let monitor = try Monitor(host: host, configuration: configuration, store: store, log: log)
        let (commands, inbox) = AsyncStream.makeStream(of: FleetCommand.self)
        let outcome = await Result { () async throws -> End in
            guard let discovery = try await begin(monitor, signals) else { return .stop }
            var fields: Logger.Metadata = ["targets": "\(discovery.targets.count)", "store": "\(storePath)"]
            if !discovery.files.isEmpty { fields["clouds_files"] = "\(discovery.files.joined(separator: ", "))" }
            log.notice("watching", metadata: fields)
            ProgramCode.giveBackPages()
            service.ready(status: "watching \(discovery.targets.count) targets")
            return await withTaskGroup(of: Part.self) { group in
                start(monitor, discovery, commands, inbox, in: &group)
                return await drain(into: await nextEnd(signals), signals, inbox, configuration.gracePeriod, &group)
            }
        }
        await monitor.transport.shutDown()
        return try outcome.get()
    }

    /// Logins and catalogs may take long when a cloud does not answer; whoever wants the daemon to stop does not wait for
    /// them.
    /// - Returns: nil when a stop was asked for.
    private func begin(_ monitor: Monitor, _ signals: SignalInbox) async throws -> Discovery? {
        enum Step: Sendable { case found(Discovery), signal(UnixSignal?) }
        return try await withThrowingTaskGroup(of: Step.self) { group in
            var found: Discovery?
            var early: [UnixSignal] = []
            group.addTask { .found(try await discover(monitor)) }
            group.addTask { .signal(await signals.next()) }
            while let step = try await group.next() {
                switch step {
                case .found(let discovery):
                    found = discovery
                    group.cancelAll()
                case .signal(let signal?) where signal != .sighup && found == nil:
                    _ = stop(signal)
                    group.cancelAll()
                    // It was told to stop; what it found or missed meanwhile is of no interest.
                    while await group.nextResult() != nil {}
                    return nil
                case .signal(let signal?):
                    early.append(signal)
                    if found == nil { group.addTask { .signal(await signals.next()) } }
                case .signal(nil): break
                }
            }
            for signal in early { await signals.take(signal) }
            return found
        }
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
        log.notice("stopping", metadata: ["signal": "\(signal)"])
        service.stopping()
        return .stop
    }

    private func start(
        _ monitor: Monitor, _ discovery: Discovery, _ commands: AsyncStream<FleetCommand>,
        _ inbox: AsyncStream<FleetCommand>.Continuation, in group: inout TaskGroup<Part>
    ) {
        let pulse = Pulse()
        group.addTask {
            await monitor.fleet(for: discovery).run(discovery.targets, commands: commands) { event in
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
            await rediscover(monitor, discovery, inbox)
            return .other
        }
        guard let interval = service.watchdogInterval else { return }
        let store = monitor.store
        group.addTask {
            while !Task.isCancelled {
                inbox.yield(.ping)
                try? await Task.sleep(for: interval)
                // Fed only when the loop turned and the store answers: a daemon that cannot store does no work.
                if pulse.take(), (try? await store.targets()) != nil { service.alive() }
            }
            return .other
        }
    }

    /// - Parameter last: What was found before; what it said already is not said again.
    private func discover(_ monitor: Monitor, after last: Discovery? = nil) async throws -> Discovery {
        let known = try monitor.configuration.targets(reading: host.secrets(of: monitor.configuration))
        let discovery = try await monitor.discover(monitor.configuration.cloudWishes, at: known)
        for warning in discovery.warnings where last?.warnings.contains(warning) != true { log.warning("\(warning)") }
        for refused in discovery.refused where last?.refused.contains(refused) != true {
            log.error(
                "cloud refused: \(refused.reason)",
                metadata: ["cloud": "\(refused.cloud)", "region": "\(refused.region ?? "-")"])
        }
        for result in try await monitor.tell(discovery) { log.record(.checked(result)) }
        return discovery
    }

    /// Catalogs change, and a login that failed may work later: looks again as often as the clouds are checked, but once an
    /// hour at least, and sooner where something is missing.
    private func rediscover(
        _ monitor: Monitor, _ first: Discovery, _ inbox: AsyncStream<FleetCommand>.Continuation
    ) async {
        guard !monitor.configuration.clouds.isEmpty else { return }
        let intervals = monitor.configuration.clouds.map { $0.watch.interval ?? monitor.configuration.interval }
        let interval = max(.seconds(30), min(.seconds(3600), intervals.min() ?? .seconds(3600)))
        var last = first
        while !Task.isCancelled {
            do { try await Task.sleep(for: last.refused.isEmpty ? interval : min(interval, .seconds(60))) } catch {
                return
            }
            let next: Discovery
            do { next = try await discover(monitor, after: last) } catch {
                log.error("the clouds cannot be looked at again: \(error)")
                continue
            }
            if Set(next.targets) != Set(last.targets) {
                log.notice("the catalog changed", metadata: ["targets": "\(next.targets.count)"])
                inbox.yield(.reload(next.targets))
                service.status("watching \(next.targets.count) targets")
            }
            last = next
        }
    }

    private func nextEnd(_ signals: SignalInbox) async -> End {
        while let signal = await signals.next() {
            guard signal == .sighup else { return stop(signal) }
            service.reloading()
            do {
                let configuration = try loadConfiguration()
                log.notice("reloading")
                return .reload(configuration)
            } catch {
                log.error("the configuration cannot be used, the old one stays: \(error)")
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
