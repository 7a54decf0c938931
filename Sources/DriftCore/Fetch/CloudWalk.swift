/// Walks one cloud from its files to its schemas, so that the step that fails is seen: what `doctor` shows.
///
/// Logins go through the same gate as everywhere: a walk never adds a wrong attempt to a paused credential.
package struct CloudWalk: Sendable {
    let files: CloudsFiles
    let name: String
    let regions: RegionChoice
    let projectPerRegion: Bool
    let allowsCleartext: Bool
    let schemas: [SchemaName]
    let desk: LoginDesk
    let transport: any HTTPTransport
    let limits: HTTPLimits
    let now: @Sendable () -> Timestamp

    package init(
        _ name: String, files: CloudsFiles, regions: RegionChoice = .asConfigured, projectPerRegion: Bool = false,
        allowsCleartext: Bool = false, schemas: [SchemaName], desk: LoginDesk, transport: any HTTPTransport,
        limits: HTTPLimits = HTTPLimits(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.name = name
        self.files = files
        self.regions = regions
        self.projectPerRegion = projectPerRegion
        self.allowsCleartext = allowsCleartext
        self.schemas = schemas
        self.desk = desk
        self.transport = transport
        self.limits = limits
        self.now = now
    }

    /// Each step as soon as it is known. What builds on a failed step is not tried.
    package func run(_ report: (WalkStep) async -> Void) async {
        for step in fileSteps { await report(step) }
        let cloud: Cloud
        do throws(CloudError) {
            cloud = try files.cloud(name, regions: regions, projectPerRegion: projectPerRegion, isNamed: true)
                .allowingCleartext(allowsCleartext)
        } catch {
            return await report(WalkStep(.settings, name, .failed, error.description))
        }
        for step in settingSteps(cloud) { await report(step) }
        let session = CloudSession(cloud, desk: desk)
        var reached: [String: Bool] = [:]
        for entry in cloud.entries {
            if let url = entry.identityURL {
                let origin = Target.origin(of: url)
                if reached[origin] == nil {
                    let steps = await reach(url, entry.tls)
                    reached[origin] = !steps.contains { $0.outcome == .failed }
                    for step in steps { await report(step) }
                }
                guard reached[origin] == true else { continue }
            }
            await report(await loginStep(entry, session))
        }
        let discovery = await session.discover()
        for step in catalogSteps(discovery, cloud) { await report(step) }
        for endpoint in discovery.endpoints {
            for schema in schemas { await report(await schemaStep(endpoint, schema, session, cloud)) }
        }
    }

    // MARK: Steps

    private var fileSteps: [WalkStep] {
        var steps = files.paths.map { WalkStep(.files, $0, .passed, "was read") }
        if steps.isEmpty {
            let hasVariables = files.names.contains(files.variablesCloud)
            steps = [
                WalkStep(
                    .files, "clouds.yaml", hasVariables ? .warned : .failed,
                    "was found nowhere" + (hasVariables ? "; the variables OS_* are used" : ""),
                    advice: "looked in \(files.places.directories.joined(separator: ", "))")
            ]
        }
        return steps + files.warnings.map { WalkStep(.files, $0.place ?? "files", .warned, $0.description) }
    }

    private func settingSteps(_ cloud: Cloud) -> [WalkStep] {
        var steps = cloud.warnings.map { WalkStep(.settings, name, .warned, $0.description) }
        for refused in cloud.refused {
            steps.append(WalkStep(.settings, subject(refused.region), .failed, refused.reason.description))
        }
        if let entry = cloud.entries.first {
            let regions = cloud.entries.compactMap(\.region?.name)
            let scope = regions.isEmpty ? "all regions of the catalog" : regions.joined(separator: ", ")
            steps.append(WalkStep(.settings, name, .passed, "\(entry.source): login \(entry.login.kind), \(scope)"))
        }
        return steps
    }

    /// Asks the login service for anything, without credentials: whatever it says, it was reached.
    private func reach(_ url: String, _ tls: TLSSettings) async -> [WalkStep] {
        let host = String(WebURL.host(of: url))
        let isSecure = url.hasPrefix("https:")
        func secured() -> WalkStep {
            tls.verifies
                ? WalkStep(
                    .tls, host, .passed, "the certificate is trusted" + (tls.authorityFile.map { " by \($0)" } ?? ""))
                : WalkStep(
                    .tls, host, .warned, "the certificate is not checked", advice: "name the authority in cacert")
        }
        let named = WalkStep(.names, host, .passed, "is found and answers")
        do throws(HTTPTransportError) {
            _ = try await transport.send(HTTPRequest(url: url, limits: limits, tls: tls))
            return isSecure ? [named, secured()] : [named]
        } catch {
            switch error {
            case .tls:
                return [
                    named,
                    WalkStep(
                        .tls, host, .failed, error.description,
                        advice: "if the cloud has an authority of its own, name its file in cacert"),
                ]
            case .tlsFile:
                return [
                    WalkStep(
                        .tls, host, .failed, error.description, advice: "correct cacert, cert or key, or the file")
                ]
            case .nameNotFound:
                return [
                    WalkStep(
                        .names, host, .failed, error.description,
                        advice: "check auth_url, and this machine's name service")
                ]
            default:
                return [
                    WalkStep(
                        .names, host, .failed, error.description,
                        advice: "check the network, a firewall, HTTPS_PROXY and NO_PROXY")
                ]
            }
        }
    }

    private func loginStep(_ entry: CloudEntry, _ session: CloudSession) async -> WalkStep {
        let subject = subject(entry.region?.name)
        do throws(CloudError) {
            guard let admission = try await session.logIn(entry) else {
                return WalkStep(.login, subject, .passed, "none is needed")
            }
            guard case .keystone = entry.login else {
                return WalkStep(.login, subject, .passed, "\(entry.login.kind): the first request will tell")
            }
            let end = admission.tokenEnds.map { "; the token is good until \($0)" } ?? ""
            return WalkStep(
                .login, subject, admission.isRenewable ? .passed : .warned,
                "logged in as \(admission.credential)\(end)",
                advice: admission.isRenewable ? nil : "it cannot be renewed: take an application credential")
        } catch {
            return WalkStep(.login, subject, .failed, error.description)
        }
    }

    private func catalogSteps(_ discovery: CloudSession.Discovery, _ cloud: Cloud) -> [WalkStep] {
        let known = Set(cloud.refused)
        // A failed login has had its own step.
        let failures = discovery.refused.filter { !known.contains($0) && $0.reason.concern == .catalog }
        return discovery.endpoints.map {
            WalkStep(.catalog, subject($0.region?.name), .passed, $0.base + ($0.note.map { " (\($0))" } ?? ""))
        } + failures.map { WalkStep(.catalog, subject($0.region), .failed, $0.reason.description) }
    }

    private func schemaStep(
        _ endpoint: ImageEndpoint, _ schema: SchemaName, _ session: CloudSession, _ cloud: Cloud
    ) async -> WalkStep {
        guard let entry = cloud.entries.first else { return WalkStep(.schema, name, .failed, "there is no entry") }
        let target = Target(
            key: TargetKey(cloud: entry.name, region: endpoint.region, schema: schema), url: endpoint.url(of: schema),
            access: .cloud(name), source: entry.source)
        let fetcher = Fetcher(
            transport: transport, limits: limits, authorizer: CloudAuthorizer { _ in session }, now: now)
        return WalkStep(probing: target, await fetcher.fetch(target, known: nil))
    }

    private func subject(_ region: String?) -> String { region.map { "\(name)/\($0)" } ?? name }
}

extension CloudEntry {
    /// Where it logs in; nil without a login service.
    var identityURL: String? {
        switch login {
        case .keystone(let login): login.url
        case .keys(let keys): keys.identityURL
        case .fixedToken, .basic, .none: nil
        }
    }
}
