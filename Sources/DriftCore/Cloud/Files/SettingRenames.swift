/// The old names of settings become the new ones, and one domain stands for two.
///
/// Names with dashes are only taken where openstacksdk takes them: it renames before it replaces dashes.
struct SettingRenames {
    let cloud: String
    var config: SettingMap
    private(set) var warnings: [SettingsProblem] = []

    init(cloud: String, config: SettingMap) {
        self.cloud = cloud
        self.config = config
    }

    mutating func apply() throws(SettingsProblem) -> SettingMap {
        renameLoginType()
        try renameLoginSettings()
        renameInterfaces()
        spreadDomains()
        splitLists()
        try readBooleans()
        return config
    }

    private func problem(_ what: String, _ key: String, _ origin: SettingOrigin, _ wayOut: String) -> SettingsProblem {
        SettingsProblem(what, key: "clouds.\(cloud).\(key)", at: origin, wayOut: wayOut)
    }

    /// `auth_plugin` counts only where no `auth_type` stands; and one always does, if only by default.
    private mutating func renameLoginType() {
        let old = config.pop("auth_plugin")
        let type = config.pop("auth_type")
        if let old, type?.origin == .standard {
            warnings.append(
                problem("has no effect in any client of today", "auth_plugin", old.origin, "call it auth_type"))
        }
        if let dashed = config["auth-type"] {
            warnings.append(
                problem("has no effect in any client of today", "auth-type", dashed.origin, "call it auth_type"))
        }
        config["auth_type"] = type ?? old ?? Setting(value: .null, origin: .standard)
    }

    private static let loginNames: [(String, [String])] =
        ["domain_id", "domain_name", "user_domain_id", "user_domain_name", "project_domain_id", "project_domain_name"]
        .map { ($0, [$0, String($0.map { $0 == "_" ? "-" : $0 })]) } + [
            ("token", ["auth-token", "auth_token", "token"]),
            ("passcode", ["passcode"]),
        ]

    /// The last name of a list wins, and of one name the place at cloud level.
    private mutating func renameLoginSettings() throws(SettingsProblem) {
        guard case .mapping(var auth)? = config["auth"]?.value else { return }
        let isVersion2 = config["auth_type"]?.value == .text("v2password")
        let projects = ["id", "name"].map { suffix -> (String, [String]) in
            let project = ["project_\(suffix)", "project-\(suffix)"]
            let tenant = ["tenant_\(suffix)", "tenant-\(suffix)"]
            return isVersion2 ? ("tenant_\(suffix)", project + tenant) : ("project_\(suffix)", tenant + project)
        }
        for (target, names) in Self.loginNames + projects {
            var winner: Setting?
            for name in names {
                if let setting = auth.pop(name) { winner = setting }
                if let setting = config.pop(name) { winner = setting }
            }
            guard var winner else { continue }
            guard let text = winner.value.string else {
                throw problem(
                    "must be a text, but is \(winner.value.kind)", "auth.\(target)", winner.origin, "write one text")
            }
            if winner.value == .null {
                warnings.append(
                    problem(
                        "is empty, which clients send as the text None", "auth.\(target)", winner.origin,
                        "write a value or remove the key"))
            }
            guard !text.isEmpty else { continue }
            winner.value = .text(text)
            auth[target] = winner
        }
        config["auth"]?.value = .mapping(auth)
    }

    /// `endpoint_type` is an older name of `interface`, with or without the prefix of a service.
    private mutating func renameInterfaces() {
        var renamed = SettingMap()
        for entry in config.entries {
            let old = "endpoint_type"
            let name = entry.key.hasSuffix(old) ? entry.key.dropLast(old.count) + "interface" : entry.key
            renamed[name] = entry.setting
        }
        config = renamed
    }

    /// `domain_*` with a project is the domain of both user and project; without one it is what to log in to.
    private mutating func spreadDomains() {
        guard case .mapping(var auth)? = config["auth"]?.value else { return }
        let hasProject = ["project_id", "project_name"].contains { config.contains($0) || auth.contains($0) }
        for (domain, parts) in [
            ("domain_id", ["user_domain_id", "project_domain_id"]),
            ("domain_name", ["user_domain_name", "project_domain_name"]),
        ] {
            guard hasProject else {
                if auth[domain] == nil, let setting = config.pop(domain) { auth[domain] = setting }
                continue
            }
            for part in parts where auth[part] == nil { auth[part] = auth[domain] }
            config[domain] = nil
            auth[domain] = nil
        }
        config["auth"]?.value = .mapping(auth)
    }

    /// The only setting of ours that clients take as a text with commas.
    private mutating func splitLists() {
        guard let setting = config["auth_methods"], case .text(let text) = setting.value else { return }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        config["auth_methods"]?.value = .list(parts.map { Setting(value: .text(String($0)), origin: setting.origin) })
    }

    private mutating func readBooleans() throws(SettingsProblem) {
        guard let setting = config["insecure"] else { return }
        switch setting.value {
        case .bool: break
        case .null: config["insecure"]?.value = .bool(false)
        case .text(let text): config["insecure"]?.value = .bool(text.lowercased() == "true")
        case .number, .date, .list, .mapping:
            throw problem(
                "must be true or false, but is \(setting.value.kind)", "insecure", setting.origin, "write true or false"
            )
        }
    }
}
