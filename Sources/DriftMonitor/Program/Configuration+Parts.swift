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
    /// The channels with their secrets read.
    func channels(reading secrets: SecretReader) throws -> [Channel] {
        try channels.map { settings in
            switch settings.kind {
            case .log(let isJSON):
                return Channel(name: settings.name, kind: .log(isJSON ? .json : .text), impacts: settings.impacts)
            case .webhook(let webhook):
                var headers = HTTPHeaders()
                for header in webhook.headers { headers[header.name] = try secrets(header.value).revealed }
                let keys = try webhook.secrets.map { source in
                    let secret = try secrets(source)
                    do throws(SigningKeyError) {
                        return try SigningKey(secret)
                    } catch {
                        throw ConfigurationProblems([
                            ConfigurationProblem(
                                file: file ?? "", place: source.place, path: source.path, message: "\(error)")
                        ])
                    }
                }
                let url = try secrets(webhook.url)
                return Channel(
                    name: settings.name,
                    kind: .webhook(Channel.Webhook(url: url, keys: keys, headers: headers, tls: webhook.tls)),
                    impacts: settings.impacts)
            }
        }
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
                name: cloud.name.name, regions: regions, schemas: schemas, namesSchemas: cloud.namesSchemas, watch: cloud.watch,
                projectPerRegion: cloud.projectPerRegion,
                source: source(cloud.place))
        }
    }
}

extension Channel {
    /// The channel of `--webhook`: unsigned, and known to the queue by this name only.
    static func adHoc(url: String) -> Channel {
        Channel(name: "webhook", kind: .webhook(Webhook(url: Secret(url))))
    }
}

extension HTTPClientTransport.Settings {
    static func of(_ host: Host, _ configuration: Configuration = Configuration()) throws -> Self {
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
