import DriftCore

/// What is to be watched, found out by reading files and asking catalogs.
struct Discovery: Sendable {
    var targets: [Target] = []
    var refused: [RefusedCloud] = []
    /// What is odd without being an error, each once.
    var warnings: [String] = []
    var authorizer = CloudAuthorizer([:])
    /// By cloud: how its regions log in, for tables.
    var logins: [String: String] = [:]
    /// The clouds.yaml, secure.yaml and clouds-public.yaml that were read.
    var files: [String] = []
    /// By cloud: the regions of its whole catalog, where that was asked for and could be read.
    var catalogs: [String: Set<Region?>] = [:]
    /// What the targets of clouds were made of.
    var entries: [CloudEntry] = []
    /// Of regions that are not asked now, but were before or are configured.
    var knownRegions: Set<String> = []
    /// The names of regions, which fingerprints leave out.
    var regionNames: [String] { knownRegions.union(targets.compactMap { $0.key.region?.name }).sorted() }
}

/// Which clouds are wanted, and what of them.
struct CloudWish: Sendable {
    var name: String
    var regions: RegionChoice
    var schemas: [SchemaName]
    /// Listed one by one, so that each must be there; of the usual ones or all of them some may be missing.
    var namesSchemas = false
    var watch: WatchSettings
    var projectPerRegion = false
    /// Named on the command line: then a name that does not exist is a wrong operand, not one cloud of many.
    var isOperand = false
    var source: String
}

/// Finds targets. One login desk serves all clouds, so that targets with the same credential share its token.
struct Discoverer: Sendable {
    let host: Host
    let configuration: Configuration
    let transport: any HTTPTransport
    let gate: any LoginGate
    /// Keeps tokens for as long as the process lives.
    let desk: LoginDesk

    func discover(_ wishes: [CloudWish], at known: [Target]) async throws -> Discovery {
        var discovery = Discovery(targets: known)
        discovery.warnings = configuration.openSecretWarnings(host)
        guard !wishes.isEmpty else { return discovery }
        let files = try cloudsFiles()
        discovery.files = files.paths
        discovery.warnings += files.warnings.map(\.description)
        var sessions: [String: CloudSession] = [:]
        for wish in wishes {
            do throws(CloudError) {
                let cloud = try files.cloud(
                    wish.name, regions: wish.regions, projectPerRegion: wish.projectPerRegion)
                if wish.isOperand, let unknown = cloud.refused.first(where: \.reason.isUnknownRegion) {
                    throw unknown.reason
                }
                let session = CloudSession(cloud, desk: desk)
                sessions[wish.name] = session
                discovery.entries += cloud.entries
                discovery.logins[wish.name] = cloud.entries.first?.login.kind ?? "none"
                discovery.warnings += cloud.warnings.map(\.description)
                let found = await session.discover()
                discovery.refused += found.refused
                discovery.catalogs[wish.name] = found.catalog
                discovery.targets += try targets(at: found.endpoints, for: wish, cloud)
            } catch {
                switch error {
                case .cloudNotFound where wish.isOperand, .regionNotFound where wish.isOperand:
                    throw Trouble("\(error)", after: files.warnings)
                default: break
                }
                discovery.refused.append(RefusedCloud(cloud: wish.name, region: nil, reason: error))
            }
        }
        discovery.authorizer = CloudAuthorizer(sessions)
        discovery.warnings = discovery.warnings.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        return discovery
    }

    func cloudsFiles() throws(Trouble) -> CloudsFiles {
        do throws(CloudError) {
            return try CloudsFiles(
                CloudsFilePlaces(
                    explicit: configuration.cloudsFile, workingDirectory: host.currentDirectory,
                    environment: host.variables), reading: .system)
        } catch {
            throw Trouble("\(error)")
        }
    }

    /// Forgets that the logins of these clouds were refused.
    func resetLogins(of wishes: [CloudWish]) async throws {
        let files = try cloudsFiles()
        for wish in wishes {
            // A cloud that cannot be served has no login to reset; discovery says why.
            guard let cloud = try? files.cloud(wish.name, regions: wish.regions) else { continue }
            for credential in Set(cloud.entries.compactMap(\.credential)) { try await gate.resetLogin(credential) }
        }
    }

    private func targets(
        at endpoints: [ImageEndpoint], for wish: CloudWish, _ cloud: Cloud
    ) throws(CloudError) -> [Target] {
        let name: CloudName
        do throws(TargetError) {
            name = try CloudName(wish.name)
        } catch {
            throw .settings(
                SettingsProblem("\(error)", key: "clouds", at: wish.source, wayOut: "rename it in clouds.yaml"))
        }
        return endpoints.flatMap { endpoint in
            let entry = cloud.entries.first { $0.region == endpoint.region } ?? cloud.entries.first
            let source = [wish.isOperand ? nil : wish.source, entry?.source ?? wish.source].compactMap(\.self)
            return wish.schemas.map { schema in
                Target(
                    key: TargetKey(cloud: name, region: endpoint.region, schema: schema),
                    url: "\(endpoint.base)/schemas/\(schema.name)", access: .cloud(wish.name), role: wish.watch.role,
                    dialect: wish.watch.dialect, ignore: wish.watch.ignore,
                    interval: wish.watch.interval ?? configuration.interval, mustExist: wish.namesSchemas,
                    source: source.joined(separator: ", "))
            }
        }
    }
}

extension Trouble {
    /// What is wrong because of what was said of files before.
    init(_ description: String, after warnings: [SettingsProblem]) {
        self.init(([description] + warnings.map { "  \($0)" }).joined(separator: "\n"))
    }
}
