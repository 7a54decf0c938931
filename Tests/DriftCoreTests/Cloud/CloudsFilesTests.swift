import Testing

@testable import DriftCore

/// Every way in which an operator's files can be wrong is told with file, line, key and the way out.
@Suite struct CloudsFilesTests {
    private static let good =
        "auth: {auth_url: 'https://k.example/v3', username: u, password: p, user_domain_name: D}"

    /// A file that does not parse is passed over, as clients do, but not in silence.
    @Test(arguments: [
        (
            "clouds:\n  a:\n\tauth: x\n",
            "/cwd/clouds.yaml:3: is no YAML: column 1: a tab in the indentation; indent with spaces"
        ),
        (
            "clouds:\n  a: *base\n",
            "/cwd/clouds.yaml:2: is no YAML: column 6: an alias ('*name') whose anchor ('&name') is nowhere before it;"
                + " define the anchor above, or put a text that begins with '*' in quotes"
        ),
        ("clouds:\n  a: {b: [1, 2}\n", "/cwd/clouds.yaml:2: is no YAML: column"),
        (
            "clouds:\n  a: !!python/object:os.system x\n",
            "/cwd/clouds.yaml:2: has the tag 'tag:yaml.org,2002:python/object:os.system', which clouds.yaml does not know"
        ),
        ("clouds: \u{0}\n", "is no YAML"),
    ])
    func `what is no YAML is skipped with a warning`(text: String, warning: String) throws {
        let files = try CloudFixture(text).load()
        #expect(files.names.isEmpty)
        #expect(files.paths.isEmpty)
        let told = files.warnings.map(\.description)
        #expect(told.contains { $0.contains(warning) && $0.hasSuffix("(this file is skipped)") }, "\(told)")
    }

    @Test(arguments: [
        (
            "- a\n- b\n",
            "/cwd/clouds.yaml:1: must be a mapping with the key 'clouds', but is a list; write 'clouds:' and below it one entry for each cloud"
        ),
        (
            "clouds:\n",
            "/cwd/clouds.yaml:1: clouds: must be a mapping from names to clouds, but is empty; write 'NAME:' and the settings of that cloud below it"
        ),
        (
            "clouds: [a]\n",
            "/cwd/clouds.yaml:1: clouds: must be a mapping from names to clouds, but is a list; write 'NAME:' and the settings of that cloud below it"
        ),
        (
            "clouds:\n  envvars:\n    region_name: r\n",
            "/cwd/clouds.yaml:2: clouds.envvars: the name envvars is that of the cloud made of OS_* variables; rename this cloud, or set OS_CLOUD_NAME"
        ),
    ])
    func `a file of the wrong form is an error`(text: String, message: String) {
        do throws(CloudError) {
            _ = try CloudFixture(text).load()
            Issue.record("no error")
        } catch {
            #expect(error.description == message)
            #expect(error.concern == .settings)
        }
    }

    /// The settings of cloud `a`, and what is said of them; line 3 is the first of them.
    @Test(arguments: [
        (
            "auth: [1]",
            "/cwd/clouds.yaml:3: clouds.a.auth: must be a mapping, but is a list; write auth_url, username and so on below it"
        ),
        (
            "region_name: r",
            "clouds.a.auth.auth_url: is missing, and auth_type password needs it; write the URL of Keystone, such as https://keystone.example:5000/v3"
        ),
        (
            "auth: {auth_url: 'k.example/v3', username: u, password: p, user_domain_id: d}",
            "/cwd/clouds.yaml:3: clouds.a.auth.auth_url: 'k.example/v3' has no scheme: write https:// before it; write a URL such as https://keystone.example:5000/v3"
        ),
        (
            "auth: {auth_url: 'ftp://k.example/v3', username: u, password: p, user_domain_id: d}",
            "'ftp://k.example/v3' is no http or https URL"
        ),
        (
            "auth: {auth_url: 'https://u:p@k.example/v3', username: u, password: p, user_domain_id: d}",
            "holds a user name; write it as a setting"
        ),
        (
            "auth: {auth_url: 'https://k.example:99999/v3', username: u, password: p, user_domain_id: d}",
            "has the port '99999', which is none"
        ),
        (
            "auth: {auth_url: 'https://k.example/v2.0', username: u, password: p, user_domain_id: d}",
            "is that of Keystone v2, which is gone: let it end in /v3"
        ),
        (
            "auth: {auth_url: 'https://k.example/v3', username: u, user_domain_id: d}",
            "/cwd/clouds.yaml:3: clouds.a.auth.password: is missing; write it here or into secure.yaml"
        ),
        (
            "auth_type: v3applicationcredential\n    auth: {auth_url: 'https://k.example/v3', username: u, application_credential_name: n, application_credential_secret: s}",
            "clouds.a.auth.user_domain_name: is missing: a user name means something only within a domain; write user_domain_name (often Default) or user_domain_id"
        ),
        (
            "auth: {auth_url: 'https://k.example/v3', username: u, password: yes, user_domain_id: d}",
            "clouds.a.auth.password: is read as true or false, as YAML 1.1 does with yes, no, on and off; put the text in quotes"
        ),
        (
            "auth: {auth_url: 'https://{nope}/v3', username: u, password: p, user_domain_id: d}",
            "clouds.a.auth.auth_url: has '{nope}', but this cloud has no such setting; name a setting of this cloud in braces, or write '{{' for a brace"
        ),
        (
            "auth: {auth_url: [x], username: u, password: p, user_domain_id: d}",
            "/cwd/clouds.yaml:3: clouds.a.auth.auth_url: must be a URL, but is a list; write a URL"
        ),
        (
            "auth_type: v3totp\n    auth: {auth_url: 'https://k.example/v3', username: u, passcode: '1', user_domain_id: d}",
            "/cwd/clouds.yaml:3: clouds.a.auth_type: v3totp cannot be used here: nobody is there to type a passcode; make an application credential"
        ),
        (
            "auth_type: v2password\n    auth: {auth_url: 'https://k.example/v2.0', username: u, password: p}",
            "v2password cannot be used here: Keystone v2 is gone; take auth_type password with user_domain_name"
        ),
        (
            "auth_type: v3kerberos\n    auth: {auth_url: 'https://k.example/v3'}",
            "'v3kerberos' is no login type that is known"
        ),
        (
            "auth_type: none",
            "clouds.a.endpoint: is missing: without a login service there is no catalog to find the image service in; write endpoint or image_endpoint_override"
        ),
        (
            "regions: r1\n    " + good,
            "/cwd/clouds.yaml:3: clouds.a.regions: must be a list, but is a text; write 'regions: [NAME]'"
        ),
        (
            "regions: [{name: r, interface: x}]\n    " + good,
            "clouds.a.regions: has the key 'interface'; a region has only name and values; move 'interface' below values"
        ),
        (
            "verify: 'false'\n    " + good,
            "/cwd/clouds.yaml:3: clouds.a.verify: is a text, which clients take for the path of a CA file; write true or false without quotes, and the CA file in cacert"
        ),
        ("insecure: 1\n    " + good, "clouds.a.insecure: must be true or false, but is a number; write true or false"),
        (
            "key: /k.pem\n    " + good,
            "/cwd/clouds.yaml:3: clouds.a.key: is given without cert; name the client certificate in cert"
        ),
        (
            "image_endpoint_override: glance\n    " + good,
            "clouds.a.image_endpoint_override: 'glance' has no scheme: write https:// before it"
        ),
        (
            "profile: https://cloud.example\n    " + good,
            "/cwd/clouds.yaml:3: clouds.a.profile: is a URL, and settings are never fetched from elsewhere"
        ),
        (
            "profile: vexxhost\n    " + good,
            "vexxhost is kept by the provider at https://vexxhost.com, and settings are never fetched from elsewhere"
        ),
        (
            "profile: betacloud\n    " + good,
            "betacloud no longer exists: betacloud.de has ceased business; remove this cloud"
        ),
        (
            "access_key: AK\n    regions: [r]",
            "clouds.a.secret_key: is missing; write access_key and secret_key, or neither"
        ),
        (
            "access_key: AK\n    secret_key: SK",
            "clouds.a.regions: is missing: a request signed with a key brings no catalog that would name the regions; write 'regions: [cn-north-4]'"
        ),
        (
            "password_file: /nowhere\n    region_name: r\n    auth: {auth_url: 'https://k.example/v3', username: u, user_domain_id: d}",
            "/cwd/clouds.yaml:3: clouds.a.auth.password_file: names /nowhere, but it does not exist; correct the path, or make the file readable for this user"
        ),
    ])
    func `a cloud that cannot be served is refused with the way out, and stops no other`(
        settings: String, message: String
    ) throws {
        let text = "clouds:\n  a:\n    \(settings)\n  b:\n    region_name: r\n    \(Self.good)\n"
        let clouds = try CloudFixture(text).load().allClouds()
        #expect(clouds.map(\.name) == ["a", "b"])
        let refused = try #require(clouds[0].refused.first)
        #expect(refused.reason.description.contains(message), "\(refused.reason)")
        #expect(clouds[0].entries.isEmpty)
        #expect(clouds[1].entries.count == 1)
    }

    /// Clients take the last, so files with such a slip work; the others are read as if they were not there.
    @Test(arguments: [
        ("region_name: one\n    region_name: r", [3]),
        ("'region_name': one\n    \"region_name\": two\n    region_name: r", [3, 4]),
        ("region_name: one # ä\n    x: {ä: 1, é: 2, ä: 3}\n    region_name: r", [4, 3]),
    ])
    func `a key that stands twice counts once, and that is said`(settings: String, lines: [Int]) throws {
        let files = try CloudFixture("clouds:\n  a:\n    \(settings)\n    \(Self.good)\n").load()
        #expect(files.warnings.map { $0.place ?? "" }.sorted() == lines.map { "/cwd/clouds.yaml:\($0)" }.sorted())
        #expect(files.warnings.allSatisfy { $0.what.contains("twice in one mapping, and clients take the last one") })
        let entry = try #require(try files.cloud("a").entries.first)
        #expect(entry.region?.name == "r")
        #expect(
            entry.settings.first { $0.name == "region_name" }?.origin.description.hasPrefix("/cwd/clouds.yaml:") == true
        )
    }

    @Test func `two merge keys both count`() throws {
        let text = """
            x: &x {region_name: r}
            y: &y {interface: admin}
            clouds:
              a:
                <<: *x
                <<: *y
                \(Self.good)
            """
        let files = try CloudFixture(text).load()
        #expect(files.warnings.isEmpty)
        let entry = try #require(try files.cloud("a").entries.first)
        #expect(entry.region?.name == "r")
        #expect(entry.image.query.interfaces == ["admin"])
    }

    @Test func `a file that a variable names and that is not there is told`() throws {
        let files = try CloudFixture("clouds: {}\n", environment: ["OS_CLIENT_CONFIG_FILE": "/gone.yaml"]).load()
        #expect(files.paths == ["/cwd/clouds.yaml"])
        #expect(
            files.warnings.map(\.description) == [
                "$OS_CLIENT_CONFIG_FILE: names /gone.yaml, which does not exist; the search goes on as if it were not set;"
                    + " correct it or unset it"
            ])
    }

    @Test func `an unreadable file is passed over with a word`() throws {
        var fixture = CloudFixture(files: [
            "/etc/openstack/clouds.yaml": "clouds:\n  a:\n    region_name: r\n    \(Self.good)\n"
        ])
        fixture.failures["/cwd/clouds.yaml"] = .denied
        let files = try fixture.load()
        #expect(files.names == ["a"])
        #expect(
            files.warnings.first?.description
                == "/cwd/clouds.yaml: cannot be read: permission denied; it is skipped; make it readable for this user or remove it"
        )
    }

    @Test func `a file of our own configuration comes before all others, and must be there`() throws {
        var fixture = CloudFixture(
            "clouds: {a: {}}\n", files: ["/x/mine.yaml": "clouds:\n  own:\n    region_name: r\n    \(Self.good)\n"])
        var places = fixture.places
        places.explicit = "/x/mine.yaml"
        #expect(try CloudsFiles(places, reading: fixture.reader).names == ["own"])
        fixture.texts["/x/mine.yaml"] = nil
        do throws(CloudError) {
            _ = try CloudsFiles(places, reading: fixture.reader)
            Issue.record("no error")
        } catch {
            #expect(
                error.description
                    == "/x/mine.yaml: cannot be read: it does not exist; correct clouds_file in the configuration")
        }
    }

    @Test func `aliases cannot blow a small file up`() throws {
        var text = "x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n"
        for level in 1...9 {
            text +=
                "x\(level): &x\(level) [" + Array(repeating: "*x\(level - 1)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        let files = try CloudFixture(text + "clouds: {}\n").load()
        #expect(files.warnings.contains { $0.description.contains("through its aliases") })
    }

    @Test func `depth has an end`() throws {
        let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        let files = try CloudFixture("clouds: \(deep)\n").load()
        #expect(files.warnings.contains { $0.description.contains("nested deeper than 64 levels") })
    }

    @Test func `a password that everyone can read is warned of`() throws {
        var fixture = CloudFixture("clouds:\n  a:\n    region_name: r\n    \(Self.good)\n")
        #expect(try fixture.cloud("a").warnings.isEmpty)
        fixture.permissions = 0o644
        #expect(
            try fixture.cloud("a").warnings.map(\.description) == [
                "/cwd/clouds.yaml: clouds.a: holds a secret and can be read by everyone on this machine; chmod 600 /cwd/clouds.yaml"
            ])
    }

    @Test func `where each setting came from is known`() throws {
        let fixture = CloudFixture(
            """
            clouds:
              t:
                profile: otc
                interface: internal
                auth: {username: u, project_name: eu-de, user_domain_name: OTC00, project_domain_name: OTC00}
            """,
            files: ["/etc/openstack/secure.yaml": "clouds:\n  t:\n    auth:\n      password: hidden\n"])
        let entry = try #require(try fixture.cloud("t").entries.first)
        let shown = entry.settings.map { "\($0.name) = \($0.value) (\($0.origin))" }
        #expect(shown.contains("auth.auth_url = https://iam.eu-de.otc.t-systems.com/v3 (profile otc)"))
        #expect(shown.contains("auth.password = <redacted> (/etc/openstack/secure.yaml:4)"))
        #expect(shown.contains("interface = internal (/cwd/clouds.yaml:4)"))
        #expect(shown.contains("region_name = eu-de (profile otc)"))
        #expect(
            entry.credential
                == CredentialKey(authURL: "https://iam.{region_name}.otc.t-systems.com/v3", user: "u@OTC00"))
        #expect(entry.source == "/cwd/clouds.yaml:2")
    }
}
