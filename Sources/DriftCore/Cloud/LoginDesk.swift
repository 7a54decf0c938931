/// Gets tokens and keeps them: one for each login, shared by everything that asks, whoever asks first.
///
/// All logins of one credential go one after another, each through the gate, so that one wrong password is sent once
/// however many regions and targets wait for it.
package actor LoginDesk {
    let transport: any HTTPTransport
    let gate: any LoginGate
    let limits: HTTPLimits
    nonisolated let now: @Sendable () -> Timestamp
    /// Time that only passes: how long this machine has been up, or any other beginning. Tokens are held by it, since the wall clock may
    /// be set while they live.
    nonisolated let uptime: @Sendable () -> Duration
    private let pause: @Sendable (Duration) async throws -> Void

    private var tokens: [TokenKey: Token] = [:]
    private var running: [TokenKey: Task<Result<Token, CloudError>, Never>] = [:]
    /// Logins that the login service did not answer, until when nothing is sent.
    private var failures: [TokenKey: (error: CloudError, until: Duration)] = [:]
    /// How many callers each login has.
    private var waiting: [TokenKey: Int] = [:]
    /// The end of the queue of each credential.
    private var last: [CredentialKey: Task<Void, Never>] = [:]
    /// Keys that a service has accepted, and the projects they were asked for.
    var provenKeys: Set<AccessKeys> = []
    var projects: [ProjectQuery: String] = [:]

    /// - Parameter pause: Waits while another process logs in with the same credential.
    package init(
        transport: any HTTPTransport, gate: any LoginGate, limits: HTTPLimits = HTTPLimits(),
        now: @escaping @Sendable () -> Timestamp,
        uptime: @escaping @Sendable () -> Duration = { [start = ContinuousClock.now] in start.duration(to: .now) },
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.transport = transport
        self.gate = gate
        self.limits = limits
        self.now = now
        self.uptime = uptime
        self.pause = pause
    }

    struct TokenKey: Hashable {
        let login: KeystoneLogin
        let tls: TLSSettings
    }

    struct Token: Hashable, Sendable {
        var value: Secret
        /// When it was received, in uptime.
        var received: Duration
        /// How long it is good from then on; nil where nobody knows.
        var life: Duration?
        var catalog: ServiceCatalog
        /// When the catalog was as it is here, in uptime.
        var catalogTime: Duration
        /// It replaced a token that a service had refused.
        var isReplacement: Bool

        /// What of its life is left.
        func left(at uptime: Duration) -> Duration? { life.map { received + $0 - uptime } }
    }

    /// A token that is good for a while, from the store of them or by a login.
    func token(
        _ login: KeystoneLogin, of credential: CredentialKey, revision: String, tls: TLSSettings
    ) async throws(CloudError) -> Token {
        let key = TokenKey(login: login, tls: tls)
        if let token = tokens[key], isGood(token) { return token }
        return try await fetch(key, credential, revision, isReplacement: false)
    }

    /// As `token`, with the catalog as it is now: a token lives for hours, and regions come and go meanwhile.
    func tokenWithCatalog(
        _ login: KeystoneLogin, of credential: CredentialKey, revision: String, tls: TLSSettings
    ) async throws(CloudError) -> Token {
        var token = try await token(login, of: credential, revision: revision, tls: tls)
        guard uptime() - token.catalogTime > Self.catalogAge else { return token }
        var request = HTTPRequest(url: login.url + "/auth/catalog", limits: limits, tls: tls)
        request.headers["Accept"] = "application/json"
        request.headers["X-Auth-Token"] = token.value.revealed
        let key = TokenKey(login: login, tls: tls)
        // Not every cloud answers this; the catalog that came with the token is good until the next one.
        guard case .success(let response) = await exchange(request) else { return token }
        if response.status == 401 {
            if tokens[key]?.value == token.value { tokens[key] = nil }
            return try await self.token(login, of: credential, revision: revision, tls: tls)
        }
        guard response.status == 200, let body = try? JSONValue(parsing: response.body) else { return token }
        let catalog = ServiceCatalog(body["catalog"].map(Redaction.ofLong(login.secrets + [token.value]).value))
        guard !catalog.isEmpty else { return token }
        token.catalog = catalog
        token.catalogTime = uptime()
        if tokens[key]?.value == token.value { tokens[key] = token }
        return token
    }

    /// How long a catalog is taken for the present one.
    static let catalogAge: Duration = .seconds(20)

    /// A token in the place of one that a service has refused; of many that ask at once, one logs in.
    func replacement(
        for refused: Secret, _ login: KeystoneLogin, of credential: CredentialKey, revision: String, tls: TLSSettings
    ) async throws(CloudError) -> Token? {
        let key = TokenKey(login: login, tls: tls)
        if let token = tokens[key], isGood(token) {
            if token.value != refused { return token }
            // A token that is refused at once, though it came new from the login service: another would fare no better.
            if token.isReplacement, uptime() - token.received < Self.replacementPause { return nil }
            tokens[key] = nil
        }
        return try await fetch(key, credential, revision, isReplacement: true)
    }

    /// How long a replacement is kept although services refuse it, so that they cannot make us log in with each check.
    static let replacementPause: Duration = .seconds(60)
    /// Of a token's life, what is left unused.
    static let margin: Duration = .seconds(120)

    private func isGood(_ token: Token) -> Bool {
        guard let life = token.life, let left = token.left(at: uptime()) else { return true }
        return left > min(Self.margin, life / 4)
    }

    private func fetch(
        _ key: TokenKey, _ credential: CredentialKey, _ revision: String, isReplacement: Bool
    ) async throws(CloudError) -> Token {
        if let failure = failures[key], uptime() < failure.until { throw failure.error }
        let task: Task<Result<Token, CloudError>, Never>
        if let login = running[key] {
            task = login
        } else {
            // Not a child of its first caller: others wait for it too. The last one to leave ends it.
            task = Task {
                await inTurn(credential) { await self.logIn(key, credential, revision, isReplacement) }
            }
            running[key] = task
        }
        waiting[key, default: 0] += 1
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            // Ends as soon as the actor is free: it only counts.
            Task { await self.leave(key, task) }
        }
        if running[key] == task {
            running[key] = nil
            waiting[key] = nil
            switch result {
            case .success(let token):
                tokens[key] = token
                failures[key] = nil
            case .failure(let error):
                failures[key] = Self.hold(after: error).map { (error: error, until: uptime() + $0) }
            }
        }
        return try result.get()
    }

    /// How long a login service that has trouble is left alone, so that a hundred targets do not ask it one after another.
    private static func hold(after error: CloudError) -> Duration? {
        switch error {
        case .identityAnswered, .identityGarbled: max(.seconds(5), min(error.retryAfter ?? .zero, .seconds(3600)))
        case .identityUnreachable(_, let reason): reason == .cancelled ? nil : .seconds(5)
        default: nil
        }
    }

    private func leave(_ key: TokenKey, _ task: Task<Result<Token, CloudError>, Never>) {
        guard running[key] == task, let count = waiting[key] else { return }
        waiting[key] = count - 1
        if count == 1 { task.cancel() }
    }

    /// Runs one attempt with a credential after all that came before it.
    func inTurn<Value: Sendable>(
        _ credential: CredentialKey, _ attempt: @escaping @Sendable () async -> Value
    ) async -> Value {
        let before = last[credential]
        let task = Task {
            await before?.value
            return await attempt()
        }
        // Ends when the attempt does; it lets the next one wait without knowing the kind of value.
        let end = Task { _ = await task.value }
        last[credential] = end
        let value = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        if last[credential] == end { last[credential] = nil }
        return value
    }

    // MARK: One login

    private func logIn(
        _ key: TokenKey, _ credential: CredentialKey, _ revision: String, _ isReplacement: Bool
    ) async -> Result<Token, CloudError> {
        do throws(CloudError) {
            try await waitForPermit(credential, revision)
        } catch {
            return .failure(error)
        }
        let request = TokenRequest(login: key.login).request(limits: limits, tls: key.tls)
        let answer = await exchange(request)
        let (outcome, result) = TokenAnswer(url: request.url, login: key.login, credential: credential)
            .read(answer, now: now(), uptime: uptime(), isReplacement: isReplacement)
        do throws(CloudError) {
            try await end(credential, revision, outcome)
        } catch {
            return .failure(error)
        }
        return result
    }

    func exchange(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPTransportError> {
        do throws(HTTPTransportError) {
            return .success(try await transport.send(request))
        } catch {
            return .failure(error)
        }
    }

    func end(_ credential: CredentialKey, _ revision: String, _ outcome: LoginOutcome) async throws(CloudError) {
        do {
            try await gate.endLogin(credential, revision: revision, outcome: outcome, now: now())
        } catch {
            throw .store("\(error)")
        }
    }

    /// Another process may be at it; its permit ends by itself after a while.
    func waitForPermit(_ credential: CredentialKey, _ revision: String) async throws(CloudError) {
        let step: Duration = .milliseconds(500)
        var waited: Duration = .zero
        while true {
            let permit: LoginPermit
            do {
                permit = try await gate.beginLogin(credential, revision: revision, now: now())
            } catch {
                throw .store("\(error)")
            }
            switch permit {
            case .granted: return
            case .paused(let until, let reason): throw .loginPaused(credential, until: until, reason: reason)
            case .busy(let until):
                guard waited < LoginPermit.lease * 2, (try? await pause(step)) != nil else {
                    throw .loginBusy(credential, until: until)
                }
                waited += step
            }
        }
    }
}
