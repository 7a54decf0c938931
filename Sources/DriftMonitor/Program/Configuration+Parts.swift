import DriftCore

extension Host {
    /// Reads the secrets that a configuration names.
    func secrets(of configuration: Configuration) -> SecretReader {
        SecretReader(
            configurationFile: configuration.file ?? "\(currentDirectory)/-", host: self,
            read: { path throws(Trouble) in try Files.read(path, limit: 1 << 20) })
    }
}

extension Configuration {
    /// The channels with their secrets read and judged.
    func channels(reading secrets: SecretReader) throws(ConfigurationProblems) -> [Channel] {
        var problems: [ConfigurationProblem] = []
        var found: [Channel] = []
        for settings in channels {
            switch settings.kind {
            case .log(let isJSON):
                found.append(
                    Channel(name: settings.name, kind: LogChannel(isJSON ? .json : .text), impacts: settings.impacts))
            case .webhook(let settingsOfHook):
                guard let webhook = webhook(settingsOfHook, secrets, &problems) else { continue }
                found.append(Channel(name: settings.name, kind: webhook, impacts: settings.impacts))
            }
        }
        guard problems.isEmpty else { throw ConfigurationProblems(problems) }
        return found
    }

    /// - Returns: nil where a value is missing, which then is among the problems.
    private func webhook(
        _ settings: ChannelSettings.Webhook, _ secrets: SecretReader, _ problems: inout [ConfigurationProblem]
    ) -> WebhookChannel? {
        func read(_ value: OpenOrSecret, judge: (String) -> String?) -> Secret? {
            do throws(ConfigurationProblem) {
                return try secrets(value, judge: judge)
            } catch {
                problems.append(error)
                return nil
            }
        }
        let url = read(settings.url, judge: KeptValue.problem(url:))
        let keys = settings.secrets.compactMap { source in
            read(.secret(source)) { text in
                do throws(SigningKeyError) {
                    _ = try SigningKey(Secret(text))
                    return nil
                } catch {
                    return "is no signing key: \(error)"
                }
            }.flatMap { try? SigningKey($0) }
        }
        var headers = HTTPHeaders()
        for header in settings.headers {
            headers[header.name] = read(header.value, judge: KeptValue.problem(header:))?.revealed
        }
        return url.map { WebhookChannel(url: $0, keys: keys, headers: headers, tls: settings.tls) }
    }

    /// Every region that is named in it.
    var regionNames: Set<String> {
        var names = Set(targets.flatMap { $0.documents.compactMap { $0.key.region?.name } })
        for cloud in clouds {
            if case .these(let regions) = cloud.regions { names.formUnion(regions.map(\.name)) }
        }
        return names
    }

    /// The clouds as they are wished for.
    var cloudWishes: [CloudWish] {
        clouds.map { cloud in
            let regions: RegionChoice =
                switch cloud.regions {
                case nil: .asConfigured
                case .all: .all
                case .these(let regions): .only(regions.map(\.name))
                }
            let schemas: [SchemaName] =
                switch cloud.schemas {
                case .all: SchemaName.all
                case .these(let names): names
                }
            return CloudWish(
                name: cloud.name.name, regions: regions, schemas: schemas, namesSchemas: cloud.namesSchemas,
                projectPerRegion: cloud.projectPerRegion,
                allowsCleartext: cloud.allowsCleartext,
                role: cloud.watch.role, dialect: cloud.watch.dialect, ignore: cloud.watch.ignore,
                interval: cloud.watch.interval ?? interval, source: source(cloud.place))
        }
    }
}

extension Channel {
    /// The channel of `--webhook`: unsigned, and known to the queue by this name only.
    static func adHoc(url: String) -> Channel {
        Channel(name: "webhook", kind: WebhookChannel(url: Secret(url)))
    }
}

extension HTTPClientTransport.Settings {
    static func of(_ host: Host, _ configuration: Configuration = Configuration()) throws -> Self {
        try Descriptors.check()
        do throws(ProxyError) {
            return HTTPClientTransport.Settings(
                addresses: AddressPolicy(allowed: configuration.allowedNetworks),
                proxies: try ProxyRules(environment: host.variables),
                connectionsPerHost: configuration.limits.perHost)
        } catch {
            throw Trouble("\(error)")
        }
    }
}

extension Configuration {
    /// One sentence for each waiver that has ended: whoever set it relies on something that is not so any more.
    func endedWaivers(at now: Timestamp) -> [String] {
        waivers.filter { $0.isExpired(at: now) }.map { waiver in
            "the waiver of \(waiver.kind.id) at \(waiver.pattern) ended on \(waiver.expiry.description.prefix(10)) "
                + "and waives nothing any more; renew it or take it out"
        }
    }
}
