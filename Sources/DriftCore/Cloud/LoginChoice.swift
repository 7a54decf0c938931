/// Which login a cloud's `auth_type` and `auth` amount to; a type that a daemon cannot use is refused by name.
struct LoginChoice {
    let builder: CloudEntryBuilder
    let region: String

    private var type: String { builder.config["auth_type"]?.value.string ?? "password" }

    func login(_ warnings: inout [SettingsProblem]) throws(SettingsProblem) -> CloudLogin {
        if let keys = try AccessKeyChoice(builder: builder, region: region).keys() { return .keys(keys) }
        if let reason = Self.refusals[type] {
            throw problem("\(type) cannot be used here: \(reason)", "auth_type", wayOut(for: type))
        }
        switch type {
        case "none": return .none
        case "admin_token": return .fixedToken(try secret("token"))
        case "http_basic":
            return .basic(user: try required("username"), password: try secret("password"))
        case "password", "v3password":
            if builder.auth["password"] == nil, builder.auth["application_credential_secret"] != nil {
                throw problem(
                    "is \(type), but an application credential is given", "auth_type",
                    "write auth_type: v3applicationcredential")
            }
            let user = try user()
            return .keystone(try keystone(.password(user: user, password: try secret("password")), &warnings))
        case "token", "v3token": return .keystone(try keystone(.token(try secret("token")), &warnings))
        case "v3applicationcredential":
            return .keystone(try keystone(.applicationCredential(try applicationCredential()), &warnings))
        default: throw problem("\(type) is not supported", "auth_type", wayOut(for: type))
        }
    }

    // MARK: Types that are refused

    private static let refusals: [String: String] = {
        let person = "it needs a person at a browser"
        let federation = "logging in through another identity provider is not supported"
        return [
            "v2password": "Keystone v2 is gone", "v2token": "Keystone v2 is gone",
            "v3totp": "nobody is there to type a passcode", "v3multifactor": "nobody is there to type a passcode",
            "v3oidcauthcode": person, "v3oidcdeviceauthz": person, "v3websso": person,
            "v3oidcpassword": federation, "v3oidcclientcredentials": federation, "v3oidcaccesstoken": federation,
            "v3oauth2clientcredential": federation, "v3oauth2mtlsclientcredential": federation,
            "v3tokenlessauth": federation, "v3kerberos": federation, "v3adfspassword": federation,
            "v3samlpassword": federation,
        ]
    }()

    private func wayOut(for type: String) -> String {
        type.hasPrefix("v2")
            ? "take auth_type password with user_domain_name and an auth_url that ends in /v3"
            : "make an application credential (openstack application credential create) and take auth_type"
                + " v3applicationcredential"
    }

    // MARK: Keystone

    private func keystone(
        _ method: KeystoneLogin.Method, _ warnings: inout [SettingsProblem]
    ) throws(SettingsProblem) -> KeystoneLogin {
        let url = try authURL()
        if url.hasPrefix("http:"), !WebURL.isLoopback(url) {
            warnings.append(
                builder.problem(
                    "is plain http: the secret is sent for all to read", "auth.auth_url",
                    builder.auth["auth_url"]?.origin, "write https if the cloud offers it"))
        }
        return KeystoneLogin(url: url, method: method, scope: try scope(method))
    }

    private func authURL() throws(SettingsProblem) -> String {
        guard var url = try builder.authText("auth_url") else {
            throw problem(
                "is missing", "auth.auth_url", "write the URL of Keystone, such as https://keystone.example:5000/v3")
        }
        // The one profile whose URL has no scheme.
        if builder.auth["auth_url"]?.origin == .profile("otc-swiss"), !url.contains("://") { url = "https://" + url }
        do throws(URLProblem) {
            return try Self.versioned(try WebURL.checked(url))
        } catch {
            throw problem(
                "'\(WebURL.shown(url))' \(error.clause)", "auth.auth_url",
                "write a URL such as https://keystone.example:5000/v3")
        }
    }

    /// Up to `/v3`, whether that was written or not.
    static func versioned(_ url: String) throws(URLProblem) -> String {
        var url = url
        if url.hasSuffix("/v3/auth/tokens") { url.removeLast("/auth/tokens".count) }
        let last = url[(url.lastIndex(of: "/") ?? url.startIndex)...]
        if last == "/v3" { return url }
        if last.hasPrefix("/v2") {
            throw URLProblem(clause: "is that of Keystone v2, which is gone: let it end in /v3")
        }
        return url + "/v3"
    }

    private func user() throws(SettingsProblem) -> KeystoneUser {
        let id = try builder.authText("user_id")
        let name = try builder.authText("username")
        let domain = try self.domain("user")
        guard let user = KeystoneName(id: id, name: name, domain: domain) else {
            throw problem("is missing", "auth.username", "write username and user_domain_name")
        }
        if case .name(_, nil) = user {
            throw problem(
                "is missing: a user name means something only within a domain", "auth.user_domain_name",
                "write user_domain_name (often Default; on Huawei Cloud the account's name) or user_domain_id")
        }
        return user
    }

    private func domain(_ owner: String) throws(SettingsProblem) -> KeystoneName? {
        let own = KeystoneName(
            id: try builder.authText("\(owner)_domain_id"), name: try builder.authText("\(owner)_domain_name"))
        if let own { return own }
        return KeystoneName(
            id: try builder.authText("default_domain_id"), name: try builder.authText("default_domain_name"))
    }

    private func applicationCredential() throws(SettingsProblem) -> KeystoneLogin.ApplicationCredential {
        let secret = try secret("application_credential_secret")
        if let id = try builder.authText("application_credential_id") {
            return KeystoneLogin.ApplicationCredential(name: .id(id), secret: secret)
        }
        guard let name = try builder.authText("application_credential_name") else {
            throw problem(
                "is missing", "auth.application_credential_id",
                "write it, or application_credential_name with username and user_domain_name")
        }
        return KeystoneLogin.ApplicationCredential(name: .name(name, of: try user()), secret: secret)
    }

    private func scope(_ method: KeystoneLogin.Method) throws(SettingsProblem) -> KeystoneLogin.Scope {
        if case .applicationCredential = method { return .none }
        var scopes: [KeystoneLogin.Scope] = []
        if let domain = KeystoneName(id: try builder.authText("domain_id"), name: try builder.authText("domain_name")) {
            scopes.append(.domain(domain))
        }
        let project = KeystoneName(
            id: try builder.authText("project_id"), name: try builder.authText("project_name"),
            domain: try domain("project"))
        if let project { scopes.append(.project(project)) }
        if let trust = try builder.authText("trust_id") { scopes.append(.trust(trust)) }
        if let system = try builder.authText("system_scope") {
            guard system == "all" else {
                throw problem("must be all", "auth.system_scope", "write all, or a project instead")
            }
            scopes.append(.system)
        }
        guard scopes.count <= 1 else {
            throw problem(
                "names several of project, domain, trust and system", "auth", "keep one of them; the project is usual")
        }
        return scopes.first ?? .none
    }

    // MARK: Values

    private func required(_ key: String) throws(SettingsProblem) -> String {
        guard let text = try builder.authText(key) else { throw problem("is missing", "auth.\(key)", "write it") }
        return text
    }

    private func secret(_ key: String) throws(SettingsProblem) -> Secret {
        guard let text = try builder.authText(key) else {
            throw problem("is missing", "auth.\(key)", "write it here or into secure.yaml")
        }
        return Secret(text)
    }

    private func problem(_ what: String, _ key: String, _ wayOut: String) -> SettingsProblem {
        let name = key.hasPrefix("auth.") ? String(key.dropFirst(5)) : key
        let origin =
            builder.auth[name]?.origin ?? builder.config[name]?.origin.unlessStandard ?? builder.config["auth"]?.origin
            .unlessStandard
            ?? builder.files.clouds[builder.cloud]?.origin
        return builder.problem(what, key, origin, wayOut)
    }
}

extension SettingOrigin {
    fileprivate var unlessStandard: SettingOrigin? { self == .standard ? nil : self }
}
