import Testing

@testable import DriftCore

/// What `targets` shows, and that it fits where it is read.
@Suite struct TargetsReportTests {
    private func report() throws -> TargetsReport {
        let fixture = CloudFixture(
            """
            clouds:
              hw:
                auth: {auth_url: 'https://iam.{region_name}.cloud.example/v3', username: u, user_domain_name: D,
                       project_domain_name: D, nickname: n1ck}
                image_endpoint_override: https://ims.{region_name}.cloud.example
                regions: [r1, {name: r2, values: {interface: internal}}]
            """,
            files: ["/cwd/secure.yaml": "clouds:\n  hw:\n    auth: {password: S3cret, project_name: p}\n"])
        let cloud = try fixture.cloud("hw")
        let targets = try cloud.entries.flatMap { entry in
            try ["images", "image"].map { schema in
                let name = try SchemaName(schema)
                return Target(
                    key: TargetKey(cloud: entry.name, region: entry.region, schema: name),
                    url: "\(try #require(entry.image.base))/schemas/\(schema)", access: .cloud("hw"), source: "c.yaml:2"
                )
            }
        }
        return TargetsReport(
            targets: targets, refused: [.init(cloud: "old", reason: "Keystone v2 is gone")],
            sources: cloud.entries.map(TargetSource.init), auth: { _ in "password" })
    }

    @Test func `each setting has the place it came from, and a region only its own`() throws {
        #expect(
            try report().text(.plain) == """
                cloud  region  schema  login     role    interval  url
                hw     r1      image   password  both    60 min    https://ims.r1.cloud.example/v2/schemas/image
                hw     r1      images  password  reader  60 min    https://ims.r1.cloud.example/v2/schemas/images
                hw     r2      image   password  both    60 min    https://ims.r2.cloud.example/v2/schemas/image
                hw     r2      images  password  reader  60 min    https://ims.r2.cloud.example/v2/schemas/images
                refused old: Keystone v2 is gone

                hw/r1: password, from /cwd/clouds.yaml:2
                  auth_type                 password                         default
                  region_name               r1                               /cwd/clouds.yaml:6
                  auth.nickname             <redacted>                       /cwd/clouds.yaml:4
                  auth.auth_url             https://iam.r1.cloud.example/v3  /cwd/clouds.yaml:3
                  auth.project_name         p                                /cwd/secure.yaml:3
                  auth.project_domain_name  D                                /cwd/clouds.yaml:4
                  auth.username             u                                /cwd/clouds.yaml:3
                  auth.user_domain_name     D                                /cwd/clouds.yaml:3
                  auth.password             <redacted>                       /cwd/secure.yaml:3
                  verify                    true                             default
                  interface                 public                           default
                  image_endpoint_override   https://ims.r1.cloud.example     /cwd/clouds.yaml:5

                hw/r2: as hw/r1, but
                  region_name              r2                               /cwd/clouds.yaml:6
                  auth.auth_url            https://iam.r2.cloud.example/v3  /cwd/clouds.yaml:3
                  interface                internal                         /cwd/clouds.yaml:6
                  image_endpoint_override  https://ims.r2.cloud.example     /cwd/clouds.yaml:5
                """)
    }

    @Test(arguments: [60, 80, 120])
    func `no line is longer than the terminal is wide`(width: Int) throws {
        var report = try report()
        report.probes = Dictionary(
            uniqueKeysWithValues: report.targets.map { ($0.key, "passed: 6371 bytes, digest 0123456789ab") })
        report.refused = []
        let lines = report.text(.plain, width: width).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= width }, "\(lines.filter { $0.count > width })")
        // Nothing is left out for it.
        let text = lines.joined()
        for part in ["ims.r2.cloud.example/v2/schemas/images", "digest 0123456789ab", "/cwd/secure.yaml:3", "60 min"] {
            #expect(text.contains(part))
        }
    }

    @Test func `as JSON every setting names its place`() throws {
        let json = try report().json
        #expect(json["targets"]?.array?.count == 4)
        let second = try #require(json["sources"]?.array?.last)
        #expect(second["cloud"] == "hw")
        #expect(second["region"] == "r2")
        #expect(second["auth"] == "password")
        #expect(second["source"] == "/cwd/clouds.yaml:2")
        let settings = try #require(second["settings"]?.array)
        #expect(settings.contains(["name": "interface", "value": "internal", "source": "/cwd/clouds.yaml:6"]))
        #expect(settings.contains(["name": "auth.password", "value": "<redacted>", "source": "/cwd/secure.yaml:3"]))
    }

    @Test func `a key from elsewhere is shown with its place`() throws {
        let cloud = try CloudFixture(
            "clouds:\n  hw:\n    regions: [r1]\n    auth: {auth_url: 'https://iam.{region_name}.cloud.example/v3'}\n",
            environment: ["OS_ACCESS_KEY": "AK1", "OS_SECRET_KEY": "S3cret", "OS_SECURITY_TOKEN": "S3cret-2"]
        ).load().cloud("hw")
        let shown = cloud.entries.flatMap(\.settings).map { "\($0.name)=\($0.value) \($0.origin)" }
        for line in [
            "access_key=AK1 $OS_ACCESS_KEY", "secret_key=<redacted> $OS_SECRET_KEY",
            "security_token=<redacted> $OS_SECURITY_TOKEN",
        ] {
            #expect(shown.contains(line), "\(shown)")
        }
    }
}
