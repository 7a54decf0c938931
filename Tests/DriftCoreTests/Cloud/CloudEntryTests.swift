import Testing

@testable import DriftCore

@Suite struct CloudEntryTests {
    private static let keystone = "auth_url: 'https://k.example/v3', username: u, user_domain_name: D, project_name: p"

    @Test(arguments: [
        ("https://img.example", "https://img.example/v2"),
        ("https://img.example/", "https://img.example/v2"),
        ("https://img.example/v2", "https://img.example/v2"),
        ("https://img.example/v2.5//", "https://img.example/v2"),
        ("https://img.example/image/v1", "https://img.example/image/v2"),
        ("HTTP://img.example:9292/image", "http://img.example:9292/image/v2"),
        ("https://v2", "https://v2/v2"),
        ("https://img.example/v20", "https://img.example/v20/v2"),
        ("http://[::1]:9292", "http://[::1]:9292/v2"),
    ])
    func `a catalog's URL becomes the base of schema URLs`(url: String, base: String) throws {
        #expect(try ImageEndpoint.base(from: url) == base)
    }

    @Test(arguments: [
        "img.example", "https://", "https://:80", "https://h?x=1", "https://h#f", "https://a@h", "https://h:0",
        "https://h/ x",
    ])
    func `what is no URL is refused`(url: String) {
        #expect(throws: URLProblem.self) { try ImageEndpoint.base(from: url) }
    }

    @Test func `regions come from the list, else the name, else the profile, else the catalog`() throws {
        func regions(_ settings: String) throws -> ([String?], Bool) {
            let cloud = try CloudFixture("clouds:\n  a:\n    auth: {\(Self.keystone), password: x}\n    \(settings)\n")
                .cloud("a")
            return (cloud.entries.map(\.region?.name), cloud.wantsWholeCatalog)
        }
        #expect(try regions("regions: [b, a]") == (["b", "a"], false))
        #expect(try regions("region_name: r") == (["r"], false))
        #expect(try regions("profile: citycloud").0.count == 6)
        #expect(try regions("interface: public") == ([nil], true))
    }

    @Test func `a region that is not there is refused with the names of those that are, and the others are taken`()
        throws
    {
        let cloud = try CloudFixture.huawei(regions: ["r1", "r2"]).cloud("hw", regions: .only(["R1", "r2"]))
        #expect(cloud.entries.map(\.region?.name) == ["r2"])
        #expect(cloud.refused.map(\.region) == ["R1"])
        #expect(
            cloud.refused.map(\.reason.description) == [
                "the cloud 'hw' has no region 'R1'; known are r1, r2 (case matters)"
            ])
    }

    @Test func `each region has a project of its name, when asked for`() throws {
        let text =
            "clouds:\n  a:\n    auth: {auth_url: 'https://iam.{region_name}.example/v3', username: u, password: p, user_domain_name: D, project_id: x, project_domain_name: D}\n"
        let cloud = try CloudFixture(text).cloud("a", regions: .only(["r1", "r2"]), projectPerRegion: true)
        let scopes = cloud.entries.map { entry -> KeystoneLogin.Scope? in
            if case .keystone(let login) = entry.login { login.scope } else { nil }
        }
        #expect(scopes == ["r1", "r2"].map { .project(.name($0, domain: .name("D", domain: nil))) })
        #expect(Set(cloud.entries.map(\.credential)).count == 1)
    }

    @Test(arguments: [
        ("verify: false", false, nil, 1), ("insecure: true\n    cacert: /ca.pem", false, nil, 2),
        ("insecure: 'True'", false, nil, 1), ("cacert: ~/ca.pem", true, "/home/u/ca.pem", 0),
        ("cacert: ca.pem", true, "/cwd/ca.pem", 0), ("verify: yes", true, nil, 0),
        ("cacert: /nowhere.pem", true, "/nowhere.pem", 1),
    ])
    func `TLS settings are what clients make of them`(
        settings: String, verifies: Bool, authority: String?, warnings: Int
    ) throws {
        let cloud = try CloudFixture(
            "clouds:\n  a:\n    region_name: r\n    \(settings)\n    auth: {\(Self.keystone), password: x, project_domain_id: d}\n",
            files: ["/ca.pem": "", "/home/u/ca.pem": "", "/cwd/ca.pem": ""]
        ).cloud("a")
        let tls = try #require(cloud.entries.first).tls
        #expect(tls.verifies == verifies)
        #expect(tls.authorityFile == authority)
        #expect(cloud.warnings.count == warnings)
    }

    @Test(arguments: [
        ("OS_ACCESS_KEY", "OS_SECRET_KEY"), ("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"),
    ])
    func `an entry without any login takes the keys of the variables`(access: String, secret: String) throws {
        let text =
            "clouds:\n  hw:\n    regions: [cn-north-4]\n  os:\n    region_name: r\n    auth: {\(Self.keystone), password: x}\n"
        let files = try CloudFixture(
            text, environment: [access: "AK", secret: "SK", "HUAWEICLOUD_SDK_PROJECT_ID": "p"]
        ).load()
        let entry = try #require(try files.cloud("hw").entries.first)
        #expect(
            entry.login
                == .keys(
                    AccessKeys(
                        accessKey: "AK", secretKey: Secret("SK"), project: .id("p"),
                        identityURL: "https://iam.cn-north-4.myhuaweicloud.com/v3")))
        #expect(entry.image.base == "https://ims.cn-north-4.myhuaweicloud.com/v2")
        // A cloud with a login of its own keeps it.
        #expect(try files.cloud("os").entries.first?.login.kind == "password")
    }

    @Test func `keys come from Huawei's credentials file`() throws {
        let file =
            "# mine\n[global]\nak = no\n[basic]\nAK = AK7\nsk: S%%K\nproject_id=p7\niam_endpoint = https://iam.eu-de.example\n"
        let fixture = CloudFixture(
            "clouds:\n  hw:\n    regions: [eu-de]\n", files: ["/home/u/.huaweicloud/credentials": file])
        let entry = try #require(try fixture.cloud("hw").entries.first)
        #expect(
            entry.login
                == .keys(
                    AccessKeys(
                        accessKey: "AK7", secretKey: Secret("S%K"), project: .id("p7"),
                        identityURL: "https://iam.eu-de.example/v3")))
        #expect(entry.image.base == "https://ims.eu-de.example/v2")
    }

    @Test func `a secret may stand in a file of its own`() throws {
        let text = "clouds:\n  a:\n    region_name: r\n    auth: {\(Self.keystone), password_file: pw}\n"
        let beside = CloudFixture(text, files: ["/cwd/pw": "from-file\n"])
        func password(_ fixture: CloudFixture) throws -> Secret? {
            guard case .keystone(let login)? = try fixture.cloud("a").entries.first?.login,
                case .password(_, let password) = login.method
            else { return nil }
            return password
        }
        #expect(try password(beside) == Secret("from-file"))
        var systemd = beside
        systemd.environment["CREDENTIALS_DIRECTORY"] = "/run/credentials/d"
        systemd.texts["/run/credentials/d/pw"] = "from-systemd"
        #expect(try password(systemd) == Secret("from-systemd"))
        let before = try beside.cloud("a").entries.first?.revision
        var edited = beside
        edited.texts["/cwd/pw"] = "another-one\n"
        #expect(try edited.cloud("a").entries.first?.revision != before)
        let variables = CloudFixture(
            files: ["/s": "of-variable"],
            environment: [
                "OS_AUTH_URL": "https://k.example/v3", "OS_USERNAME": "u", "OS_USER_DOMAIN_NAME": "D",
                "OS_PASSWORD_FILE": "/s",
            ])
        guard case .keystone(let login)? = try variables.cloud("envvars").entries.first?.login else {
            Issue.record("no login")
            return
        }
        #expect(
            login.method
                == .password(user: .name("u", domain: .name("D", domain: nil)), password: Secret("of-variable")))
    }

    /// The account is what locks, and it is one for all regions, however the login URL names them.
    @Test(arguments: [
        ("https://iam.cn-north-4.example/v3", "cn-north-4", "https://iam.{region_name}.example/v3"),
        ("https://k.example/iam/r1/v3", "r1", "https://k.example/iam/{region_name}/v3"),
        ("https://keystone-regionone.example/v3", "RegionOne", "https://keystone-{region_name}.example/v3"),
        ("https://r1.r1.example/v3", "r1", "https://{region_name}.{region_name}.example/v3"),
        ("https://er1.example/r10/v3", "r1", "https://er1.example/r10/v3"),
        ("https://k.example:5000/v3", "", "https://k.example:5000/v3"),
        ("https://k.example/v3", "r1", "https://k.example/v3"),
    ])
    func `the region's name in a login URL makes no other account`(url: String, region: String, expected: String) {
        #expect(CloudEntryBuilder.withoutRegion(url, region) == expected)
    }
}
