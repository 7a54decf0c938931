/// Signing with access keys. A key has no login, so its first request stands for one: it goes alone, through the gate.
extension LoginDesk {
    /// Which project's id is asked for, and with which key.
    struct ProjectQuery: Hashable {
        let keys: AccessKeys
        let name: String
    }

    /// The request signed with a key that has been accepted before; else this request is sent once to find out.
    func signed(
        _ request: HTTPRequest, _ keys: AccessKeys, of credential: CredentialKey, revision: String
    ) async throws(CloudError) -> HTTPRequest {
        let request = try await withProject(request, keys, credential, revision)
        guard !isProven(keys) else { return sign(request, keys) }
        let proof = await inTurn(credential) { await self.prove(keys, by: request, credential, revision) }
        try proof.get()
        return sign(request, keys)
    }

    /// After a 401: the key is tried once more, alone; nil would mean that the answer stands.
    func signedAfterRefusal(
        _ request: HTTPRequest, _ keys: AccessKeys, of credential: CredentialKey, revision: String
    ) async throws(CloudError) -> HTTPRequest {
        provenKeys.remove(keys.withoutProject)
        return try await signed(request, keys, of: credential, revision: revision)
    }

    private func isProven(_ keys: AccessKeys) -> Bool { provenKeys.contains(keys.withoutProject) }

    private func sign(_ request: HTTPRequest, _ keys: AccessKeys) -> HTTPRequest {
        var request = request
        request.headers["Content-Type"] = request.headers["Content-Type"] ?? "application/json"
        if let token = keys.securityToken { request.headers["X-Security-Token"] = token.revealed }
        return RequestSigner(accessKey: keys.accessKey, secretKey: keys.secretKey).signed(request, now: now())
    }

    private func prove(
        _ keys: AccessKeys, by request: HTTPRequest, _ credential: CredentialKey, _ revision: String
    ) async -> Result<Void, CloudError> {
        // Another target's request may have proved it while this one waited.
        guard !isProven(keys) else { return .success(()) }
        return await guarded(credential, revision, keys, sign(request, keys)).map { _ in }
    }

    /// One signed request through the gate; the answer, unless it speaks against the key.
    private func guarded(
        _ credential: CredentialKey, _ revision: String, _ keys: AccessKeys, _ request: HTTPRequest
    ) async -> Result<HTTPResponse, CloudError> {
        do throws(CloudError) {
            try await waitForPermit(credential, revision)
            let answer = await exchange(request)
            let (outcome, result) = SignedAnswer(url: request.url, keys: keys, credential: credential).read(
                answer, now: now())
            if outcome == .accepted { provenKeys.insert(keys.withoutProject) }
            try await end(credential, revision, outcome)
            return result
        } catch {
            return .failure(error)
        }
    }

    // MARK: Projects

    private func withProject(
        _ request: HTTPRequest, _ keys: AccessKeys, _ credential: CredentialKey, _ revision: String
    ) async throws(CloudError) -> HTTPRequest {
        var request = request
        switch keys.project {
        case .id(let id): request.headers["X-Project-Id"] = id
        case .name(let name):
            let query = ProjectQuery(keys: keys, name: name)
            if projects[query] == nil {
                let tls = request.tls
                let found = await inTurn(credential) { await self.project(query, credential, revision, tls) }
                projects[query] = try found.get()
            }
            request.headers["X-Project-Id"] = projects[query]
        }
        return request
    }

    private func project(
        _ query: ProjectQuery, _ credential: CredentialKey, _ revision: String, _ tls: TLSSettings
    ) async -> Result<String, CloudError> {
        if let known = projects[query] { return .success(known) }
        let name = PercentCode.encoded(Array(query.name.utf8)[...])
        let url = "\(query.keys.identityURL)/projects?name=\(name)"
        var request = HTTPRequest(url: url, limits: limits, tls: tls)
        request.headers["Accept"] = "application/json"
        let answer = await guarded(credential, revision, query.keys, sign(request, query.keys))
        return answer.flatMap { response in
            let list = (try? JSONValue(parsing: response.body))?["projects"]?.array
            guard response.status == 200, let list else {
                let detail = ErrorBody(response, url: url, hiding: query.keys.secrets).summary
                return .failure(
                    .projectNotFound(
                        query.name, url: url,
                        reason: "the answer is \(response.status)\(detail.map { ", \($0)" } ?? "")"))
            }
            return ProjectList(list).id(of: query.name).mapError { fault in
                .projectNotFound(query.name, url: url, reason: fault.clause)
            }
        }
    }
}

extension AccessKeys {
    var secrets: [Secret] { [secretKey] + [securityToken].compactMap { $0 } }

    /// The key alone: what is proved by one request holds in every region.
    fileprivate var withoutProject: AccessKeys {
        var keys = self
        keys.project = .id("")
        keys.identityURL = ""
        return keys
    }
}

/// What an answer to a signed request says of the key.
struct SignedAnswer {
    let url: String
    let keys: AccessKeys
    let credential: CredentialKey

    func read(
        _ answer: Result<HTTPResponse, HTTPTransportError>, now: Timestamp
    ) -> (LoginOutcome, Result<HTTPResponse, CloudError>) {
        switch answer {
        case .failure(let error): return (.unanswered, .failure(.signedRequestFailed(url: url, error)))
        case .success(let response):
            let body = ErrorBody(response, url: url, hiding: keys.secrets)
            let reason = "\(response.status)\(body.summary.map { ", \($0)" } ?? "")"
            if response.status == 401 || body.kind.isCredentialRefusal, response.status >= 400 {
                let error: CloudError =
                    body.kind == .clockOff
                    ? .clock(credential, detail: body.message ?? "") : .loginRefused(credential, reason: reason)
                return (.refused(reason: reason), .failure(error))
            }
            // Nothing is proved by a server in trouble.
            return (response.status == 429 || response.status >= 500 ? .unanswered : .accepted, .success(response))
        }
    }
}
