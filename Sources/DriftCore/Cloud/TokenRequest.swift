/// `POST /v3/auth/tokens`, as keystoneauth sends it.
struct TokenRequest {
    let login: KeystoneLogin

    var url: String { login.url + "/auth/tokens" }

    var body: JSONValue {
        var auth: JSONObject = ["identity": .object(identity)]
        if let scope { auth["scope"] = scope }
        return ["auth": .object(auth)]
    }

    func request(limits: HTTPLimits, tls: TLSSettings) -> HTTPRequest {
        var headers = HTTPHeaders()
        headers["Accept"] = "application/json"
        headers["Content-Type"] = "application/json"
        if case .token(let token) = login.method { headers["X-Auth-Token"] = token.revealed }
        return HTTPRequest(
            method: .post, url: url, headers: headers, body: body.canonicalText, limits: limits, tls: tls)
    }

    private var identity: JSONObject {
        switch login.method {
        case .password(let user, let password):
            ["methods": ["password"], "password": ["user": merged(user, ["password": JSONValue(password.revealed)])]]
        case .token(let token):
            ["methods": ["token"], "token": ["id": JSONValue(token.revealed)]]
        case .applicationCredential(let credential):
            ["methods": ["application_credential"], "application_credential": self.credential(credential)]
        }
    }

    private func credential(_ credential: KeystoneLogin.ApplicationCredential) -> JSONValue {
        let secret: JSONObject = ["secret": JSONValue(credential.secret.revealed)]
        return switch credential.name {
        case .id(let id): merged(.id(id), secret)
        case .name(let name, let user): merged(.name(name, domain: nil), secret.with("user", user.json))
        }
    }

    private func merged(_ name: KeystoneName, _ more: JSONObject) -> JSONValue {
        guard case .object(var object) = name.json else { return .object(more) }
        for member in more.members { object[member.key] = member.value }
        return .object(object)
    }

    /// An application credential has its own project; Keystone refuses a scope beside it.
    private var scope: JSONValue? {
        if case .applicationCredential = login.method { return nil }
        return switch login.scope {
        case .project(let name): ["project": name.json]
        case .domain(let name): ["domain": name.json]
        case .system: ["system": ["all": true]]
        case .trust(let id): ["OS-TRUST:trust": ["id": JSONValue(id)]]
        case .none: nil
        }
    }
}

extension JSONObject {
    fileprivate func with(_ key: JSONString, _ value: JSONValue) -> JSONObject {
        var copy = self
        copy[key] = value
        return copy
    }
}
