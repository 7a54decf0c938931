/// What an answer to a token request means: for the caller, and for the gate that guards the account.
struct TokenAnswer {
    let url: String
    let login: KeystoneLogin
    let credential: CredentialKey

    func read(
        _ answer: Result<HTTPResponse, HTTPTransportError>, now: Timestamp, isReplacement: Bool
    ) -> (LoginOutcome, Result<LoginDesk.Token, CloudError>) {
        switch answer {
        case .failure(let error): (.unanswered, .failure(.identityUnreachable(url: url, error)))
        case .success(let response): read(response, now, isReplacement)
        }
    }

    private func read(
        _ response: HTTPResponse, _ now: Timestamp, _ isReplacement: Bool
    ) -> (LoginOutcome, Result<LoginDesk.Token, CloudError>) {
        switch response.status {
        case 200, 201: return token(response, now, isReplacement)
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
    private func secrets(_ response: HTTPResponse) -> [Secret] {
        login.secrets + [response.headers["X-Subject-Token"]].compactMap { $0 }.map { Secret($0) }
    }

    private func token(
        _ response: HTTPResponse, _ now: Timestamp, _ isReplacement: Bool
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
        let expires = token["expires_at"]?.string.flatMap(Timestamp.init(rfc3339:))
        let issued = token["issued_at"]?.string.flatMap(Timestamp.init(rfc3339:))
        // By the difference, so that a clock that is off does not matter.
        let end = expires.map { end in issued.map { now.advanced(by: $0.duration(to: end)) } ?? end }
        return (
            .accepted,
            .success(
                LoginDesk.Token(
                    value: Secret(value), expires: end,
                    catalog: ServiceCatalog(token["catalog"].map(Redaction(secrets(response)).value)), catalogTime: now,
                    issued: now,
                    isReplacement: isReplacement))
        )
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
