/// One cloud at work: finds its image endpoints and lets requests to them through.
///
/// Sessions of one process share a `LoginDesk`, and through it tokens and the guard against locked accounts.
package actor CloudSession {
    package nonisolated let cloud: Cloud
    private let desk: LoginDesk
    /// Which entry's login opens a region that only the catalog names.
    private var learned: [Region?: CloudEntry] = [:]

    package init(_ cloud: Cloud, desk: LoginDesk) {
        self.cloud = cloud
        self.desk = desk
    }

    package struct Admission: Hashable, Sendable {
        package var credential: CredentialKey
        package var tokenEnds: Timestamp?
        /// False for a token that was given as such: it cannot outlive its end.
        package var isRenewable: Bool
        /// In the catalog.
        package var services: Int?
    }

    /// How one entry gets in, and until when; nil where nothing is logged in to.
    package func logIn(_ entry: CloudEntry) async throws(CloudError) -> Admission? {
        guard let credential = entry.credential else { return nil }
        guard case .keystone(let login) = entry.login else {
            return Admission(credential: credential, isRenewable: true)
        }
        let token = try await token(login, entry)
        var isRenewable = true
        if case .token = login.method { isRenewable = false }
        return Admission(
            credential: credential, tokenEnds: token.left(at: desk.uptime()).map { desk.now().advanced(by: $0) },
            isRenewable: isRenewable,
            services: token.catalog.services.count)
    }

    func learn(_ entry: CloudEntry, opens endpoints: [ImageEndpoint]) {
        for endpoint in endpoints where learned[endpoint.region] == nil { learned[endpoint.region] = entry }
    }

    /// The catalog of an entry's token, as it is now.
    func catalog(_ login: KeystoneLogin, _ entry: CloudEntry) async throws(CloudError) -> ServiceCatalog {
        let token = try await desk.tokenWithCatalog(
            login, of: credential(entry), revision: entry.revision, tls: entry.tls)
        guard !token.catalog.isEmpty else { throw .noCatalog(cloud: cloud.name) }
        return token.catalog
    }

    // MARK: Requests

    /// The request with the token or signature that the region's login gives.
    package func authorize(_ request: HTTPRequest, for region: Region?) async throws(CloudError) -> HTTPRequest {
        let entry = try entry(for: region)
        var request = request
        request.tls = entry.tls
        switch entry.login {
        case .none: break
        case .fixedToken(let token): request.headers["X-Auth-Token"] = token.revealed
        case .basic(let user, let password):
            request.headers["Authorization"] = "Basic " + Base64.encoded(Array("\(user):\(password.revealed)".utf8))
        case .keystone(let login):
            let token = try await token(login, entry)
            try check(request.url, entry, token)
            request.headers["X-Auth-Token"] = token.value.revealed
        case .keys(let keys):
            try check(request.url, entry, nil)
            request = try await desk.signed(request, keys, of: credential(entry), revision: entry.revision)
        }
        return request
    }

    /// After a 401: the request with a new token, to be sent once more; nil when the answer stands.
    ///
    /// - Parameter refused: The request as it was sent.
    package func reauthorize(
        _ request: HTTPRequest, refused: HTTPRequest, for region: Region?
    ) async throws(CloudError) -> HTTPRequest? {
        let entry = try entry(for: region)
        var request = request
        request.tls = entry.tls
        if case .keys(let keys) = entry.login {
            return try await desk.signedAfterRefusal(request, keys, of: credential(entry), revision: entry.revision)
        }
        guard case .keystone(let login) = entry.login, let old = refused.headers["X-Auth-Token"] else { return nil }
        let credential = try credential(entry)
        let token = try await desk.replacement(
            for: Secret(old), login, of: credential, revision: entry.revision, tls: entry.tls)
        guard let token else {
            throw .tokenNotAccepted(url: request.url, detail: nil, mayBeRestricted: login.method.mayBeRestricted)
        }
        try check(request.url, entry, token)
        request.headers["X-Auth-Token"] = token.value.revealed
        return request
    }

    private func token(_ login: KeystoneLogin, _ entry: CloudEntry) async throws(CloudError) -> LoginDesk.Token {
        try await desk.token(login, of: credential(entry), revision: entry.revision, tls: entry.tls)
    }

    private func credential(_ entry: CloudEntry) throws(CloudError) -> CredentialKey {
        guard let credential = entry.credential else { throw .noCatalog(cloud: cloud.name) }
        return credential
    }

    /// A token goes to the services of its own catalog, and to what the operator has named: nowhere else.
    private func check(_ url: String, _ entry: CloudEntry, _ token: LoginDesk.Token?) throws(CloudError) {
        let origin = Target.origin(of: url)
        if let base = entry.image.base, Target.origin(of: base) == origin { return }
        if let token, token.catalog.urls.contains(where: { Target.origin(of: $0) == origin }) {
            guard let fault = entry.cleartextFault(url) else { return }
            throw .badEndpoint(cloud: cloud.name, url: url, reason: fault)
        }
        throw .badEndpoint(
            cloud: cloud.name, url: url, reason: "is not of this cloud, so no credential is sent there")
    }

    private func entry(for region: Region?) throws(CloudError) -> CloudEntry {
        let named = cloud.entries.first { $0.region == region }
        guard
            let entry = named ?? learned[region] ?? cloud.entries.first(where: { $0.region == nil })
                ?? cloud.entries.first
        else {
            if let refused = cloud.refused.first { throw refused.reason }
            throw .regionNotFound(
                region?.name ?? "-", cloud: cloud.name, known: cloud.entries.compactMap(\.region?.name))
        }
        return entry
    }
}
