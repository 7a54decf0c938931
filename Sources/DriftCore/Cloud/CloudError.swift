/// Why a cloud cannot be asked: its settings, its login, its catalog. Each says what to do, none holds a secret.
package enum CloudError: Error, Hashable {
    /// The files as a whole.
    case files(SettingsProblem)
    case cloudNotFound(String, known: [String])
    case regionNotFound(String, cloud: String, known: [String])
    /// One cloud or region that cannot be served as it is written.
    case settings(SettingsProblem)

    /// The login service said no to this credential.
    case loginRefused(CredentialKey, reason: String)
    /// It said no before; nothing is sent until then.
    case loginPaused(CredentialKey, until: Timestamp, reason: String)
    /// Another process has been logging in for too long.
    case loginBusy(CredentialKey, until: Timestamp)
    /// The login service could not be asked.
    case identityUnreachable(url: String, HTTPTransportError)
    /// It answered, but neither with a token nor with a refusal.
    case identityAnswered(url: String, status: Int, detail: String?, retryAfter: Duration?)
    case identityGarbled(url: String, detail: String)
    /// It sends whoever logs in elsewhere; a secret is not sent after it.
    case identityMoved(url: String, status: Int, location: String?)
    /// It took the credential and wants more than it: sets of methods, one of which would do.
    case secondFactorWanted(CredentialKey, methods: [[String]])
    /// Signatures are refused because this machine's clock is off.
    case clock(CredentialKey, detail: String)
    /// A token that Keystone has just given is refused by the service.
    ///
    /// - Parameter mayBeRestricted: An application credential may have access rules, which leave out what is asked for.
    case tokenNotAccepted(url: String, detail: String?, mayBeRestricted: Bool)
    /// A fixed token is over, and nothing can renew it.
    case tokenEnded(CredentialKey, at: Timestamp?)
    /// The request that was to prove an access key.
    case signedRequestFailed(url: String, HTTPTransportError)
    case projectNotFound(String, url: String, reason: String)
    case store(String)

    case noCatalog(cloud: String)
    /// `hint`: what the catalog has instead, with the setting that would choose it.
    case endpointNotFound(
        cloud: String, region: String?, service: String, interfaces: [String], known: [String], hint: String? = nil)
    case badEndpoint(cloud: String, url: String, reason: String)
    /// A part of the catalog that is no endpoint, or a region that cannot be watched; `clause` follows "the catalog of cloud".
    case badCatalog(cloud: String, clause: String)

    /// Whose fault it is, which decides how it is told.
    package enum Concern: Hashable, Sendable {
        case settings
        /// Told once for all targets that share the credential.
        case credential
        /// The login service or the way to it: told once too, but no word against the credential.
        case identity
        case catalog
    }

    package var concern: Concern {
        switch self {
        case .files, .cloudNotFound, .regionNotFound, .settings: .settings
        case .loginRefused, .loginPaused, .clock, .tokenEnded, .secondFactorWanted: .credential
        case .loginBusy, .identityUnreachable, .identityAnswered, .identityGarbled, .tokenNotAccepted, .store,
            .signedRequestFailed, .projectNotFound, .identityMoved:
            .identity
        case .noCatalog, .endpointNotFound, .badEndpoint, .badCatalog: .catalog
        }
    }

    package var isUnknownRegion: Bool { if case .regionNotFound = self { true } else { false } }

    package var retryAfter: Duration? {
        if case .identityAnswered(_, _, _, let retryAfter) = self { retryAfter } else { nil }
    }
}

extension CloudError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .files(let problem), .settings(let problem): problem.description
        case .cloudNotFound(let name, let known):
            "there is no cloud '\(name)'; "
                + (known.isEmpty
                    ? "no clouds.yaml that can be used was found, and no OS_* variables are set"
                    : "known are \(known.joined(separator: ", "))")
        case .regionNotFound(let region, let cloud, let known):
            "the cloud '\(cloud)' has no region '\(region)'; known are \(known.joined(separator: ", ")) (case matters)"
        case .loginRefused(let credential, let reason):
            "the login of \(credential) was refused: \(reason); nothing more is sent for 15 minutes, so that the account"
                + " is not locked: correct the credential, or use --retry-login"
        case .loginPaused(let credential, let until, let reason):
            "the login of \(credential) is paused until \(until), because it was refused before: \(reason); correct the"
                + " credential, or use --retry-login"
        case .loginBusy(let credential, let until):
            "another process is logging in as \(credential) and has not ended; it has time until \(until)"
        case .identityUnreachable(let url, let error): "the login service \(url) cannot be asked: \(error)"
        case .identityAnswered(let url, let status, let detail, _):
            "the login service \(url) answered \(status)\(detail.map { ": \($0)" } ?? "")\(Self.advice(status))"
        case .identityGarbled(let url, let detail):
            "the login service \(url) gave no usable token: \(detail); is auth_url that of Keystone?"
        case .clock(let credential, let detail):
            "the signatures of \(credential) are refused because this machine's clock is wrong: \(detail); set the clock"
        case .identityMoved(let url, let status, let location):
            "the login service \(url) answered \(status) and leads to \(location ?? "nowhere"); a login is not sent after it: "
                + (location == nil ? "correct auth_url" : "write it in auth_url if you know it")
        case .secondFactorWanted(let credential, let methods):
            "the login of \(credential) was taken, but the login service wants a further factor"
                + "\(methods.isEmpty ? "" : ": " + Self.shown(methods)); nobody is there to give one: take a user without that"
                + " rule; nothing more is sent for 15 minutes"
        case .tokenNotAccepted(let url, let detail, let mayBeRestricted):
            "\(url) refuses a token that the login service has just given\(detail.map { " (\($0))" } ?? "");"
                + " the service may be unable to reach its login service, or belongs to another cloud"
                + (mayBeRestricted
                    ? ", or the application credential has access rules that leave out GET /v2/schemas/**" : "")
        case .tokenEnded(let credential, let end):
            "the token of \(credential) \(end.map { "ended at \($0)" } ?? "is no longer valid") and cannot be renewed;"
                + " set a new one, or take an application credential"
        case .signedRequestFailed(let url, let error): "\(url): \(error)"
        case .projectNotFound(let name, let url, let reason):
            "the id of the project '\(name)' is needed, but \(url) does not give it: \(reason); set auth.project_id"
        case .store(let reason): "the login cannot be guarded: \(reason)"
        case .noCatalog(let cloud):
            "the token of cloud '\(cloud)' has no service catalog; set a project, or image_endpoint_override"
        case .endpointNotFound(let cloud, let region, let service, let interfaces, let known, let hint):
            "the catalog of cloud '\(cloud)' has no \(interfaces.joined(separator: " or ")) endpoint of type '\(service)'"
                + "\(region.map { " in region '\($0)'" } ?? ""); "
                + (hint
                    ?? (known.isEmpty
                        ? "set image_endpoint_override, interface or image_service_type"
                        : "it has the regions \(known.joined(separator: ", ")) (case matters)"))
        case .badEndpoint(let cloud, let url, let reason):
            "the image endpoint '\(url)' of cloud '\(cloud)' \(reason); set image_endpoint_override"
        case .badCatalog(let cloud, let clause):
            "the catalog of cloud '\(cloud)' \(clause); the provider can correct that"
        }
    }

    static func shown(_ methods: [[String]]) -> String {
        methods.map { $0.joined(separator: " and ") }.joined(separator: ", or ")
    }

    private static func advice(_ status: Int) -> String {
        switch status {
        case 300, 404: "; does auth_url end in /v3?"
        case 400: "; are user, project and their domains complete?"
        case 403: "; the account may be disabled, or its address not allowed"
        case 429: "; it asks for fewer logins"
        case 500...: "; the next check tries again"
        default: ""
        }
    }
}
