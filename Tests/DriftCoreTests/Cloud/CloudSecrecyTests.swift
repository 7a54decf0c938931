import Testing

@testable import DriftCore

/// Secrets are planted everywhere, and everything that can be shown is looked through.
@Suite(.timeLimit(.minutes(10))) struct CloudSecrecyTests {
    private static let planted = ["S3cret-pass", "S3cret-app", "S3cret-token", "S3cret-key", "S3cret-sts"]

    private static let clouds = """
        clouds:
          hw:
            auth: {auth_url: 'https://iam.{region_name}.cloud.example/v3', username: u, password: S3cret-pass, \
        user_domain_name: D, project_name: p, project_domain_name: D}
            regions: [r1, {name: r2, values: {auth: {password: S3cret-pass}}}]
          app:
            auth_type: v3applicationcredential
            region_name: r1
            auth: {auth_url: 'https://iam.r1.cloud.example/v3', application_credential_id: i, \
        application_credential_secret: S3cret-app}
          tok:
            auth_type: token
            region_name: r1
            auth: {auth_url: 'https://iam.r1.cloud.example/v3', token: S3cret-token, project_id: p}
          key:
            access_key: AK1
            secret_key: S3cret-key
            security_token: S3cret-sts
            regions: [r1]
            auth: {auth_url: 'https://iam.{region_name}.cloud.example/v3'}
          bad:
            auth: {auth_url: 'https://iam.r1.cloud.example/v3', username: u, password: S3cret-pass, user_domain_name: [x]}
          fixed:
            auth_type: admin_token
            auth: {token: S3cret-token, endpoint: nowhere}
          url:
            auth: {auth_url: 'https://u:S3cret-pass@k.example/v3', username: u, password: S3cret-pass, \
        user_domain_name: D}
            image_endpoint_override: https://u:S3cret-pass@g.example
          elsewhere:
            regions: [r1]
          filed:
            auth_type: token
            region_name: r1
            auth: {auth_url: 'https://iam.r1.cloud.example/v3', token_file: /s, project_id: p}
          twice:
            insecure: S3cret-pass
            auth: {password: S3cret-pass, token: S3cret-token, system_scope: all, trust_id: t, username: u}

        """

    @Test func `no description, dump or error shows a secret`() async throws {
        var seen = ""
        func look(_ value: some Any) {
            seen += "\(value)\n" + String(reflecting: value) + "\n"
            dump(value, to: &seen)
        }
        var fixture = CloudFixture(
            Self.clouds, files: ["/s": "S3cret-token"],
            environment: [
                "OS_AUTH_URL": "https://iam.r1.cloud.example/v3", "OS_USERNAME": "u", "OS_USER_DOMAIN_NAME": "D",
                "OS_PASSWORD": "S3cret-pass", "HUAWEICLOUD_SDK_AK": "AK1", "HUAWEICLOUD_SDK_SK": "S3cret-key",
            ])
        fixture.permissions = 0o644
        look(fixture.places)
        let files = try fixture.load()
        look(files)
        look(fixture.reader)
        // Wrong credentials everywhere, and a server that echoes what it was sent.
        let server = ScriptedCloud()
        await server.set { $0.echoes = true }
        for cloud in files.allClouds() {
            look(cloud)
            let desk = LoginDesk.at(server, MemoryGate())
            let session = CloudSession(cloud, desk: desk)
            look(await session.discover())
            look(session)
            look(desk)
            for region in ["r1", "r2", "r9"] {
                let name = try Region(region)
                let url = "https://ims.\(region).cloud.example/v2/schemas/images"
                do {
                    let request = try await session.authorize(HTTPRequest(url: url), for: name)
                    look(request)
                    look(try await session.reauthorize(HTTPRequest(url: url), refused: request, for: name) as Any)
                } catch {
                    look(error)
                }
            }
            let walk = CloudWalk(
                cloud.name, files: files, schemas: [try SchemaName("images")], desk: .at(server, MemoryGate()),
                transport: server, now: { server.clock.now })
            await walk.run { look($0) }
        }
        #expect(seen.utf8.count > 20_000)
        for secret in Self.planted {
            // Without the comparison in the message, which would show it.
            let place = seen.firstRange(of: secret).map { seen[..<$0.lowerBound].suffix(200) + "…" }
            #expect(place == nil, "\(secret) is shown")
        }
        // The search would find them: they were sent.
        let sent = await server.traffic.map { String(decoding: $0.body, as: UTF8.self) }.joined()
        #expect(sent.contains("S3cret-pass") && sent.contains("S3cret-app") && sent.contains("S3cret-token"))
    }

    @Test func `secrets are sent to the origin they belong to only`() async throws {
        let server = ScriptedCloud()
        await server.set { $0.account.password = "S3cret-pass" }
        let session = CloudSession.at(server, try CloudFixture(Self.clouds).cloud("hw"))
        _ = await session.discover()
        _ = try await session.check("https://ims.r1.cloud.example/v2/schemas/images", in: Region("r1"), through: server)
        let carriers = await server.traffic.filter { String(decoding: $0.body, as: UTF8.self).contains("S3cret-pass") }
        #expect(!carriers.isEmpty)
        #expect(
            carriers.allSatisfy {
                $0.url.hasPrefix("https://iam.r") && $0.url.hasSuffix(".cloud.example/v3/auth/tokens")
            })
        let tokens = await server.traffic.filter { $0.headers["X-Auth-Token"] != nil }
        #expect(tokens.map(\.url) == ["https://ims.r1.cloud.example/v2/schemas/images"])
    }
}
