/// Turns what the files say about one cloud into the settings of one region, by openstacksdk's rules and in their order:
/// defaults, profile, the entry, the region's values, renamings, domains, the login type's own settings, braces.
struct CloudResolver {
    let files: CloudsFiles
    let cloud: String
    /// Whether what the command-line client puts in for an entry that leaves it out is put in here: the library does not.
    private let completes: Bool
    /// Whether the cloud was named beside the variables, so that `OS_PASSWORD` is meant for it.
    private let isNamed: Bool
    /// What openstacksdk would warn of, and what we would.
    private(set) var warnings: [SettingsProblem] = []
    /// Changes with the files that hold single secrets.
    private(set) var revision = ""

    init(_ files: CloudsFiles, cloud: String, completes: Bool = false, isNamed: Bool = false) {
        self.files = files
        self.cloud = cloud
        self.completes = completes
        self.isNamed = isNamed
    }

    /// One region as a cloud's settings name it.
    struct RegionSettings {
        /// Empty for the one region without a name.
        var name: String
        var values = SettingMap()
        var origin: SettingOrigin
    }

    static let defaults: SettingMap = {
        var map = SettingMap()
        map["verify"] = Setting(value: .bool(true), origin: .standard)
        for key in ["cacert", "cert", "key"] { map[key] = Setting(value: .null, origin: .standard) }
        map["auth_type"] = Setting(value: .text("password"), origin: .standard)
        map["interface"] = Setting(value: .text("public"), origin: .standard)
        return map
    }()

    /// The entry as written; an empty one is as good as none.
    private func entry() throws(SettingsProblem) -> SettingMap {
        guard let setting = files.clouds[cloud] else { return SettingMap() }
        guard case .mapping(let map) = setting.value else {
            throw problem(
                "must be a mapping of settings, but is \(setting.value.kind)", nil, setting.origin,
                "write auth, region_name and so on below it")
        }
        return map
    }

    func problem(_ what: String, _ key: String?, _ origin: SettingOrigin?, _ wayOut: String) -> SettingsProblem {
        SettingsProblem(what, key: "clouds.\(cloud)" + (key.map { ".\($0)" } ?? ""), at: origin, wayOut: wayOut)
    }

    // MARK: Regions

    /// The regions that the entry or its profile names; none when neither does.
    mutating func regions() throws(SettingsProblem) -> [RegionSettings] {
        let entry = try entry()
        let normalized = entry.normalized
        if let regions = normalized["regions"] { return try expand(regions) }
        if let setting = normalized["region_name"] {
            let named: [RegionSettings]
            switch setting.value {
            case .list: named = try expand(setting)
            case .text(let text):
                named = text.split(separator: ",", omittingEmptySubsequences: false).map {
                    RegionSettings(name: String($0), origin: setting.origin)
                }
            default:
                throw problem(
                    "must be a text, but is \(setting.value.kind)", "region_name", setting.origin,
                    "write one name, in quotes if it looks like yes or no")
            }
            if named.count > 1 {
                let list = named.map(\.name).joined(separator: ", ")
                warnings.append(
                    problem(
                        "holds several names, which is deprecated", "region_name", setting.origin,
                        "write 'regions: [\(list)]'"))
            }
            return named
        }
        var base = SettingMap()
        var resolver = self
        try resolver.applyProfile(of: entry, to: &base)
        if let regions = base["regions"], regions.value.isTrue { return try expand(regions) }
        if let name = base["region_name"], let text = name.value.string, !text.isEmpty {
            return [RegionSettings(name: text, origin: name.origin)]
        }
        return []
    }

    private func expand(_ setting: Setting) throws(SettingsProblem) -> [RegionSettings] {
        guard case .list(let list) = setting.value else {
            throw problem(
                "must be a list, but is \(setting.value.kind)", "regions", setting.origin, "write 'regions: [NAME]'")
        }
        var regions: [RegionSettings] = []
        for element in list {
            guard case .mapping(let map) = element.value else {
                guard let name = Self.regionName(element.value) else {
                    throw problem(
                        "holds \(element.value.kind)", "regions", element.origin,
                        "write names of regions, in quotes if they look like yes, no or a date")
                }
                regions.append(RegionSettings(name: name, origin: element.origin))
                continue
            }
            if let other = map.keys.first(where: { $0 != "name" && $0 != "values" }) {
                throw problem(
                    "has the key '\(other)'; a region has only name and values", "regions", map[other]?.origin,
                    "move '\(other)' below values")
            }
            guard let name = map["name"].flatMap({ Self.regionName($0.value) }) else {
                throw problem("has a region without a name", "regions", element.origin, "write '- name: NAME'")
            }
            var values = SettingMap()
            switch map["values"]?.value {
            case .mapping(let map): values = map
            case nil, .null: break
            case .some(let other):
                throw problem(
                    "must be a mapping, but is \(other.kind)", "regions.\(name).values", map["values"]?.origin,
                    "write settings below it")
            }
            regions.append(RegionSettings(name: name, values: values, origin: element.origin))
        }
        return regions
    }

    /// `no` is a boolean to clients, and no region.
    private static func regionName(_ value: SettingValue) -> String? {
        switch value {
        case .text(let text), .number(let text): text
        case .null, .bool, .date, .list, .mapping: nil
        }
    }

    // MARK: Settings

    /// The settings of one region.
    mutating func settings(in region: RegionSettings) throws(SettingsProblem) -> SettingMap {
        let entry = try entry()
        var config = Self.defaults
        try applyProfile(of: entry, to: &config)
        if config["auth"] == nil { config["auth"] = Setting(value: .mapping(SettingMap()), origin: .standard) }
        try update(&config, with: entry, path: nil)
        config["cloud"] = nil
        config["regions"] = nil
        var values = SettingMap()
        for entry in region.values.entries where entry.setting.value != .null { values[entry.key] = entry.setting }
        try update(&config, with: values, path: "regions.\(region.name).values")
        config["region_name"] = Setting(value: .text(region.name), origin: region.origin)

        var fixes = SettingRenames(cloud: cloud, config: config)
        config = try fixes.apply()
        warnings += fixes.warnings
        try expandAuthURL(&config)
        config = config.normalized
        try readSecretFiles(&config)
        try moveLoginSettings(&config)
        try expandTexts(&config)
        return config
    }

    private func update(_ config: inout SettingMap, with other: SettingMap, path: String?) throws(SettingsProblem) {
        var other = other
        if let auth = other["auth"], auth.value.mapping == nil {
            guard auth.value == .null else {
                throw problem(
                    "must be a mapping, but is \(auth.value.kind)",
                    [path, "auth"].compactMap { $0 }.joined(separator: "."),
                    auth.origin, "write auth_url, username and so on below it")
            }
            other["auth"] = nil
        }
        config.update(other)
    }

    /// From clouds-public.yaml, else from the table; an unknown name is only a warning.
    private mutating func applyProfile(of entry: SettingMap, to config: inout SettingMap) throws(SettingsProblem) {
        guard let setting = entry["profile"] ?? entry["cloud"], setting.value.isTrue, let name = setting.value.string,
            name != files.variablesCloud
        else { return }
        if let old = entry["cloud"], case .file = old.origin {
            warnings.append(problem("is deprecated", "cloud", old.origin, "call it profile"))
        }
        if let own = files.profiles[name] {
            guard case .mapping(let map) = own.value else {
                throw SettingsProblem(
                    "must be a mapping, but is \(own.value.kind)", key: "public-clouds.\(name)", at: own.origin,
                    wayOut: "write settings below it")
            }
            try update(&config, with: map, path: nil)
        } else if let profile = CloudProfile.named(name) {
            switch profile.status {
            case .active: break
            case .deprecated(let message):
                warnings.append(
                    problem("\(name) is deprecated: \(message)", "profile", setting.origin, "ask the provider"))
            case .shutdown(let message):
                throw problem(
                    "\(name) no longer exists: \(message)", "profile", setting.origin, "remove this cloud")
            case .remote(let url):
                throw problem(
                    "\(name) is kept by the provider at \(url), and settings are never fetched from elsewhere",
                    "profile",
                    setting.origin, "write the provider's auth_url and regions into the entry instead of the profile")
            }
            config.update(profile.settings(named: name))
        } else if name.contains("://") {
            throw problem(
                "is a URL, and settings are never fetched from elsewhere", "profile", setting.origin,
                "write the provider's auth_url and regions into the entry instead of the profile")
        } else {
            warnings.append(
                problem(
                    "'\(name)' is no known profile", "profile", setting.origin,
                    "it is ignored; known are \(CloudProfile.names.joined(separator: ", "))"))
        }
    }

    // MARK: Login settings

    /// Settings of the login type that stand at cloud level are moved into `auth`; one in `auth` wins.
    private mutating func moveLoginSettings(_ config: inout SettingMap) throws(SettingsProblem) {
        guard case .mapping(var auth)? = config["auth"]?.value else { return }
        let written = config["auth_type"]
        switch written?.value {
        case nil, .null, .text(""), .text("None"):
            config["auth_type"] = Setting(value: .text("none"), origin: written?.origin ?? .standard)
        case .text("token_endpoint"):
            config["auth_type"]?.value = .text("admin_token")
        default: break
        }
        guard let type = config["auth_type"]?.value.string, let known = AuthOptions(type) else {
            throw problem(
                "'\(config["auth_type"]?.value.string ?? "")' is no login type that is known", "auth_type",
                written?.origin,
                "take v3applicationcredential or password")
        }
        for option in known.options {
            let names = [option.name] + option.aliases
            var winner = auth.first(of: names)
            if winner?.value.isTrue != true { winner = config.first(of: names) }
            for name in names {
                config[name] = nil
                auth[name] = nil
            }
            if let winner, winner.value.isTrue { auth[option.name] = winner }
        }
        config["auth"]?.value = .mapping(auth)
        for entry in auth.entries where !known.options.contains(where: { $0.name == entry.key }) {
            guard !CloudEntryBuilder.keySettings.contains(entry.key) else { continue }
            warnings.append(
                problem(
                    "means nothing to auth_type \(type)", "auth.\(entry.key)", entry.setting.origin, "remove it"))
        }
        if try hasKeys(config) { return }
        if completes {
            var completion = LoginCompletion(
                cloud: cloud, type: type, environment: files.places.environment, takesPassword: isNamed)
            completion.complete(&auth, of: config)
            config["auth"]?.value = .mapping(auth)
            warnings += completion.notes
        }
        for option in known.options where option.isRequired && auth[option.name] == nil {
            throw problem(
                "is missing, and auth_type \(type) needs it", "auth.\(option.name)", config["auth"]?.origin,
                option.name == "auth_url"
                    ? "write the URL of Keystone, such as https://keystone.example:5000/v3" : "write it")
        }
        try checkNames(type, auth)
    }

    /// What keystoneauth checks beyond single settings.
    private func checkNames(_ type: String, _ auth: SettingMap) throws(SettingsProblem) {
        guard type.hasPrefix("v3") else { return }
        if let project = auth["project_name"], auth.first(of: ["project_domain_name", "project_domain_id"]) == nil {
            throw problem(
                "is missing: a project's name means something only within a domain", "auth.project_domain_name",
                project.origin, "write project_domain_name (often Default) or project_domain_id")
        }
        if ["v3password", "v3totp", "v3applicationcredential"].contains(type), let user = auth["username"],
            auth.first(of: ["user_domain_name", "user_domain_id"]) == nil
        {
            throw problem(
                "is missing: a user name means something only within a domain", "auth.user_domain_name", user.origin,
                "write user_domain_name (often Default) or user_domain_id")
        }
        guard type == "v3applicationcredential" else { return }
        if auth.first(of: ["application_credential_id", "application_credential_name"]) == nil {
            throw problem(
                "is missing", "auth.application_credential_id", config(of: auth),
                "write it, or application_credential_name with username and user_domain_name")
        }
    }

    private func config(of auth: SettingMap) -> SettingOrigin? {
        auth["application_credential_secret"]?.origin ?? files.clouds[cloud]?.origin
    }

    /// An access key needs no `auth_url`.
    private func hasKeys(_ config: SettingMap) throws(SettingsProblem) -> Bool {
        if AccessKeySource.own(config) != nil { return true }
        guard AccessKeySource.leavesRoom(config) else { return false }
        return try AccessKeySource(files: files).elsewhere() != nil
    }

    /// `password_file` and the like: the secret stands in a file of its own.
    private mutating func readSecretFiles(_ config: inout SettingMap) throws(SettingsProblem) {
        guard case .mapping(var auth)? = config["auth"]?.value else { return }
        for name in SecretFile.settings {
            let key = name + "_file"
            guard let setting = auth.pop(key) ?? config[key] else { continue }
            config[key] = nil
            guard auth[name]?.value.isTrue != true else { continue }
            let file = try SecretFile(setting, key: "clouds.\(cloud).auth.\(key)", files: files)
            revision += file.revision
            warnings += file.warnings
            auth[name] = file.secret
            config[name] = nil
        }
        config["auth"]?.value = .mapping(auth)
    }

    // MARK: Braces

    private func expandAuthURL(_ config: inout SettingMap) throws(SettingsProblem) {
        guard case .mapping(var auth)? = config["auth"]?.value, var setting = auth["auth_url"] else { return }
        guard let text = setting.value.text else {
            throw problem("must be a URL, but is \(setting.value.kind)", "auth.auth_url", setting.origin, "write a URL")
        }
        setting.value = .text(try expand(text, "auth.auth_url", setting.origin, config))
        auth["auth_url"] = setting
        config["auth"]?.value = .mapping(auth)
    }

    private func expandTexts(_ config: inout SettingMap) throws(SettingsProblem) {
        for entry in config.entries {
            guard entry.key != "password", case .text(let text) = entry.setting.value,
                text.contains(where: { $0 == "{" || $0 == "}" })
            else { continue }
            do throws(SettingsProblem) {
                let expanded = try expand(text, entry.key, entry.setting.origin, config)
                config[entry.key]?.value = .text(expanded)
            } catch {
                // A brace in what concerns other services is not ours to judge.
                guard Self.used.contains(entry.key) || entry.key.hasPrefix("image_") else { continue }
                throw error
            }
        }
    }

    private static let used: Set<String> = ["region_name", "interface", "cacert", "cert", "key", "auth_type"]

    private func expand(
        _ text: String, _ key: String, _ origin: SettingOrigin, _ config: SettingMap
    ) throws(SettingsProblem) -> String {
        do throws(BraceError) {
            return try BraceText(text).expanded(with: config)
        } catch {
            throw problem(
                error.message, key, origin, "name a setting of this cloud in braces, or write '{{' for a brace")
        }
    }
}
