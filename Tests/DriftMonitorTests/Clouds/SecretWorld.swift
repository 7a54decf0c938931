import Foundation

@testable import DriftCore

/// A home in which every setting that can hold a secret holds one of its own.
struct SecretWorld {
    var secrets = PlantedSecrets()
    let tool: Tool
    private let config: String
    private var variables: [String: String] = [:]

    /// The files that the secrets stand in.
    let kept: Set<String> = [
        "clouds.yaml", "secure.yaml", "config.yaml", "pw-file", "sk-file", "hook-secret", "cred-password", "bad.yaml",
    ]

    init(_ cloud: CloudServer) throws {
        tool = try Tool()
        let auth =
            "auth_url: '\(cloud.url)/iam/r1/v3', username: u, user_domain_name: D, project_name: r1, project_domain_name: D"
        let image = "image_endpoint_override: '\(cloud.url)/ims/r1'\n    region_name: r1"
        func quoted(_ text: String) -> String { "'\(text)'" }
        try tool.writeClouds(
            """
            clouds:
              pw:
                auth: {\(auth), password: \(quoted(secrets.plant("clouds.yaml")))}
                \(image)
              sec:
                auth: {\(auth)}
                \(image)
              app:
                auth_type: v3applicationcredential
                auth: {auth_url: '\(cloud.url)/iam/r1/v3', application_credential_id: i,
                       application_credential_secret: \(quoted(secrets.plant("application credential")))}
                \(image)
              tok:
                auth_type: token
                auth: {auth_url: '\(cloud.url)/iam/r1/v3', token: \(quoted(secrets.plantPlain("token"))), project_id: p}
                \(image)
              filed:
                auth: {\(auth), password_file: \(tool.path("pw-file"))}
                \(image)
              cred:
                auth: {\(auth), password_file: cred-password}
                \(image)
              key:
                access_key: AK1
                secret_key: \(quoted(secrets.plant("secret key")))
                security_token: \(quoted(secrets.plantPlain("security token")))
                auth: {auth_url: '\(cloud.url)/iam/r1/v3'}
                \(image)
              keyfile:
                access_key: AK2
                secret_key_file: \(tool.path("sk-file"))
                auth: {auth_url: '\(cloud.url)/iam/r1/v3', project_id: p}
                \(image)
              basic:
                auth_type: http_basic
                auth: {username: u, password: \(quoted(secrets.plant("basic"))), endpoint: '\(cloud.url)/ims/r1'}
                region_name: r1
              admin:
                auth_type: admin_token
                auth: {token: \(quoted(secrets.plantPlain("admin token"))), endpoint: '\(cloud.url)/ims/r1'}
                region_name: r1
              userinfo:
                auth: {auth_url: 'http://u:\(secrets.plantPlain("login URL"))@127.0.0.1/v3', username: u, password: p,
                       user_domain_name: D}
                region_name: r1
              wrong:
                auth: {\(auth), password: \(quoted(secrets.plant("a wrong entry"))), passphrase: \(quoted(secrets.plant("an unknown key")))}
                verify: 'no'
                region_name: r1
            """)
        try tool.writeClouds(
            "clouds:\n  sec:\n    auth: {password: \(quoted(secrets.plant("secure.yaml")))}\n", name: "secure.yaml")
        try tool.write(secrets.plant("password_file") + "\n", to: "pw-file")
        try tool.write(secrets.plant("secret_key_file"), to: "sk-file")
        try FileManager.default.createDirectory(
            at: tool.home.appendingPathComponent("creds"), withIntermediateDirectories: true)
        try tool.write(secrets.plant("CREDENTIALS_DIRECTORY") + "\n", to: "creds/cred-password")
        let signing = "whsec_" + Data(secrets.plant("webhook secret").utf8.prefix(40)).base64EncodedString()
        secrets.add("webhook secret as written", signing)
        try tool.write(signing, to: "creds/hook-secret")
        config = try tool.write(
            """
            store: \(tool.path("s.db"))
            interval: 1s
            confirm_after: 10ms
            clouds:
            \(Self.clouds.map { "  - {name: \($0), schemas: [image]}" }.joined(separator: "\n"))
            targets:
              - name: lab
                url: "\(cloud.url)/ims/r1/v2/schemas/{schema}"
                schemas: [images]
                headers: {X-Auth-Token: {env: LAB_TOKEN}, X-Other: '\(secrets.plantPlain("header in the configuration"))'}
            channels:
              - name: ops
                type: webhook
                url: {env: HOOK_URL}
                secret: {file: hook-secret}
                headers: {Authorization: {env: HOOK_HEADER}}
            """, to: "config.yaml")
        variables = [
            "OS_AUTH_URL": "\(cloud.url)/iam/r1/v3", "OS_USERNAME": "u", "OS_PASSWORD": secrets.plant("OS_PASSWORD"),
            "OS_USER_DOMAIN_NAME": "D", "OS_PROJECT_NAME": "r1", "OS_PROJECT_DOMAIN_NAME": "D",
            "OS_REGION_NAME": "r1", "OS_IMAGE_ENDPOINT_OVERRIDE": "\(cloud.url)/ims/r1",
            "LAB_TOKEN": secrets.plantPlain("header"), "HOOK_HEADER": "Bearer " + secrets.plantPlain("webhook header"),
            "HOOK_URL": "\(cloud.url)/hook/\(PercentCode.encoded(Array(secrets.plantPlain("webhook URL").utf8)[...]))",
            "CREDENTIALS_DIRECTORY": tool.path("creds"),
        ]
        cloud.set { state in
            state.secretKeys = ["AK1": "other"]
            state.answers.insert(
                .init(secretPath(variables["HOOK_URL"] ?? "")) { request in
                    CloudServer.State.answer(500, request.head + request.body, "")
                }, at: 0)
        }
    }

    private static let clouds = [
        "pw", "sec", "app", "tok", "filed", "cred", "key", "keyfile", "basic", "admin", "userinfo", "wrong", "envvars",
    ]

    /// What the receiver was sent.
    func messages(of cloud: CloudServer) -> [ScriptedServer.Request] {
        cloud.requests.filter { $0.line.contains("/hook/") }
    }

    func wasSent(_ place: String, in text: String) -> Bool {
        guard let secret = secrets.values[place] else { return false }
        return text.contains(secret) || text.contains(JSONValue(secret).canonicalString.dropFirst().dropLast())
    }

    /// Every command that meets a cloud, each in its own process; what it prints is kept below the home.
    func runEverything() async throws {
        _ = try await run(["config", "check", config])
        _ = try await run(["check", "--config", config])
        _ = try await run(["check", "--config", config, "--format", "json"])
        _ = try await run(["targets", "--config", config, "--probe"])
        _ = try await run(["targets", "--config", config, "--format", "json"])
        for cloud in ["pw", "app", "key", "basic", "wrong", "userinfo"] {
            _ = try await run(["doctor", cloud, "--config", config, "--retry-login"])
        }
        let daemon = try tool.start(
            ["run", "--config", config, "--log-level", "trace", "--log-format", "json"], variables)
        // Two rounds of 14 targets.
        while daemon.errors.components(separatedBy: #""outcome""#).count < 24 {
            try await Task.sleep(for: .milliseconds(50))
        }
        daemon.interrupt()
        _ = try await daemon.ending()
        _ = try await run(["notify", "list", "--config", config])
        _ = try await run(["show", "--suspect", "lab/-/images", "--config", config])
        _ = try await run(["history", "--config", config, "--format", "json"])
        // Wrong in ways that tempt a program to show what it read.
        let secret = secrets.values["header in the configuration"] ?? ""
        let bad = try tool.write(
            """
            targets:
              - {name: lab, url: "http://u:\(secret)@127.0.0.1/x", headers: {X-Auth-Token: [\(secret)]}}
            channels:
              - {name: ops, type: webhook, url: "http://u:\(secret)@127.0.0.1/x", secret: "\(secret)"}
            """, to: "bad.yaml")
        _ = try await run(["config", "check", bad])
        _ = try await run(["check", "http://u:\(secret)@127.0.0.1/x", "--store", tool.path("s.db")])
        _ = try await run(["diff", config, "http://u:\(secret)@127.0.0.1/x"])
    }

    private func run(_ arguments: [String]) async throws -> Spawned.Ending {
        let ending = try await tool.start(arguments, variables).ending()
        return ending
    }
}

/// The path of a URL.
private func secretPath(_ url: String) -> String {
    String(url.dropFirst("http://".count).drop { $0 != "/" })
}
