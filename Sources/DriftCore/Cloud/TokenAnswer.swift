/// What an answer to a token request means: for the caller, and for the gate that guards the account.
struct TokenAnswer {
    let url: String
    let login: KeystoneLogin
    let credential: CredentialKey

    func read(
        _ answer: Result<HTTPResponse, HTTPTransportError>, now: Timestamp, uptime: Duration,
        isReplacement: Bool
    ) -> (LoginOutcome, Result<LoginDesk.Token, CloudError>) {
        switch answer {
        case .failure(let error): (.unanswered, .failure(.identityUnreachable(url: url, error)))
        case .success(let response): read(response, now, uptime, isReplacement)
        }
    }

    private func read(
        _ response: HTTPResponse, _ now: Timestamp, _ uptime: Duration, _ isReplacement: Bool
    ) -> (LoginOutcome, Result<LoginDesk.Token, CloudError>) {
        switch response.status {
        case 200, 201: return token(response, now, uptime, isReplacement)
        case 301...303, 307, 308:
            return (
                .unanswered,
                .failure(.identityMoved(url: url, status: response.status, location: location(response)))
            )
        case 401 where wantsMore(response):
            let methods = wantedMethods(response)
            let wanted = methods.isEmpty ? "" : " (\(CloudError.shown(methods)))"
            return (
                .refused(reason: "401, the login service wants a further factor\(wanted)"),
                .failure(.secondFactorWanted(credential, methods: methods))
            )
        case 401, 403:
            if case .token = login.method {
                return (.refused(reason: reason(response)), .failure(.tokenEnded(credential, at: nil)))
            }
            let reason = reason(response)
            return (.refused(reason: reason), .failure(.loginRefused(credential, reason: reason)))
        case 404 where isUnknownCredential(response):
            let reason = reason(response)
            return (.refused(reason: reason), .failure(.loginRefused(credential, reason: reason)))
        default:
            let detail = ErrorBody(response, url: url, hiding: secrets(response)).summary
            let retryAfter = response.headers["Retry-After"].flatMap { RetryAfter($0, now: now)?.delay }
            return (
                .unanswered,
                .failure(.identityAnswered(url: url, status: response.status, detail: detail, retryAfter: retryAfter))
            )
        }
    }

    /// Where it leads, as `auth_url` would have it: absolute, without what belongs to this one request.
    private func location(_ response: HTTPResponse) -> String? {
        guard let written = response.headers["Location"], !written.isEmpty else { return nil }
        var place = String(written.prefix { $0 != "?" && $0 != "#" })
        if place.hasPrefix("//") {
            place = "\(url.prefix { $0 != ":" }):\(place)"
        } else if place.hasPrefix("/") {
            place = Target.origin(of: url) + place
        }
        if place.hasSuffix("/auth/tokens") { place.removeLast("/auth/tokens".count) }
        return Redaction(login.secrets).text(place.hidingUser).shown()
    }

    /// The receipt of a login that is right as far as it goes (multi-factor authentication of Keystone).
    private func wantsMore(_ response: HTTPResponse) -> Bool {
        if response.headers["Openstack-Auth-Receipt"] != nil { return true }
        let body = try? JSONValue(parsing: response.body)
        return body?["receipt"]?.object != nil || body?["required_auth_methods"]?.array != nil
    }

    private func wantedMethods(_ response: HTTPResponse) -> [[String]] {
        let sets = (try? JSONValue(parsing: response.body))?["required_auth_methods"]?.array ?? []
        let redaction = Redaction(login.secrets)
        return sets.prefix(4).compactMap { set in
            let names = (set.array ?? []).prefix(8).compactMap { $0.string.map { redaction.text($0).shown(limit: 40) } }
            return names.isEmpty ? nil : names
        }
    }

    /// Keystone answers so when an application credential was deleted, and not 401. What is no path of it is told likewise,
    /// but in the words of its web framework.
    private func isUnknownCredential(_ response: HTTPResponse) -> Bool {
        let error = (try? JSONValue(parsing: response.body))?["error"]
        guard error?["code"]?.number?.int == 404, let message = error?["message"]?.string else { return false }
        return !message.contains("resource could not be found")
    }

    private func reason(_ response: HTTPResponse) -> String {
        "\(response.status)\(ErrorBody(response, url: url, hiding: secrets(response)).summary.map { ", \($0)" } ?? "")"
    }

    /// What was sent, and the token that the answer itself may hold.
    /// What a catalog repeats of the login is taken out. Something very short stands in any URL.
    private func catalog(_ token: JSONValue, _ response: HTTPResponse) -> ServiceCatalog {
        ServiceCatalog(token["catalog"].map(Redaction.ofLong(secrets(response)).value))
    }

    private func secrets(_ response: HTTPResponse) -> [Secret] {
        login.secrets + [response.headers["X-Subject-Token"]].compactMap { $0 }.map { Secret($0) }
    }

    private func token(
        _ response: HTTPResponse, _ now: Timestamp, _ uptime: Duration, _ isReplacement: Bool
    ) -> (LoginOutcome, Result<LoginDesk.Token, CloudError>) {
        func garbled(_ detail: String) -> (LoginOutcome, Result<LoginDesk.Token, CloudError>) {
            (.unanswered, .failure(.identityGarbled(url: url, detail: detail)))
        }
        guard let value = response.headers["X-Subject-Token"], !value.isEmpty,
            value.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return garbled("the answer \(response.status) has no header X-Subject-Token") }
        let body: JSONValue
        do throws(JSONError) {
            body = try JSONValue(parsing: response.body)
        } catch {
            return garbled(Redaction(secrets(response)).text("\(error)"))
        }
        guard let token = body["token"], token.object != nil else { return garbled("its body has no 'token'") }
        return (
            .accepted,
            .success(
                LoginDesk.Token(
                    value: Secret(value), received: uptime, life: Self.life(of: token, now),
                    catalog: catalog(token, response),
                    catalogTime: uptime, isReplacement: isReplacement))
        )
    }

    /// By the difference of the service's own two times, so that a clock that is off, here or there, does not matter. What cannot be
    /// is not known: such a token is used until a service refuses it.
    private static func life(of token: JSONValue, _ now: Timestamp) -> Duration? {
        guard let end = token["expires_at"]?.string.flatMap(Timestamp.init(rfc3339:)) else { return nil }
        let begin = token["issued_at"]?.string.flatMap(Timestamp.init(rfc3339:)) ?? now
        let life = begin.duration(to: end)
        return life > .zero ? life : nil
    }
}

extension KeystoneLogin {
    var secrets: [Secret] {
        switch method {
        case .password(_, let password): [password]
        case .token(let token): [token]
        case .applicationCredential(let credential): [credential.secret]
        }
    }
}
