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
        let paths = configuration.unreadableSecrets(reader).map(\.path)
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
