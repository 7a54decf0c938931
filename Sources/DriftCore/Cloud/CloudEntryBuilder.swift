/// Checks the resolved settings of one region and makes an entry of them. What a client would find out only at login is
/// refused here, with the line it stands on.
struct CloudEntryBuilder {
    let files: CloudsFiles
    let cloud: String
    let config: SettingMap
    private var revision: String
    private var warnings: [SettingsProblem] = []
    private var shown: [ShownSetting] = []

    /// - Parameter revision: Of everything that was read for this region.
    init(files: CloudsFiles, cloud: String, config: SettingMap, revision: String) {
        self.files = files
        self.cloud = cloud
        self.config = config
        self.revision = revision
    }

    mutating func entry(in region: CloudResolver.RegionSettings) throws(SettingsProblem) -> CloudEntry {
        guard let name = try? CloudName(cloud) else {
            throw problem(
                "cannot be a cloud's name here", nil, files.clouds[cloud]?.origin, "take '/' and control characters out"
            )
        }
        var regionName: Region?
        if !region.name.isEmpty {
            guard let checked = try? Region(region.name) else {
                throw problem(
                    "'\(region.name)' cannot be a region's name", "region_name", region.origin,
                    "take '/' and control characters out")
            }
            regionName = checked
        }
        let tls = try TLSChoice(builder: self).settings(&warnings)
        let login = try LoginChoice(builder: self, region: region.name).login(&warnings)
        let image = try imageService(login, region: region.name)
        if tls.verifies == false {
            warnings.append(
                problem(
                    "is off: whoever sits in between can read the password", "verify",
                    config["insecure"]?.origin ?? config["verify"]?.origin, "name the authority in cacert instead"))
        }
        warnOfOpenSecrets(login)
        warnOfVariables()
        try collectShown(login, region: region.name)
        return CloudEntry(
            name: name, region: regionName, login: login, credential: credential(login, region: region.name),
            image: image, tls: tls, settings: shown, source: files.clouds[cloud]?.origin.description ?? cloud,
            warnings: warnings, revision: revision)
    }

    func problem(_ what: String, _ key: String?, _ origin: SettingOrigin?, _ wayOut: String) -> SettingsProblem {
        SettingsProblem(what, key: "clouds.\(cloud)" + (key.map { ".\($0)" } ?? ""), at: origin, wayOut: wayOut)
    }

    var auth: SettingMap { config["auth"]?.value.mapping ?? SettingMap() }

    /// A text at cloud level; nil when absent or empty.
    func text(_ key: String) throws(SettingsProblem) -> String? {
        try text(config[key], key)
    }

    /// A text below `auth`.
    func authText(_ key: String) throws(SettingsProblem) -> String? {
        try text(auth[key], "auth.\(key)")
    }

    private func text(_ setting: Setting?, _ key: String) throws(SettingsProblem) -> String? {
        guard let setting else { return nil }
        switch setting.value {
        case .null: return nil
        case .text(let text): return text.isEmpty ? nil : text
        case .number(let text): return text
        case .bool:
            throw problem(
                "is read as true or false, as YAML 1.1 does with yes, no, on and off", key, setting.origin,
                "put the text in quotes")
        case .date: throw problem("is read as a date", key, setting.origin, "put the text in quotes")
        case .list, .mapping:
            throw problem("must be a text, but is \(setting.value.kind)", key, setting.origin, "write one text")
        }
    }

    // MARK: The image service

    private func imageService(_ login: CloudLogin, region: String) throws(SettingsProblem) -> CloudEntry.ImageService {
        var query = ServiceCatalogQuery()
        query.type = try text("image_service_type") ?? "image"
        query.name = try text("image_service_name")
        query.region = try text("image_region_name") ?? (region.isEmpty ? nil : region)
        query.interfaces = try interfaces()
        var service = CloudEntry.ImageService(base: nil, query: query)
        let fixed: (key: String, url: String?) =
            if let url = try text("image_endpoint_override") {
                ("image_endpoint_override", url)
            } else if let url = try text("image_endpoint") {
                ("image_endpoint", url)
            } else {
                ("auth.endpoint", try authText("endpoint"))
            }
        if let url = fixed.url {
            do throws(URLProblem) {
                service.base = try ImageEndpoint.base(from: url)
            } catch {
                throw problem(
                    "'\(WebURL.shown(url))' \(error.clause)", fixed.key,
                    config[fixed.key]?.origin ?? auth["endpoint"]?.origin,
                    "write a URL such as https://image.example:9292")
            }
            return service
        }
        switch login {
        case .keystone: return service
        case .keys(let keys):
            guard let url = AccessKeyChoice.imageURL(beside: keys.identityURL, region: region) else {
                throw problem(
                    "is missing: a key has no catalog, and the image service cannot be guessed from \(keys.identityURL)",
                    "image_endpoint_override", auth["auth_url"]?.origin, "write the URL of the image service")
            }
            service.base = url + "/v2"
            return service
        case .fixedToken, .basic, .none:
            throw problem(
                "is missing: without a login service there is no catalog to find the image service in", "endpoint",
                config["auth_type"]?.origin, "write endpoint or image_endpoint_override")
        }
    }

    private func interfaces() throws(SettingsProblem) -> [String] {
        let key = config["image_interface"].map { $0.value == .null } == false ? "image_interface" : "interface"
        guard case .list(let list)? = config[key]?.value else { return [try text(key)].compactMap { $0 } }
        var interfaces: [String] = []
        for element in list {
            guard let text = element.value.text else {
                throw problem("holds \(element.value.kind)", key, element.origin, "write public, internal or admin")
            }
            interfaces.append(text)
        }
        return interfaces
    }

    // MARK: Whose account

    /// Regions of one account share their pause, although each has a login URL of its own: the account is what locks.
    private func credential(_ login: CloudLogin, region: String) -> CredentialKey? {
        func key(_ url: String, _ user: String) -> CredentialKey {
            CredentialKey(authURL: Self.withoutRegion(url, region), user: user)
        }
        switch login {
        case .keystone(let login):
            switch login.method {
            case .password(let user, _): return key(login.url, "\(user)")
            case .token: return key(login.url, "the token of \(cloud)")
            case .applicationCredential(let credential):
                switch credential.name {
                case .id(let id): return key(login.url, "application credential \(id)")
                case .name(let name, let user): return key(login.url, "application credential \(name) of \(user)")
                }
            }
        case .fixedToken: return CredentialKey(authURL: cloud, user: "the fixed token")
        case .basic(let user, _): return CredentialKey(authURL: cloud, user: user)
        case .keys(let keys): return key(keys.identityURL, "access key \(keys.accessKey)")
        case .none: return nil
        }
    }

    /// `https://iam.cn-north-4.example/v3` with the region as a placeholder, wherever it stands as a word of its own.
    static func withoutRegion(_ url: String, _ region: String) -> String {
        guard !region.isEmpty else { return url }
        let (text, name) = (Array(url.utf8), Array(region.utf8))
        let (lowerText, lowerName) = (Array(url.lowercased().utf8), Array(region.lowercased().utf8))
        guard lowerText.count == text.count, lowerName.count == name.count else { return url }
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            let end = index + name.count
            let isBegin = index == 0 || !isLetterOrDigit(text[index - 1])
            if isBegin, end <= text.count, lowerText[index..<end].elementsEqual(lowerName),
                end == text.count || !isLetterOrDigit(text[end])
            {
                result += "{region_name}".utf8
                index = end
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    // MARK: What is shown

    static let keySettings: Set<String> = ["access_key", "ak", "secret_key", "sk", "security_token"]
    static let secrets: Set<String> = [
        "password", "token", "application_credential_secret", "secret_key", "sk", "security_token", "passcode",
        "client_secret", "oauth2_client_secret", "access_token",
    ]
    /// What of `auth` may be seen. Whatever else stands there may be a secret under a name that nobody knows.
    private static let open: Set<String> = [
        "auth_url", "endpoint", "username", "user_id", "user_domain_name", "user_domain_id", "project_name",
        "project_id", "project_domain_name", "project_domain_id", "domain_name", "domain_id", "default_domain_name",
        "default_domain_id", "application_credential_id", "application_credential_name", "trust_id", "system_scope",
    ]

    private mutating func collectShown(_ login: CloudLogin, region: String) throws(SettingsProblem) {
        func show(_ key: String, _ setting: Setting, prefix: String = "", isOpen: Bool = true) {
            guard setting.value != .null else { return }
            let text: String? =
                switch setting.value {
                case .list(let list): list.compactMap(\.value.string).joined(separator: ", ")
                case .bool(let value): String(value)
                default: setting.value.string
                }
            guard let text else { return }
            let value = isOpen ? WebURL.shown(text) : Secret(text).description
            shown.append(ShownSetting(name: prefix + key, value: value, origin: setting.origin))
        }
        for key in ["profile", "auth_type", "region_name"] { if let setting = config[key] { show(key, setting) } }
        if case .keys = login, let found = try AccessKeyChoice(builder: self, region: region).found() {
            showKey(found)
            warnings += found.warnings
            revision += found.revision
        }
        for entry in auth.entries where !Self.keySettings.contains(entry.key) {
            show(entry.key, entry.setting, prefix: "auth.", isOpen: Self.open.contains(entry.key))
        }
        let others = ["interface", "verify", "insecure", "cacert", "cert", "key"]
        for entry in config.entries where others.contains(entry.key) || entry.key.hasPrefix("image_") {
            if !["image_format", "image_api_use_tasks", "image_status_code_retries"].contains(entry.key) {
                show(entry.key, entry.setting)
            }
        }
    }

    /// A key may come from elsewhere than the entry.
    private mutating func showKey(_ found: AccessKeySource.Found) {
        shown.append(ShownSetting(name: "access_key", value: found.accessKey, origin: found.origin))
        shown.append(
            ShownSetting(name: "secret_key", value: found.secretKey.description, origin: found.secretOrigin))
        if let token = found.securityToken, let origin = found.tokenOrigin {
            shown.append(ShownSetting(name: "security_token", value: token.description, origin: origin))
        }
    }

    /// `${X}` is sent as it stands: whoever wrote it expected something to be put in.
    private mutating func warnOfVariables() {
        for entry in auth.entries {
            guard case .text(let text) = entry.setting.value, UnsetVariable.stands(in: text) else { continue }
            let wayOut =
                SecretFile.settings.contains(entry.key)
                ? "name a file that holds it in \(entry.key)_file, or write it into secure.yaml"
                : "write the value itself"
            warnings.append(
                problem(
                    "looks like a variable, and is sent as it is written: none are put in here", "auth.\(entry.key)",
                    entry.setting.origin, wayOut))
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private mutating func warnOfOpenSecrets(_ login: CloudLogin) {
        let secrets =
            auth.entries.filter { Self.secrets.contains($0.key) }
            + config.entries.filter { Self.secrets.contains($0.key) }
        for entry in secrets {
            guard case .file(let path, _) = entry.setting.origin, let mode = files.permissions[path], mode & 0o004 != 0
            else { continue }
            warnings.append(
                SettingsProblem(
                    "holds a secret and can be read by everyone on this machine", key: "clouds.\(cloud)",
                    at: path, wayOut: "chmod 600 \(path)"))
            return
        }
    }
}
