import DriftCore
import Yams

extension Configuration {
    /// Reads a configuration file. Secrets are not read, only where they are kept.
    ///
    /// - Parameters:
    ///   - file: Its name for messages; relative paths in it are relative to its directory.
    init(yaml text: String, file: String, host: Host) throws(ConfigurationProblems) {
        let root = try Self.compose(text, file: file)
        var reader = SettingsReader(file: file)
        self.init()
        self.file = file
        // A file of comments is a configuration that decides nothing.
        let isNothing = root?.scalar?.string.isEmpty ?? (root == nil)
        if !isNothing, let root,
            case .section(let top)? = reader.read(root, as: .section(ConfigurationTable.top), path: "")?.value
        {
            var builder = ConfigurationBuilder(reader: reader, directory: Paths.directory(of: file), host: host)
            builder.build(&self, from: top)
            reader = builder.reader
        }
        if !reader.problems.isEmpty { throw ConfigurationProblems(reader.problems) }
    }

    private static func compose(_ text: String, file: String) throws(ConfigurationProblems) -> Node? {
        func refused(_ message: String, _ mark: Mark?) -> ConfigurationProblems {
            let place = mark.map { SourcePlace(line: $0.line, column: $0.column) }
            return ConfigurationProblems([ConfigurationProblem(file: file, place: place, path: "", message: message)])
        }
        guard text.utf8.count <= 1 << 20 else { throw refused("larger than 1 MiB, which no configuration is", nil) }
        do {
            return try Yams.compose(yaml: text)
        } catch let error as YamlError {
            switch error {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                throw refused("this is not YAML: \(problem)", mark)
            case .duplicatedKeysInMapping(let names, let context):
                throw refused("the key '\(names.joined(separator: "', '"))' stands here twice", context.mark)
            case .reader(let problem, _, _, _): throw refused("this is not YAML: \(problem)", nil)
            default: throw refused("this is not YAML: \(error)", nil)
            }
        } catch {
            throw refused("this is not YAML: \(error)", nil)
        }
    }
}

/// Makes the configuration of values whose forms are right, and checks what no single value shows.
struct ConfigurationBuilder {
    var reader: SettingsReader
    let directory: String
    let host: Host
    private var names: [String: SourcePlace?] = [:]
    private var documentCount = 0
    private var keys: [TargetKey: SourcePlace?] = [:]

    init(reader: SettingsReader, directory: String, host: Host) {
        self.reader = reader
        self.directory = directory
        self.host = host
    }

    mutating func build(_ configuration: inout Configuration, from top: Settings) {
        if let name = top.text("name") { configuration.name = name }
        configuration.store = path(top, "store")
        configuration.cloudsFile = path(top, "clouds_file")
        configuration.interval = top.duration("interval") ?? configuration.interval
        configuration.confirmAfter = top.duration("confirm_after") ?? configuration.confirmAfter
        configuration.gracePeriod = top.duration("grace_period") ?? configuration.gracePeriod
        configuration.lostAfter = top.count("lost_after") ?? configuration.lostAfter
        configuration.allowedNetworks = (top.list("allow_addresses") ?? []).compactMap {
            if case .network(let network) = $0.value { network } else { nil }
        }
        for settings in top.sections("clouds") {
            if let cloud = cloud(settings) { configuration.clouds.append(cloud) }
        }
        for settings in top.sections("targets") {
            guard let target = target(settings) else { continue }
            documentCount += target.documents.count
            guard documentCount <= URLTemplate.mostDocuments else {
                reader.report("\(URLTemplateError.tooMany(documentCount))", at: settings.place, settings.path)
                break
            }
            configuration.targets.append(target)
        }
        var channelNames: [String: SourcePlace?] = [:]
        for settings in top.sections("channels") {
            guard let name = settings.text("name") else { continue }
            let earlier = channelNames.updateValue(settings["name"]?.place, forKey: name)
            mustBeNew(name, "a channel", after: earlier, settings["name"])
            if let channel = channel(settings, name: name) { configuration.channels.append(channel) }
        }
        if let limits = top.section("limits") {
            let standard = configuration.limits
            configuration.limits = LimitSettings(
                bodyBytes: limits.count("body") ?? standard.bodyBytes,
                totalTime: limits.duration("total_time") ?? standard.totalTime,
                idleTime: limits.duration("idle_time") ?? standard.idleTime,
                perHost: limits.count("per_host") ?? standard.perHost,
                concurrent: limits.count("concurrent") ?? standard.concurrent,
                retryAfter: limits.duration("retry_after") ?? standard.retryAfter)
        }
        configuration.retention = retention(top, standard: configuration.retention)
        configuration.levels = levels(top)
        configuration.waivers = top.sections("waivers").compactMap { waiver($0) }
    }

    private func retention(_ top: Settings, standard: Retention?) -> Retention? {
        if top.isAll("retention") { return nil }
        guard let settings = top.section("retention") else { return standard }
        return Retention(
            age: settings.duration("age") ?? standard?.age, count: settings.count("count"),
            bytes: settings.count("bytes").map { Int64($0) })
    }

    private mutating func levels(_ top: Settings) -> [ChangeKind: Impact] {
        var levels: [ChangeKind: Impact] = [:]
        for (kind, setting) in top.map("levels") {
            guard case .text(let text) = setting.value, let level = Impact(rawValue: text) else { continue }
            if Rule.byKind[ChangeKind(kind)] == nil {
                reader.report(
                    WaiverError.unknownKind(kind, nearest: Rule.nearestKind(to: kind)).description, at: setting.place,
                    setting.path)
            }
            levels[ChangeKind(kind)] = level
        }
        return levels
    }

    private mutating func waiver(_ settings: Settings) -> Waiver? {
        guard let kind = settings.text("kind"), let pointer = settings.text("pointer"),
            let reason = settings.text("reason"), let expires = settings.text("expires")
        else { return nil }
        do {
            return try Waiver(kind: kind, pointer: pointer, reason: reason, expires: expires)
        } catch {
            reader.report(error.description, at: settings.place, settings.path)
            return nil
        }
    }

    private mutating func cloud(_ settings: Settings) -> CloudSettings? {
        guard let text = settings.text("name"), let name = try? CloudName(text) else { return nil }
        let earlier = names.updateValue(settings["name"]?.place, forKey: text)
        mustBeNew(text, "a cloud or a target", after: earlier, settings["name"])
        var cloud = CloudSettings(name: name, watch: watch(settings), place: settings.place)
        if settings.isAll("regions") {
            cloud.regions = .all
        } else if let regions = regions(settings) {
            cloud.regions = .these(regions)
        }
        if settings.isAll("schemas") {
            cloud.schemas = .these(SchemaName.all)
        } else if let schemas = schemas(settings) {
            cloud.schemas = .these(schemas)
            cloud.namesSchemas = true
        }
        cloud.projectPerRegion = settings.flag("project_per_region") ?? false
        cloud.allowsCleartext = settings.flag("allow_cleartext") ?? false
        return cloud
    }

    private mutating func target(_ settings: Settings) -> TargetSettings? {
        let regions = regions(settings)
        let schemas = schemas(settings)
        let tls = tls(settings)
        let watch = watch(settings)
        let headers = headers(settings)
        guard let text = settings.text("name"), let name = try? CloudName(text), let setting = settings["url"],
            let url = settings.text("url")
        else { return nil }
        let earlier = names.updateValue(settings["name"]?.place, forKey: text)
        mustBeNew(text, "a cloud or a target", after: earlier, settings["name"])
        let template = URLTemplate(url)
        let documents: [TargetSettings.Document]
        do {
            documents = try template.documents(of: name, regions: regions, schemas: schemas)
        } catch {
            reader.report(error.description, at: setting.place, setting.path)
            return nil
        }
        for document in documents where keys.updateValue(setting.place, forKey: document.key) != nil {
            reader.report("the target \(document.key) stands here twice", at: setting.place, setting.path)
        }
        return TargetSettings(
            name: name, url: url, documents: documents, headers: headers, tls: tls,
            kind: settings.text("kind").flatMap(DocumentKind.init) ?? .schema, watch: watch, place: settings.place)
    }

    private mutating func channel(_ settings: Settings, name: String) -> ChannelSettings? {
        let impacts =
            settings.texts("impact").map { Set($0.compactMap(Impact.init)) }
            ?? Set(Impact.allCases.filter { $0 > .cosmetic })
        switch settings.text("type") {
        case "log":
            for key in ["url", "secret", "headers", "tls"] where settings[key] != nil {
                reader.report("a log channel has no '\(key)'", at: settings[key]?.place, "\(settings.path).\(key)")
            }
            return ChannelSettings(name: name, kind: .log(isJSON: settings.text("format") == "json"), impacts: impacts)
        case "webhook":
            if let format = settings["format"] {
                reader.report("a webhook channel has no 'format'", at: format.place, format.path)
            }
            guard let url = settings["url"]?.openOrSecret else {
                if settings["url"] == nil {
                    reader.report("a webhook channel needs 'url'", at: settings.place, settings.path)
                }
                return nil
            }
            if case .open(let text) = url, let setting = settings["url"] { check(url: text, at: setting) }
            let secrets = (settings.list("secret") ?? []).compactMap { setting -> SecretSource? in
                if case .secret(let source) = setting.value { source } else { nil }
            }
            let webhook = ChannelSettings.Webhook(
                url: url, secrets: secrets, headers: headers(settings), tls: tls(settings))
            return ChannelSettings(name: name, kind: .webhook(webhook), impacts: impacts)
        default: return nil
        }
    }
}

extension ConfigurationBuilder {
    private mutating func watch(_ settings: Settings) -> WatchSettings {
        var rules: [IgnoreRule] = []
        for rule in settings.sections("ignore") {
            guard let pointer = rule.text("pointer") else { continue }
            do {
                rules.append(try IgnoreRule(pointer: pointer, reason: rule.text("reason")))
            } catch {
                reader.report(error.description, at: rule["pointer"]?.place, "\(rule.path).pointer")
            }
        }
        return WatchSettings(
            interval: settings.duration("interval"), role: settings.text("role").flatMap(Role.init),
            dialect: settings.text("dialect"), ignore: IgnoreRules(rules))
    }

    private mutating func regions(_ settings: Settings) -> [Region]? {
        unique(settings, "regions")?.compactMap { try? Region($0) }
    }

    private mutating func schemas(_ settings: Settings) -> [SchemaName]? {
        unique(settings, "schemas")?.compactMap { try? SchemaName($0) }
    }

    private mutating func unique(_ settings: Settings, _ key: String) -> [String]? {
        guard let list = settings.list(key) else { return nil }
        if list.isEmpty {
            reader.report(
                "an empty list watches nothing; leave the key out", at: settings[key]?.place, "\(settings.path).\(key)")
        }
        var seen: Set<String> = []
        for setting in list {
            guard case .text(let text) = setting.value, !seen.insert(text).inserted else { continue }
            reader.report("'\(text)' stands here twice", at: setting.place, setting.path)
        }
        return settings.texts(key)
    }

    private mutating func headers(_ settings: Settings) -> [(name: String, value: OpenOrSecret)] {
        settings.map("headers").compactMap { name, setting in
            let isToken = name.utf8.allSatisfy { 0x21...0x7E ~= $0 && !"\"(),/:;<=>?@[\\]{}".utf8.contains($0) }
            if !isToken { reader.report("'\(name)' is no name of a header field", at: setting.place, setting.path) }
            let managed = ["host", "content-length", "transfer-encoding", "connection"]
            if managed.contains(name.lowercased()) {
                reader.report("'\(name)' is set by the connection itself", at: setting.place, setting.path)
            }
            if case .text(let text) = setting.value, text.utf8.contains(where: { $0 < 0x20 && $0 != 9 || $0 == 0x7F }) {
                reader.report(
                    "a header's value must not hold line feeds or other controls", at: setting.place, setting.path)
            }
            return setting.openOrSecret.map { (name, $0) }
        }
    }

    private mutating func tls(_ settings: Settings) -> TLSSettings {
        guard let tls = settings.section("tls") else { return TLSSettings() }
        if tls["key"] != nil, tls["certificate"] == nil {
            reader.report("a key needs its certificate", at: tls["key"]?.place, "\(tls.path).key")
        }
        return TLSSettings(
            verifies: tls.flag("verify") ?? true, authorityFile: path(tls, "authority"),
            certificateFile: path(tls, "certificate"), keyFile: path(tls, "key"))
    }

    private func path(_ settings: Settings, _ key: String) -> String? {
        settings.text(key).map { Paths.resolve($0, against: directory, host: host) }
    }

    private mutating func check(url: String, at setting: Setting) {
        do { _ = try WebURL(url) } catch {
            reader.report("'\(url.hidingUser)' is not usable: \(error)", at: setting.place, setting.path)
        }
    }

    private mutating func mustBeNew(_ name: String, _ what: String, after earlier: SourcePlace??, _ setting: Setting?) {
        guard let earlier else { return }
        let line = earlier.map { " (line \($0.line))" } ?? ""
        reader.report("'\(name)' is the name of \(what) already\(line)", at: setting?.place, setting?.path ?? "")
    }
}
