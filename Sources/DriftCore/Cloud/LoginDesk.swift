/// Gets tokens and keeps them: one for each login, shared by everything that asks, whoever asks first.
///
/// All logins of one credential go one after another, each through the gate, so that one wrong password is sent once
/// however many regions and targets wait for it.
package actor LoginDesk {
    private let transport: any HTTPTransport
    private let gate: any LoginGate
    private let limits: HTTPLimits
    private let now: @Sendable () -> Timestamp
    private let pause: @Sendable (Duration) async throws -> Void

    private var tokens: [TokenKey: Token] = [:]
    private var running: [TokenKey: Task<Result<Token, CloudError>, Never>] = [:]
    private var last: [CredentialKey: Task<Result<Token, CloudError>, Never>] = [:]

    /// - Parameter pause: Waits while another process logs in with the same credential.
    package init(
        transport: any HTTPTransport, gate: any LoginGate, limits: HTTPLimits = HTTPLimits(),
        now: @escaping @Sendable () -> Timestamp,
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.transport = transport
        self.gate = gate
        self.limits = limits
        self.now = now
        self.pause = pause
    }

    struct TokenKey: Hashable {
        let login: KeystoneLogin
        let tls: TLSSettings
    }

    struct Token: Hashable, Sendable {
        var value: Secret
        /// By our clock.
        var expires: Timestamp?
        var catalog: ServiceCatalog
        var issued: Timestamp
        /// It replaced a token that a service had refused.
        var isReplacement: Bool
    }

    /// A token that is good for a while, from the store of them or by a login.
    func token(
        _ login: KeystoneLogin, of credential: CredentialKey, revision: String, tls: TLSSettings
    ) async throws(CloudError) -> Token {
        let key = TokenKey(login: login, tls: tls)
        if let token = tokens[key], isGood(token) { return token }
        return try await fetch(key, credential, revision, isReplacement: false)
    }

    /// A token in the place of one that a service has refused; of many that ask at once, one logs in.
    func replacement(
        for refused: Secret, _ login: KeystoneLogin, of credential: CredentialKey, revision: String, tls: TLSSettings
    ) async throws(CloudError) -> Token? {
        let key = TokenKey(login: login, tls: tls)
        if let token = tokens[key], isGood(token) {
            if token.value != refused { return token }
            // A token that is refused at once, though it came new from the login service: another would fare no better.
            let age = token.issued.duration(to: now())
            if token.isReplacement, age < Self.replacementPause { return nil }
            tokens[key] = nil
        }
        return try await fetch(key, credential, revision, isReplacement: true)
    }

    /// How long a replacement is kept although services refuse it, so that they cannot make us log in with each check.
    static let replacementPause: Duration = .seconds(15 * 60)
    /// Of a token's life, what is left unused.
    static let margin: Duration = .seconds(120)

    private func isGood(_ token: Token) -> Bool {
        guard let expires = token.expires else { return true }
        let life = token.issued.duration(to: expires)
        return now() < expires.advanced(by: .zero - min(Self.margin, life / 4))
    }

    private func fetch(
        _ key: TokenKey, _ credential: CredentialKey, _ revision: String, isReplacement: Bool
    ) async throws(CloudError) -> Token {
        if let task = running[key] { return try await task.value.get() }
        let before = last[credential]
        // Not a child of its first caller: others wait for it too, and the transport's time limit ends it.
        let task = Task {
            _ = await before?.value
            let result = await logIn(key, credential, revision, isReplacement)
            finish(key, credential, result)
            return result
        }
        running[key] = task
        last[credential] = task
        return try await task.value.get()
    }

    private func finish(_ key: TokenKey, _ credential: CredentialKey, _ result: Result<Token, CloudError>) {
        if case .success(let token) = result { tokens[key] = token }
        if last[credential] == running[key] { last[credential] = nil }
        running[key] = nil
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
        let answer: Result<HTTPResponse, HTTPTransportError>
        do throws(HTTPTransportError) {
            answer = .success(try await transport.send(request))
        } catch {
            answer = .failure(error)
        }
        let (outcome, result) = TokenAnswer(url: request.url, login: key.login, credential: credential)
            .read(answer, now: now(), isReplacement: isReplacement)
        do {
            try await gate.endLogin(credential, revision: revision, outcome: outcome, now: now())
        } catch {
            return .failure(.store("\(error)"))
        }
        return result
    }

    /// Another process may be at it; its permit ends by itself after a while.
    private func waitForPermit(_ credential: CredentialKey, _ revision: String) async throws(CloudError) {
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
