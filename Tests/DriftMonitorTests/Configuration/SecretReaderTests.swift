import DriftCore
import Testing

@testable import DriftMonitor

@Suite struct SecretReaderTests {
    private func reader(_ variables: [String: String], files: [String: String] = [:]) -> SecretReader {
        SecretReader(
            configurationFile: "/etc/d/d.yaml",
            host: Host(variables: variables, isRoot: false, currentDirectory: "/work")
        ) { (path: String) throws(Trouble) -> [UInt8] in
            guard let text = files[path] else { throw Trouble("'\(path)' does not exist") }
            return Array(text.utf8)
        }
    }

    private func source(_ keeper: SecretSource.Keeper) -> SecretSource {
        SecretSource(keeper: keeper, place: SourcePlace(line: 7, column: 3), path: "channels[0].secret")
    }

    @Test(arguments: [
        "s3cret", "s3cret\n", "s3cret\r\n", "s3cret \n", "s3cret\n\n", "s3cret\t \r\n\n  ",
    ])
    func `blanks and line feeds at the end are no part of a secret`(text: String) throws {
        let reader = reader(["OPS": text], files: ["/etc/d/ops": text])
        #expect(try reader(source(.file("ops"))).revealed == "s3cret")
        #expect(try reader(source(.variable("OPS"))).revealed == "s3cret")
    }

    @Test(
        arguments: [
            ("https://hooks.example/T0KEN", nil), ("https://hooks.example/T0KEN \n", nil),
            ("\u{FEFF}https://hooks.example/T0KEN", "'u' begins with a byte order mark; save it without one"),
            ("\"https://hooks.example/T0KEN\"", "the value of 'u' stands in quotes; take them off"),
            ("'https://hooks.example/T0KEN'", "the value of 'u' stands in quotes; take them off"),
            ("hooks.example/T0KEN", "the value of 'u' is no usable URL: it must start with http:// or https://"),
            ("# https://hooks.example/T0KEN", "the value of 'u' is a comment; keep the value alone there"),
            (
                "https://hooks.example/T0KEN # ops",
                "the value of 'u' is no usable URL: it holds a blank, a control, or a character that must be percent-encoded"
            ),
            ("# ops\nhttps://hooks.example/T0KEN", "the value of 'u' holds several lines; keep the value alone there"),
            (
                "HOOK_URL=https://hooks.example/T0KEN",
                "the value of 'u' begins with 'NAME='; keep the value alone there"
            ),
            (
                "export HOOK=https://hooks.example/T0KEN",
                "the value of 'u' begins with 'NAME='; keep the value alone there"
            ),
            (
                "https://me:T0KEN@hooks.example/",
                "the value of 'u' is no usable URL: a user or password in front of the host is not accepted; send them as a header "
                    + "from a secret"
            ),
            (
                "https://hooks.example:T0KEN/",
                "the value of 'u' is no usable URL: its port is no number from 1 to 65535"
            ),
            ("https://hooks.example/T0KEN?a=b", nil), (" \n", "'u' is empty"),
        ] as [(String, String?)])
    func `a channel's url is judged wherever it is kept, and never shown`(text: String, message: String?) throws {
        let configuration = try ConfigurationTests.read("channels: [{name: o, type: webhook, url: {file: u}}]")
        let problems = configuration.unusableSecrets(reader([:], files: ["/etc/d/u": text]))
        #expect(problems.map(\.message) == (message.map { [$0] } ?? []))
        #expect(problems.allSatisfy { $0.path == "channels[0].url" && $0.place?.line == 1 })
        #expect(!problems.contains { $0.description.contains("T0KEN") })
    }

    @Test func `headers and signing keys are judged too, all at once`() throws {
        let configuration = try ConfigurationTests.read(
            """
            targets: [{name: a, url: 'http://x/y', headers: {A: {env: LINES}}}]
            channels:
              - {name: o, type: webhook, url: {env: URL}, secret: [{file: key}, {file: good}], headers: {B: {env: LINES}}}
            """)
        let reader = reader(
            ["LINES": "T0KEN\nX-More: T0KEN", "URL": "T0KEN"],
            files: ["/etc/d/key": "whsec_T0KEN!", "/etc/d/good": "whsec_" + String(repeating: "A", count: 32) + "\n"])
        let problems = configuration.unusableSecrets(reader)
        #expect(
            problems.map { "\($0.path): \($0.message)" } == [
                "targets[0].headers.A: the value of $LINES holds several lines or other controls; keep the value alone there",
                "channels[0].url: the value of $URL is no usable URL: it must start with http:// or https://",
                "channels[0].secret[0]: the value of 'key' is no signing key: what follows 'whsec_' is no base64",
                "channels[0].headers.B: the value of $LINES holds several lines or other controls; keep the value alone there",
            ])
        #expect(!problems.contains { $0.description.contains("T0KEN") })
    }

    @Test func `a variable and a file hold the same secret`() throws {
        let reader = reader(["OPS": "s3cret"], files: ["/etc/d/ops": "s3cret\n", "/abs": "s3cret\r\n"])
        #expect(try reader(source(.variable("OPS"))).revealed == "s3cret")
        #expect(try reader(source(.file("ops"))).revealed == "s3cret")
        #expect(try reader(source(.file("/abs"))).revealed == "s3cret")
    }

    @Test func `a relative name is a credential where systemd gives these`() throws {
        let reader = reader(["CREDENTIALS_DIRECTORY": "/run/c"], files: ["/run/c/ops": "a", "/abs": "b"])
        #expect(try reader(source(.file("ops"))).revealed == "a")
        #expect(try reader(source(.file("/abs"))).revealed == "b")
    }

    @Test(
        arguments: [
            (.variable("NONE"), "the environment variable NONE is not set"),
            (.variable("EMPTY"), "the environment variable EMPTY is not set"),
            (.file("none"), "'/etc/d/none' does not exist"), (.file("empty"), "'empty' is empty"),
        ] as [(SecretSource.Keeper, String)])
    func `a secret that is missing says where it was named`(keeper: SecretSource.Keeper, words: String) {
        let reader = reader(["EMPTY": ""], files: ["/etc/d/empty": "\n"])
        let expected = "/etc/d/d.yaml:7:3: channels[0].secret: \(words)"
        let error = #expect(throws: ConfigurationProblem.self) { try reader(source(keeper)) }
        #expect(error?.description == expected)
    }

    @Test func `all missing secrets are told at once, and targets are not made without them`() throws {
        let configuration = try ConfigurationTests.read(
            """
            targets: [{name: a, url: 'http://x/y', headers: {A: {env: ONE}, B: {env: TWO}, C: {env: THREE}}}]
            channels: [{name: o, type: webhook, url: {file: u}, secret: {env: FOUR}}]
            """)
        let reader = reader(["TWO": "2"])
        let paths = configuration.unusableSecrets(reader).map(\.path)
        #expect(paths == ["targets[0].headers.A", "targets[0].headers.C", "channels[0].url", "channels[0].secret"])
        #expect(throws: ConfigurationProblems.self) { try configuration.targets(reading: reader) }
        let complete = self.reader(["ONE": "1", "TWO": "2", "THREE": "3"])
        let target = try #require(try configuration.targets(reading: complete).first)
        #expect(target.key.description == "a/-/y")
        #expect(target.interval == .seconds(3600))
        #expect(target.source == "/etc/d/d.yaml:1")
        let headers = ["A": "1", "B": "2", "C": "3"].sorted { $0.key < $1.key }.map {
            SecretHeader(name: $0.key, value: Secret($0.value))
        }
        #expect(target.access == .headers(headers))
    }
}
