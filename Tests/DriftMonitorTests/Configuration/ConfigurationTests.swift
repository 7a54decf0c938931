import DriftCore
import Testing

@testable import DriftMonitor

@Suite struct ConfigurationTests {
    static let host = Host(
        variables: ["HOME": "/home/u", "LAB_TOKEN": "t0ken", "EMPTY": ""], isRoot: false, currentDirectory: "/work")

    static func read(_ yaml: String) throws(ConfigurationProblems) -> Configuration {
        try Configuration(yaml: yaml, file: "/etc/d/d.yaml", host: host)
    }

    static func problems(_ yaml: String) -> [String] {
        do {
            _ = try read(yaml)
            return []
        } catch {
            return error.problems.map { String($0.description.dropFirst("/etc/d/d.yaml:".count)) }
        }
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "{}"])
    func `a file that decides nothing leaves the standards`(yaml: String) throws {
        let configuration = try Self.read(yaml)
        #expect(configuration.interval == .seconds(3600))
        #expect(configuration.confirmAfter == .seconds(2))
        #expect(
            configuration.limits
                == LimitSettings(bodyBytes: 8_388_608, totalTime: .seconds(30), perHost: 4, concurrent: 32))
        #expect(configuration.targets.isEmpty && configuration.clouds.isEmpty && configuration.channels.isEmpty)
    }

    @Test(arguments: [
        ("", Retention(age: .seconds(63_072_000))), ("retention: all", nil),
        ("retention: {}", Retention(age: .seconds(63_072_000))),
        ("retention: {age: 30d}", Retention(age: .seconds(2_592_000))),
        (
            "retention: {count: 5, bytes: 1GiB}",
            Retention(age: .seconds(63_072_000), count: 5, bytes: 1_073_741_824)
        ),
    ])
    func `what is forgotten by itself is what the file says, or nothing`(yaml: String, expected: Retention?) throws {
        #expect(try Self.read(yaml).retention == expected)
    }

    @Test(arguments: ["retention: none", "retention: {age: 1h}", "retention: {bytes: 1kB}", "retention: [all]"])
    func `what cannot be a retention is refused`(yaml: String) {
        #expect(!Self.problems(yaml).isEmpty)
    }

    @Test func `every key arrives where it is used`() throws {
        let configuration = try Self.read(
            """
            name: ops
            store: var/d.db
            interval: 2h30m
            confirm_after: 500ms
            lost_after: 5
            grace_period: 1m
            clouds_file: ~/clouds.yaml
            allow_addresses: [100.64.0.0/10, "fd00::1"]
            clouds:
              - name: huawei
                regions: all
                schemas: all
                interval: 10m
                role: reader
                dialect: draft-04
                ignore: [{pointer: /generated_at, reason: a timestamp}]
              - {name: lab, regions: [r1, 2], schemas: [images, metadefs/namespace]}
              - name: plain
            targets:
              - name: api
                url: https://api.example/r/{region}/v2/schemas/{schema}
                regions: ["0", no]
                schemas: [s0, metadefs/tag]
                headers: {X-Auth-Token: {env: LAB_TOKEN}, Accept-Language: en}
                tls: {verify: false, authority: ca.pem, certificate: /c.pem, key: ~/k.pem}
                kind: json
                role: writer
            channels:
              - name: ops
                type: webhook
                url: {file: ops-url}
                secret: [{env: NEW}, {file: /run/old}]
                headers: {Authorization: {env: TOKEN}}
                tls: {authority: /ca.pem}
                impact: [breaking, unknown]
              - {name: log, type: log, format: json}
            limits: {body: 20kB, total_time: 5s, per_host: 2, concurrent: 8}
            levels: {property-added: cosmetic}
            waivers: [{kind: enum-value-added, pointer: /properties/*/enum, reason: known, expires: 2027-01-31}]
            """)
        #expect(configuration.name == "ops")
        #expect(configuration.store == "/etc/d/var/d.db")
        #expect(configuration.interval == .seconds(9000))
        #expect(configuration.confirmAfter == .milliseconds(500))
        #expect(configuration.lostAfter == 5)
        #expect(configuration.gracePeriod == .seconds(60))
        #expect(configuration.cloudsFile == "/home/u/clouds.yaml")
        #expect(configuration.allowedNetworks.map(\.description) == ["100.64.0.0/10", "fd00:0:0:0:0:0:0:1/128"])
        #expect(
            configuration.limits == LimitSettings(bodyBytes: 20_000, totalTime: .seconds(5), perHost: 2, concurrent: 8))
        #expect(configuration.levels == [ChangeKind("property-added"): .cosmetic])
        #expect(configuration.waivers.map(\.reason) == ["known"])

        let huawei = configuration.clouds[0]
        #expect(huawei.regions == .all)
        #expect(huawei.schemas == .these(SchemaName.all))
        #expect(SchemaName.all.count == 16)
        #expect(huawei.watch.interval == .seconds(600))
        #expect(huawei.watch.role == .reader)
        #expect(huawei.watch.dialect == "draft-04")
        #expect(huawei.watch.ignore.rules.map(\.reason) == ["a timestamp"])
        #expect(huawei.place == SourcePlace(line: 10, column: 5))
        #expect(configuration.clouds[1].regions == .these([try Region("r1"), try Region("2")]))
        #expect(
            configuration.clouds[1].schemas == .these([try SchemaName("images"), try SchemaName("metadefs/namespace")]))
        #expect(configuration.clouds[2].regions == nil)
        #expect(configuration.clouds[2].schemas == .these(SchemaName.usual))

        let api = configuration.targets[0]
        #expect(
            api.documents.map { "\($0.key) \($0.url)" } == [
                "api/0/s0 https://api.example/r/0/v2/schemas/s0",
                "api/0/metadefs/tag https://api.example/r/0/v2/schemas/metadefs/tag",
                "api/no/s0 https://api.example/r/no/v2/schemas/s0",
                "api/no/metadefs/tag https://api.example/r/no/v2/schemas/metadefs/tag",
            ])
        #expect(api.headers.map(\.name) == ["X-Auth-Token", "Accept-Language"])
        #expect(
            api.tls
                == TLSSettings(
                    verifies: false, authorityFile: "/etc/d/ca.pem", certificateFile: "/c.pem", keyFile: "/home/u/k.pem"
                ))
        #expect(api.kind == .json)
        #expect(api.watch.role == .writer)

        guard case .webhook(let webhook) = configuration.channels[0].kind else {
            Issue.record("the first channel is no webhook")
            return
        }
        #expect(webhook.secrets.map(\.keeper) == [.variable("NEW"), .file("/run/old")])
        #expect(webhook.headers.map(\.name) == ["Authorization"])
        #expect(webhook.tls.authorityFile == "/ca.pem")
        #expect(configuration.channels[0].impacts == [.breaking, .unknown])
        guard case .log(isJSON: true) = configuration.channels[1].kind else {
            Issue.record("the second channel is no log in JSON")
            return
        }
        #expect(configuration.channels[1].impacts == [.breaking, .unknown, .semantic, .compatible])
    }

    @Test(
        arguments: [
            (
                "interval: 1h\nclouds:\n  - name: a\n    regoins: all\n",
                [
                    "4:5: clouds[0].regoins: unknown key; did you mean 'regions'?; known here: name, regions, schemas, project_per_region, allow_cleartext, interval, role, dialect, ignore"
                ]
            ),
            ("intervall: 1h", ["1:1: intervall: unknown key; did you mean 'interval'?"]),
            ("zzz: 1h", ["1:1: zzz: unknown key; known here: name, store, interval"]),
            (
                "interval: 3600",
                [
                    "1:11: interval: expected a duration from 1s to 31d, such as 90s, 2m30s or 1h, found '3600'; a unit is missing"
                ]
            ),
            ("interval: 0s", ["1:11: interval: expected a duration from 1s"]),
            ("interval:", ["interval: expected a duration from 1s to 31d, such as 90s, 2m30s or 1h, found nothing"]),
            ("lost_after: many", ["1:13: lost_after: expected a whole number from 1 to 1000, found 'many'"]),
            (
                "limits: {body: 8MB, per_host: 0}",
                ["1:31: limits.per_host: expected a whole number from 1 to 1000, found '0'"]
            ),
            (
                "limits: [1]",
                [
                    "1:9: limits: expected a mapping with the keys of a limit: body, total_time, idle_time, per_host, concurrent, retry_after, found a list"
                ]
            ),
            ("- a", ["1:1: expected a mapping with the keys of a configuration"]),
            ("a: [1", ["2:1: this is not YAML"]),
            ("interval: 1h\ninterval: 2h\n", ["the key 'interval' stands here twice"]),
            ("<<: {interval: 1h}", ["1:1: <<: merge keys are not read"]),
            ("clouds: [{regions: all}]", ["1:10: clouds[0]: a cloud needs 'name'"]),
            (
                "clouds: [{name: a/b}]",
                ["1:17: clouds[0].name: expected the name of an entry of clouds.yaml, without '/', found 'a/b'"]
            ),
            (
                "clouds: [{name: a}, {name: a}]",
                ["1:28: clouds[1].name: 'a' is the name of a cloud or a target already (line 1)"]
            ),
            (
                "clouds: [{name: a, regions: al}]",
                [
                    "1:29: clouds[0].regions: expected all, or a list, of which each element is a region, without '/', found 'al'"
                ]
            ),
            ("clouds: [{name: a, regions: []}]", ["1:29: clouds[0].regions: an empty list watches nothing"]),
            (
                "clouds: [{name: a, schemas: [images, images]}]",
                ["1:38: clouds[0].schemas[1]: 'images' stands here twice"]
            ),
            (
                "clouds: [{name: a, role: reeder}]",
                ["clouds[0].role: expected one of reader, writer, both, found 'reeder'; did you mean 'reader'?"]
            ),
            (
                "clouds: [{name: a, ignore: [{pointer: x}]}]",
                ["clouds[0].ignore[0].pointer: expected a pointer pattern"]
            ),
            (
                "clouds: [{name: a, ignore: [{pointer: /**}]}]",
                ["clouds[0].ignore[0].pointer: the pattern '/**' would ignore the whole document"]
            ),
            (
                "targets: [{name: a, url: 'ftp://x/y'}]",
                ["1:26: targets[0].url: 'ftp://x/y' is not usable: it must start with http:// or https://"]
            ),
            (
                "targets: [{name: a, url: 'http://u:p@x/y'}]",
                ["a user or password in front of the host is not accepted"]
            ),
            ("targets: [{name: a, url: 'http://x/{regin}'}]", ["'{regin}' is no placeholder; did you mean 'region'?"]),
            (
                "targets: [{name: a, url: 'http://x/{region}'}]",
                ["{region} stands in the URL, so 'regions' must name them"]
            ),
            (
                "targets: [{name: a, url: 'http://x/y', regions: [a, b]}]",
                ["'regions' names several, but {region} does not stand in the URL"]
            ),
            ("targets: [{name: a, url: 'http://x'}]", ["the URL has no path to name the document by"]),
            (
                "targets: [{name: a, url: 'http://x/y', headers: {'a b': c, Host: d}}]",
                [
                    "targets[0].headers.a b: 'a b' is no name of a header field",
                    "'Host' is set by the connection itself",
                ]
            ),
            (
                "targets: [{name: a, url: 'http://x/y', tls: {key: k}}]",
                ["targets[0].tls.key: a key needs its certificate"]
            ),
            (
                "channels: [{name: a, type: webhok, url: x}]",
                ["expected one of log, webhook, found 'webhok'; did you mean 'webhook'?"]
            ),
            ("channels: [{name: a, type: webhook}]", ["1:12: channels[0]: a webhook channel needs 'url'"]),
            ("channels: [{name: a, type: log, url: 'http://x'}]", ["channels[0].url: a log channel has no 'url'"]),
            (
                "channels: [{name: a, type: webhook, url: 'http://', format: json}]",
                ["'http://' is not usable: its host must be", "has no 'format'"]
            ),
            (
                "channels: [{name: a, type: webhook, url: 'http://x', secret: whsec_c2VjcmV0}]",
                [
                    "1:62: channels[0].secret: expected {env: NAME} or {file: PATH}, found a text; secrets are not written into the configuration"
                ]
            ),
            (
                "channels: [{name: a, type: webhook, url: 'http://x', secret: {evn: A}}]",
                ["1:63: channels[0].secret.evn: unknown key; a secret is {env: NAME} or {file: PATH}"]
            ),
            (
                "levels: {propety-added: cosmetic}",
                ["'propety-added' is no kind of change; did you mean 'property-added'?"]
            ),
            (
                "waivers: [{kind: enum-value-added, pointer: /a, reason: x, expires: soon}]",
                ["waivers[0].expires: expected a day, such as 2027-01-31, found 'soon'"]
            ),
            (
                "allow_addresses: [10.0.0.0/33]",
                ["allow_addresses[0]: expected an address or a network, such as 100.64.0.0/10, found '10.0.0.0/33'"]
            ),
            (
                "interval: x\nlimits: {bdy: 1}\ntargets: [{}]\n",
                [
                    "1:11: interval", "2:10: limits.bdy", "3:11: targets[0]: a target needs 'name'",
                    "3:11: targets[0]: a target needs 'url'",
                ]
            ),
        ] as [(String, [String])])
    func `what is wrong is refused with its place`(yaml: String, expected: [String]) {
        let problems = Self.problems(yaml)
        #expect(problems.count == expected.count, "\(problems)")
        for (problem, words) in zip(problems, expected) {
            #expect(problem.contains(words), "\(problem)")
        }
    }

    @Test func `aliases that repeat each other do not cost the memory`() {
        var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let last = "*a\(level - 1)"
            yaml += "a\(level): &a\(level) [\(Array(repeating: last, count: 10).joined(separator: ", "))]\n"
        }
        yaml += "allow_addresses: *a9\n"
        #expect(!Self.problems(yaml).isEmpty)
    }

    @Test(
        arguments: [
            ("1h", 3600_000), ("2m30s", 150_000), ("500ms", 500), ("1d2h3m4s5ms", 93_784_005), ("0s", 0),
        ] as [(String, Int64)])
    func `durations`(text: String, milliseconds: Int64) throws {
        let duration = try #require(Quantity.duration(text))
        #expect(duration == .milliseconds(milliseconds))
        #expect(Quantity.text(of: duration) == text)
    }

    @Test(arguments: ["", "1", "h", "1H", "1.5h", "1h1h", "1s1m", "-1s", " 1s", "99999999999999999999s", "1 h"])
    func `no durations`(text: String) { #expect(Quantity.duration(text) == nil) }

    @Test(arguments: [("8MiB", 8_388_608), ("20kB", 20_000), ("1B", 1), ("2GB", 2_000_000_000), ("1GiB", 1 << 30)])
    func `sizes`(text: String, bytes: Int) { #expect(Quantity.bytes(text) == bytes) }

    @Test(arguments: ["", "8", "8mib", "8M", "1MiB1B", "99999999999GiB"])
    func `no sizes`(text: String) { #expect(Quantity.bytes(text) == nil) }

    @Test(.timeLimit(.minutes(1))) func `regions times schemas stay within what one monitor can watch`() {
        func entry(_ name: String, _ regions: Int, _ schemas: Int) -> String {
            let (regions, schemas) = ((0..<regions).map { "r\($0)" }, (0..<schemas).map { "s\($0)" })
            return
                "  - {name: \(name), url: 'http://h/{region}/{schema}', regions: [\(regions.joined(separator: ", "))], "
                + "schemas: [\(schemas.joined(separator: ", "))]}\n"
        }
        let rest = "one configuration may name 1000000: take fewer regions or schemas, or several monitors"
        #expect(
            Self.problems("targets:\n" + entry("a", 3000, 3000))
                == ["2:20: targets[0].url: 9000000 targets are too many; \(rest)"])
        #expect(Self.problems("targets:\n" + entry("a", 2, 3)) == [])
    }
}
