import DriftCore
import Logging

/// The parts of the program put together: what a configuration and the command line's choices make of the stations.
struct Monitor: Sendable {
    let host: Host
    let configuration: Configuration
    let store: SQLiteStore
    let transport: HTTPClientTransport
    let discoverer: Discoverer
    let channels: [Channel]
    /// Hears of the daemon's deliveries; a one-shot check reports for itself.
    let log: Logger?

    init(
        host: Host, configuration: Configuration, store: SQLiteStore, extraChannels: [Channel] = [], log: Logger? = nil
    ) throws {
        self.host = host
        self.configuration = configuration
        self.store = store
        self.log = log
        transport = HTTPClientTransport(settings: try .of(host, configuration))
        discoverer = Discoverer(
            host: host, configuration: configuration, transport: transport, gate: store,
            desk: LoginDesk(transport: transport, gate: store, limits: configuration.limits.http, now: Host.now))
        channels = try configuration.channels(reading: host.secrets(of: configuration)) + extraChannels
    }

    func discover(_ wishes: [CloudWish], at known: [Target]) async throws -> Discovery {
        var discovery = try await discoverer.discover(wishes, at: known)
        discovery.targets = try discovery.targets.distinct()
        discovery.knownRegions = try await knownRegions()
        return discovery
    }

    /// The names of regions that documents may hold: those of the configuration and those that were watched before. A check of one
    /// region and a check of all give the same change the same fingerprint, and so does `accept`.
    func knownRegions() async throws(StoreError) -> Set<String> {
        configuration.regionNames.union(try await store.regions())
    }

    func resetLogins(_ wishes: [CloudWish]) async throws {
        try await discoverer.resetLogins(of: wishes)
    }

    /// The stations of a check over what was discovered.
    func checker(for discovery: Discovery) -> Checker {
        Checker(
            fetcher: Fetcher(
                transport: transport, limits: configuration.limits.http, authorizer: discovery.authorizer, now: Host.now
            ),
            store: store, rules: rules(regionNames: discovery.regionNames), now: Host.now)
    }

    func fleet(for discovery: Discovery) -> Fleet<ContinuousClock> {
        Fleet(
            checker: checker(for: discovery), store: store, clock: ContinuousClock(),
            options: FleetOptions(concurrent: configuration.limits.concurrent, perOrigin: configuration.limits.perHost))
    }

    var notifier: Notifier {
        Notifier(
            queue: store, transport: transport, channels: channels, monitor: configuration.name, now: Host.now,
            writeLine: { Console.error.log($0) }, report: { [log] in log?.record($0) })
    }

    func rules(regionNames: [String]) -> CheckRules {
        let channels = channels
        let (levels, waivers) = (configuration.levels, configuration.waivers)
        return CheckRules(
            confirmAfter: configuration.confirmAfter, lostAfter: configuration.lostAfter,
            judge: { target, old, new in
                let options = Classifier.Options(
                    schema: target.fingerprintName, role: target.role, kind: target.kind,
                    dialect: .applying(
                        to: old, configured: target.dialect.flatMap { Dialect(name: $0) }, urlPath: target.url),
                    regionNames: regionNames, levels: levels, waivers: waivers, now: Host.now())
                return Classifier(options: options).drift(from: old, to: new)
            },
            route: { channels.route($0, $1) })
    }
}

extension Monitor {
    /// A login that fails leaves no catalog, hence no targets: what the store knows of that cloud failed with it.
    func tell(_ discovery: Discovery) async throws(StoreError) -> [CheckResult] {
        // Where no cloud was asked nothing was found out, and thousands of targets are not looked through for it.
        guard !discovery.refused.isEmpty || !discovery.catalogs.isEmpty else { return [] }
        let checker = checker(for: discovery)
        let known = try await store.targets()
        let watched = Set(discovery.targets.map(\.key))
        let regions = Set(discovery.targets.map(\.key.place))
        var results: [CheckResult] = []
        for refused in discovery.refused where [.credential, .identity].contains(refused.reason.concern) {
            let error = FetchError(refused.reason, cloud: refused.cloud)
            let keys = known.filter { key in
                key.cloud.name == refused.cloud && (refused.region == nil || key.region?.name == refused.region)
                    && !watched.contains(key)
            }
            for key in keys {
                let target = Target(key: key, url: "", access: .cloud(refused.cloud), source: "the store")
                results.append(try await checker.fail(target, error))
            }
            if keys.isEmpty, case .credential(let fault) = error, fault.isRefusal {
                try await store.tell([checker.refusal(fault)], time: Host.now())
            }
        }
        for key in known where !regions.contains(key.place) {
            guard let reason = discovery.reasonForLeaving(key) else { continue }
            let target = Target(key: key, url: "", access: .cloud(key.cloud.name), source: "the store")
            if let result = try await checker.leave(target, because: reason) { results.append(result) }
        }
        return results
    }
}

extension Discovery {
    /// Why a target of the store in a region without targets is watched no longer: its region has left the catalog. Nil where it has
    /// not, or where nobody knows.
    fileprivate func reasonForLeaving(_ key: TargetKey) -> String? {
        let cloud = key.cloud.name
        if let regions = catalogs[cloud], !regions.contains(key.region) {
            return
                "the catalog of \(cloud) no longer names the region \(key.region?.name ?? "-"): it is watched no longer,"
                + " its versions are kept"
        }
        for refused in refused where refused.cloud == cloud && refused.region == key.region?.name {
            if case .endpointNotFound = refused.reason { return "\(refused.reason)" }
        }
        return nil
    }
}

extension TargetKey {
    fileprivate struct Place: Hashable {
        let cloud: CloudName
        let region: Region?
    }

    fileprivate var place: Place { Place(cloud: cloud, region: region) }
}

extension Target {
    /// The schema's name in fingerprints: what stands below `/v2/schemas/`, so that one schema at different URLs is one.
    var fingerprintName: String {
        let name = String(key.schema.name.prefix { $0 != "?" })
        let marker = "v2/schemas/"
        guard let range = name.firstRange(of: marker), !name[range.upperBound...].isEmpty else { return name }
        return String(name[range.upperBound...])
    }
}
