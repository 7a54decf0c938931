/// What the command-line client puts into a login that leaves it out: the domains `default`, and a password from the variables.
struct LoginCompletion {
    let cloud: String
    /// The entry's `auth_type`.
    let type: String
    let environment: [String: String]
    let takesPassword: Bool
    private(set) var notes: [SettingsProblem] = []

    init(cloud: String, type: String, environment: [String: String], takesPassword: Bool) {
        self.cloud = cloud
        self.type = type
        self.environment = environment
        self.takesPassword = takesPassword
    }

    mutating func complete(_ auth: inout SettingMap, of config: SettingMap) {
        guard ["password", "v3password"].contains(type) else { return }
        addDomains(&auth, config)
        addPassword(&auth)
    }

    /// A name of a user or a project means something only within a domain; most clouds have the one that Keystone makes.
    private mutating func addDomains(_ auth: inout SettingMap, _ config: SettingMap) {
        let version = config["identity_api_version"]?.value.string ?? "3"
        guard version.prefix(1) == "3", auth.first(of: ["default_domain_id", "default_domain_name"]) == nil else {
            return
        }
        let domain = defaultDomain(config)
        var missing: [String] = []
        for owner in ["user", "project"] {
            let names = owner == "user" ? ["username"] : ["project_name"]
            guard auth.first(of: names) != nil, auth["\(owner)_id"] == nil,
                auth.first(of: ["\(owner)_domain_id", "\(owner)_domain_name"]) == nil
            else { continue }
            auth["\(owner)_domain_id"] = domain
            missing.append("\(owner)_domain_name")
        }
        guard let first = missing.first, let id = domain.value.string else { return }
        notes.append(
            SettingsProblem(
                "is missing\(missing.count > 1 ? ", as is \(missing[1])" : ""): the domain with the id '\(id)' is taken, as the command-line client does",
                key: "clouds.\(cloud).auth.\(first)",
                at: domain.origin == .standard ? config["auth"]?.origin : domain.origin,
                wayOut: "write it if that is not the one"))
    }

    private func defaultDomain(_ config: SettingMap) -> Setting {
        if let id = environment["OS_DEFAULT_DOMAIN"], !id.isEmpty {
            return Setting(value: .text(id), origin: .variable("OS_DEFAULT_DOMAIN"))
        }
        if let written = config["default_domain"], let id = written.value.string, !id.isEmpty {
            return Setting(value: .text(id), origin: written.origin)
        }
        return Setting(value: .text("default"), origin: .standard)
    }

    private mutating func addPassword(_ auth: inout SettingMap) {
        guard takesPassword, let password = environment["OS_PASSWORD"], !password.isEmpty else { return }
        guard let written = auth["password"] else {
            auth["password"] = Setting(value: .text(password), origin: .variable("OS_PASSWORD"))
            return
        }
        guard written.value.string != password else { return }
        notes.append(
            SettingsProblem(
                "is set as well, and is another password than the one that is written in the entry, which is taken",
                key: "clouds.\(cloud).auth.password", at: "$OS_PASSWORD", wayOut: "keep one of them"))
    }
}
