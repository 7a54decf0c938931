import DriftCore

/// The parts of the program put together: what a configuration and the command line's choices make of the stations.
struct Monitor: Sendable {
    let host: Host
    let configuration: Configuration
    let store: SQLiteStore
    let transport: HTTPClientTransport
    let discoverer: Discoverer
    let clouds = FoundClouds()
    let channels: [Channel]
    /// Hears of the daemon's deliveries; a one-shot check reports for itself.
    let log: EventLog?

    init(
        host: Host, configuration: Configuration, store: SQLiteStore, extraChannels: [Channel] = [],
        log: EventLog? = nil
    ) throws {
        self.host = host
        self.configuration = configuration
        self.store = store
        self.log = log
        transport = HTTPClientTransport(settings: try .of(host, configuration))
        discoverer = Discoverer(
            desk: LoginDesk(transport: transport, gate: store, limits: configuration.limits.http, now: Host.now))
        channels = try configuration.channels(reading: host.secrets(of: configuration)) + extraChannels
    }

    /// The stations of a check. What is found of clouds while it lives counts from then on.
    var checker: Checker {
        let clouds = clouds
        let authorizer = CloudAuthorizer { clouds.session(of: $0) }
        return Checker(
            fetcher: Fetcher(
                transport: transport, limits: configuration.limits.http, authorizer: authorizer, now: Host.now),
            store: store, rules: rules, now: Host.now)
    }

    var fleet: Fleet<ContinuousClock> {
        Fleet(
            checker: checker, store: store, clock: ContinuousClock(),
            options: FleetOptions(concurrent: configuration.limits.concurrent, perOrigin: configuration.limits.perHost),
            timetable: Timetable(longestPause: configuration.limits.retryAfter))
    }

    var notifier: Notifier {
        Notifier(
            queue: store, transport: transport, channels: channels, monitor: configuration.name, now: Host.now,
            writeLine: { [log] line in
                // A daemon waits for nobody; a one-shot command has nothing else to do.
                guard let log else {
                    Console.error.log(line)
                    return true
                }
                return await log.writer.write(line, within: .seconds(20))
            }, report: { [log] in log?.record($0) })
    }

    var rules: CheckRules {
        let (channels, clouds) = (channels, clouds)
        let (levels, waivers) = (configuration.levels, configuration.waivers)
        return CheckRules(
            confirmAfter: configuration.confirmAfter, lostAfter: configuration.lostAfter,
            judge: { target, old, new in
                let options = Classifier.Options(
                    schema: target.fingerprintName, role: target.role, kind: target.kind,
                    dialect: .applying(
                        to: old, configured: target.dialect.flatMap { Dialect(name: $0) }, urlPath: target.url),
                    regionNames: clouds.regionNames, levels: levels, waivers: waivers, now: Host.now())
                return Classifier(options: options).drift(from: old, to: new)
            },
            route: { channels.route($0, $1) })
    }
}
