/// Which settings each `auth_type` of keystoneauth takes, so that those at cloud level find their way into `auth`.
struct AuthOptions {
    struct Option {
        /// With underscores; where it ends up in `auth`.
        let name: String
        /// Older names of the same; a current one wins.
        let aliases: [String]
        let isRequired: Bool

        init(_ name: String, aliases: [String] = [], isRequired: Bool = false) {
            self.name = name
            self.aliases = aliases
            self.isRequired = isRequired
        }
    }

    let options: [Option]

    /// Nil for a type that keystoneauth does not know.
    init?(_ type: String) {
        switch type {
        case "none": options = [Option("endpoint")]
        case "admin_token": options = [Option("endpoint", aliases: ["url"]), Option("token")]
        case "http_basic": options = [Self.username, Option("password"), Option("endpoint")]
        case "password": options = Self.generic + Self.user + [Option("password")]
        case "token": options = Self.generic + [Option("token")]
        case "v2password":
            options = Self.version2 + [Self.username, Option("user_id"), Option("password")]
        case "v2token": options = Self.version2 + [Option("token")]
        case "v3password": options = Self.version3 + Self.user + [Option("password")]
        case "v3token": options = Self.version3 + [Option("token")]
        case "v3totp": options = Self.version3 + Self.user + [Option("passcode")]
        case "v3applicationcredential":
            options =
                Self.version3 + Self.user + [
                    Option("application_credential_secret", isRequired: true),
                    Option("application_credential_id"), Option("application_credential_name"),
                ]
        case "v3multifactor": options = Self.version3 + [Option("auth_methods", isRequired: true)]
        case "v3oauth2clientcredential":
            options =
                Self.version3
                + ["oauth2_endpoint", "oauth2_client_id", "oauth2_client_secret"].map {
                    Option($0, isRequired: true)
                }
        case "v3oauth2mtlsclientcredential":
            options = Self.version3 + ["oauth2_endpoint", "oauth2_client_id"].map { Option($0, isRequired: true) }
        case "v3oidcaccesstoken": options = Self.federation + [Option("access_token", isRequired: true)]
        case "v3oidcclientcredentials": options = Self.openID
        case "v3oidcpassword":
            options =
                Self.openID + [
                    Option("username", isRequired: true), Option("password", isRequired: true), Option("idp_otp_key"),
                ]
        case "v3oidcauthcode":
            options =
                Self.openID + [
                    Option("redirect_uri"), Option("code", aliases: ["authorization_code"], isRequired: true),
                ]
        case "v3oidcdeviceauthz":
            options = Self.openID + [Option("device_authorization_endpoint"), Option("code_challenge_method")]
        case "v3websso":
            options =
                Self.federation + ["redirect_host", "redirect_port", "login_timeout", "username"].map { Option($0) }
        case "v3tokenlessauth":
            options =
                [Option("auth_url", isRequired: true)]
                + [
                    "domain_id", "domain_name", "project_id", "project_name", "project_domain_id",
                    "project_domain_name",
                ]
                .map { Option($0) }
        default: return nil
        }
    }

    private static let username = Option("username", aliases: ["user_name"])
    private static let user = [
        Option("user_id"), username, Option("user_domain_id"), Option("user_domain_name"),
    ]
    private static let scope =
        [Option("auth_url", isRequired: true)] + ["system_scope", "domain_id", "domain_name"].map { Option($0) }
    private static let projectDomain = [
        Option("project_domain_id"), Option("project_domain_name"), Option("trust_id"),
    ]
    private static let version3 = scope + [Option("project_id"), Option("project_name")] + projectDomain
    private static let generic =
        scope + [
            Option("project_id", aliases: ["tenant_id"]), Option("project_name", aliases: ["tenant_name"]),
        ] + projectDomain + [Option("default_domain_id"), Option("default_domain_name")]
    private static let version2 =
        [Option("auth_url", isRequired: true)] + ["tenant_id", "tenant_name", "trust_id"].map { Option($0) }
    private static let federation =
        version3 + [Option("identity_provider", isRequired: true), Option("protocol", isRequired: true)]
    private static let openID =
        federation
        + ["client_id", "client_secret", "scope", "access_token_endpoint", "discovery_endpoint", "access_token_type"]
        .map { Option($0) }
}
