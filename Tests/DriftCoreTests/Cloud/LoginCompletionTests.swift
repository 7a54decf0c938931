import Testing

@testable import DriftCore

/// What the command-line client would put into a login that leaves it out.
@Suite struct LoginCompletionTests {
    private static func body(
        _ settings: String, environment: [String: String] = [:], isNamed: Bool = false
    ) throws -> (auth: JSONValue, warnings: [String]) {
        let text = "clouds:\n  c:\n    \(settings)\n"
        let files = try CloudFixture(text, environment: environment).load()
        let cloud = try files.cloud("c", isNamed: isNamed)
        if let refused = cloud.refused.first { throw refused.reason }
        let entry = try #require(cloud.entries.first)
        guard case .keystone(let login) = entry.login else { throw CloudError.noCatalog(cloud: "c") }
        return (TokenRequest(login: login).body["auth"] ?? .null, cloud.warnings.map(\.description))
    }

    private static let url = "auth_url: 'https://k.example/v3'"

    private static let domains: [(String, [String: String], String?, String?)] = [
        ("auth: {\(url), username: u, password: p, project_name: p}", [:], "default", "default"),
        (
            "auth: {\(url), username: u, password: p, project_name: p}\n    identity_api_version: 3", [:], "default",
            "default"
        ),
        (
            "auth_type: v3password\n    auth: {\(url), username: u, password: p, project_name: p}", [:], "default",
            "default"
        ),
        (
            "auth: {\(url), username: u, password: p, project_name: p, user_domain_name: D}", [:], nil, "default"
        ),
        (
            "auth: {\(url), username: u, password: p, project_name: p, project_domain_id: d}", [:], "default", "d"
        ),
        ("auth: {\(url), username: u, password: p, project_id: x}", [:], "default", nil),
        ("auth: {\(url), user_id: u, password: p, project_name: p}", [:], nil, "default"),
        (
            "auth: {\(url), username: u, password: p, project_name: p}", ["OS_DEFAULT_DOMAIN": "acc"], "acc", "acc"
        ),
        (
            "auth: {\(url), username: u, password: p, project_name: p}\n    default_domain: mine", [:], "mine", "mine"
        ),
        // What stands there is left as it is.
        ("auth: {\(url), username: u, password: p, project_name: p, domain_name: D}", [:], nil, nil),
        ("auth: {\(url), username: u, password: p, project_name: p, default_domain_name: D}", [:], nil, nil),
        (
            "auth: {\(url), username: u, password: p, project_name: p, user_domain_name: A, project_domain_name: B}",
            ["OS_DEFAULT_DOMAIN": "acc"], nil, nil
        ),
    ]

    @Test(arguments: domains)
    func `a domain that is left out is the default one, with a note`(
        settings: String, environment: [String: String], user: String?, project: String?
    ) throws {
        let (auth, warnings) = try Self.body(settings, environment: environment)
        #expect(auth["identity"]?["password"]?["user"]?["domain"]?["id"]?.string == user)
        #expect(auth["scope"]?["project"]?["domain"]?["id"]?.string == project)
        let notes = warnings.filter { $0.contains("is taken, as the command-line client does") }
        #expect(notes.count == (user ?? project == nil ? 0 : 1))
        if let id = user ?? project {
            #expect(notes.first?.contains("the domain with the id '\(id)'") == true, "\(notes)")
            #expect(notes.first?.contains("user_domain_name") == (user != nil))
            #expect(notes.first?.contains("project_domain_name") == (project != nil && project != "d"))
        }
    }

    @Test func `variables that leave the domains out make a cloud that logs in`() throws {
        let files = try CloudFixture(
            environment: [
                "OS_AUTH_URL": "https://k.example/v3", "OS_USERNAME": "u", "OS_PASSWORD": "p", "OS_PROJECT_NAME": "p",
            ]
        ).load()
        let cloud = try files.cloud("envvars")
        #expect(cloud.refused.isEmpty)
        #expect(cloud.entries.first?.credential?.user == "u@default")
    }

    @Test func `an application credential is no business of the default domain`() throws {
        let (auth, warnings) = try Self.body(
            "auth_type: v3applicationcredential\n    auth: {\(Self.url), application_credential_id: i, application_credential_secret: s}"
        )
        #expect(auth["identity"]?["application_credential"]?["user"] == nil)
        #expect(warnings.isEmpty)
    }

    private static let noPassword = "auth: {\(url), username: u, user_domain_id: d, project_id: x}"

    @Test func `a password in the variables is meant for the cloud that is named beside it, and goes to no other`()
        throws
    {
        let environment = ["OS_PASSWORD": "of-variable"]
        func password(_ settings: String, _ more: [String: String] = [:], isNamed: Bool) throws -> String? {
            let (auth, _) = try Self.body(
                settings, environment: environment.merging(more) { $1 }, isNamed: isNamed)
            return auth["identity"]?["password"]?["user"]?["password"]?.string
        }
        #expect(try password(Self.noPassword, isNamed: true) == "of-variable")
        #expect(try password(Self.noPassword, ["OS_CLOUD": "c"], isNamed: false) == "of-variable")
        #expect(throws: CloudError.self) { try password(Self.noPassword, isNamed: false) }
        #expect(throws: CloudError.self) { try password(Self.noPassword, ["OS_CLOUD": "other"], isNamed: false) }
        let written = Self.noPassword.replacing("username: u", with: "username: u, password: written")
        #expect(try password(written, isNamed: true) == "written")
        let warnings = try Self.body(written, environment: environment, isNamed: true).warnings
        #expect(warnings.contains { $0.hasPrefix("$OS_PASSWORD: ") && $0.contains("keep one of them") })
        #expect(!warnings.contains { $0.contains("of-variable") || $0.contains("'written'") })
    }

    private static let authorities: [(String, [String: String], String?)] = [
        ("cacert: /mine.pem", ["REQUESTS_CA_BUNDLE": "/bundle.pem"], "/mine.pem"),
        ("verify: true", ["REQUESTS_CA_BUNDLE": "/bundle.pem"], "/bundle.pem"),
        ("verify: true", ["CURL_CA_BUNDLE": "/curl.pem"], "/curl.pem"),
        ("verify: true", ["CURL_CA_BUNDLE": "/curl.pem", "REQUESTS_CA_BUNDLE": "/bundle.pem"], "/bundle.pem"),
        ("verify: true", ["REQUESTS_CA_BUNDLE": ""], nil),
        ("verify: false", ["REQUESTS_CA_BUNDLE": "/bundle.pem"], nil),
    ]

    @Test(arguments: authorities)
    func `authorities are those of the variables where none are written`(
        setting: String, environment: [String: String], file: String?
    ) throws {
        let text =
            "clouds:\n  c:\n    auth: {\(Self.url), username: u, password: p, user_domain_id: d, project_id: x}\n    \(setting)\n"
        let files = ["/bundle.pem": "", "/curl.pem": "", "/mine.pem": ""]
        let cloud = try CloudFixture(text, files: files, environment: environment).cloud("c")
        #expect(cloud.entries.first?.tls.authorityFile == file)
        let missing = try CloudFixture(text, environment: environment).cloud("c")
        if let name = environment.keys.sorted().last, file == "/bundle.pem" || file == "/curl.pem" {
            #expect(missing.warnings.contains { $0.description.hasPrefix("$\(name): names ") })
        }
    }

    private static let passwords: [(String, Bool)] = [
        ("${OS_PASSWORD}", true), ("${DB:-x}", true), ("{{ vault_password }}", true), ("$OS_PASSWORD", true),
        ("%OS_PASSWORD%", true), ("pre-${X}-post", true), ("{{x}}", true),
        ("${}", false), ("$", false), ("pa$$word", false), ("$2b$12$abc", false), ("100%", false), ("a{b}c", false),
        ("{{", false), ("${1}", false), ("%%", false), ("$ecret", false),
    ]

    @Test(arguments: passwords)
    func `what looks like a variable is said to be sent as it is`(password: String, isNoted: Bool) throws {
        let (auth, warnings) = try Self.body(
            "auth: {\(Self.url), username: u, password: '\(password)', user_domain_id: d, project_id: x}")
        #expect(auth["identity"]?["password"]?["user"]?["password"]?.string == password)
        let notes = warnings.filter { $0.contains("looks like a variable") }
        #expect(notes.count == (isNoted ? 1 : 0))
        #expect(notes.allSatisfy { $0.contains("clouds.c.auth.password: ") && !$0.contains(password) })
        #expect(notes.allSatisfy { $0.contains("password_file") })
    }
}
