import DriftCore
import Logging
import UnixSignals

/// The daemon: a fleet that checks, a notifier that sends, and signals that tell it to stop or to read its files again.
struct Daemon: Sendable {
    let host: Host
    let loadConfiguration: @Sendable () throws -> Configuration
    let storePath: String
    let log: Logger
    let service: ServiceManager

    /// What makes one life of the fleet end.
    private enum End: Sendable { case stop, reload(Configuration) }

    /// Which of a life's tasks has ended.
    private enum Part: Sendable { case fleet, impatience, other }

    func run() async throws {
        var configuration = try loadConfiguration()
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
        let signals = await SignalInbox.trapping(.sigterm, .sigint, .sighup)
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
        let monitor = try Monitor(host: host, configuration: configuration, store: store, log: log)
        let (commands, inbox) = AsyncStream.makeStream(of: FleetCommand.self)
        let outcome = await Result { () async throws -> End in
            let discovery = try await discover(monitor)
            log.notice(
                "watching", metadata: ["targets": "\(discovery.targets.count)", "store": "\(storePath)"])
            service.ready(status: "watching \(discovery.targets.count) targets")
            return await withTaskGroup(of: Part.self) { group in
                start(monitor, discovery, commands, inbox, in: &group)
                let end = await nextEnd(signals)
                inbox.yield(.stop(grace: configuration.gracePeriod))
                group.addTask {
                    // A second signal: the running checks must not take any longer.
                    while let signal = await signals.next() { if signal != .sighup { return .impatience } }
                    return .other
                }
                while let part = await group.next() { if part != .other { break } }
                inbox.finish()
                group.cancelAll()
                return end
            }
        }
        await monitor.transport.shutDown()
        return try outcome.get()
    }

    private func start(
        _ monitor: Monitor, _ discovery: Discovery, _ commands: AsyncStream<FleetCommand>,
        _ inbox: AsyncStream<FleetCommand>.Continuation, in group: inout TaskGroup<Part>
    ) {
        group.addTask {
            await monitor.fleet(for: discovery).run(discovery.targets, commands: commands) { log.record($0) }
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
                // Fed only when the store answers: a daemon that cannot store does no work.
                if (try? await store.targets()) != nil { service.alive() }
                try? await Task.sleep(for: interval)
            }
            return .other
        }
    }

    private func discover(_ monitor: Monitor) async throws -> Discovery {
        let known = try monitor.configuration.targets(reading: host.secrets(of: monitor.configuration))
        let discovery = try await monitor.discover(monitor.configuration.cloudWishes, at: known)
        for warning in discovery.warnings { log.warning("\(warning)") }
        for refused in discovery.refused {
            log.error(
                "cloud refused: \(refused.reason)",
                metadata: ["cloud": "\(refused.cloud)", "region": "\(refused.region ?? "-")"])
        }
        for result in try await monitor.tell(discovery) { log.record(.checked(result)) }
        return discovery
    }

    /// Catalogs change, and a login that failed may work later: looks again every hour, sooner where something is missing.
    private func rediscover(
        _ monitor: Monitor, _ first: Discovery, _ inbox: AsyncStream<FleetCommand>.Continuation
    ) async {
        guard !monitor.configuration.clouds.isEmpty else { return }
        var last = first
        while !Task.isCancelled {
            do { try await Task.sleep(for: last.refused.isEmpty ? .seconds(3600) : .seconds(60)) } catch { return }
            let next: Discovery
            do { next = try await discover(monitor) } catch {
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
            guard signal == .sighup else {
                log.notice("stopping", metadata: ["signal": "\(signal)"])
                service.stopping()
                return .stop
            }
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
