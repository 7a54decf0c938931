import Foundation
import Testing

@testable import DriftCore

/// Every way in which a clouds.yaml can be wrong, through the built program: file, line, key and the way out; other clouds go
/// on.
@Suite(.serialized, .timeLimit(.minutes(5))) struct BadCloudsFileTests {
    /// `FILE` is the file's path.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let words: [String]

        init(_ name: String, _ text: String, _ words: String...) {
            testDescription = name
            self.text = text
            self.words = words
        }
    }

    private static let auth = "auth: {auth_url: 'https://k.example/v3', username: u, password: p, user_domain_name: D}"

    // MARK: The file as a whole

    @Test(arguments: [
        Case("tab", "clouds:\n  bad:\n\tregion_name: r\n", "FILE:3: is no YAML: column 1: a tab", "indent with spaces"),
        Case("unknown anchor", "clouds:\n  bad: *base\n", "FILE:2: is no YAML", "'&name'", "define the anchor above"),
        Case("bracket", "clouds:\n  bad: {auth: [1, 2}\n", "FILE:2: is no YAML: column", "correct this line"),
        Case("colon", "clouds:\n  bad:\n    a: b: c\n", "FILE:3: is no YAML: column", "needs quotes"),
        Case("two documents", "clouds: {}\n---\nclouds: {}\n", "FILE", "is no YAML"),
        Case("unknown tag", "clouds:\n  bad: !secret x\n", "FILE:2: has the tag '!secret'", "remove the tag"),
        Case("control character", "clouds:\n  bad: \u{1}\n", "FILE", "is no YAML", "remove the character"),
        Case("list as a key", "clouds:\n  ? [a]\n  : x\n", "FILE:2: has a list or a mapping as a key", "one word"),
        Case("merge of a text", "clouds:\n  bad:\n    <<: x\n", "FILE:3: merges ('<<') something that is no mapping"),
        Case("alias bomb", bomb, "FILE", "grows beyond 200000 values through its aliases", "write fewer aliases"),
        Case(
            "depth", "clouds: \(String(repeating: "[", count: 200))\(String(repeating: "]", count: 200))\n",
            "FILE:1: is nested deeper than 64 levels", "remove the nesting"),
        Case("list", "- bad\n", "FILE:1: must be a mapping with the key 'clouds', but is a list", "write 'clouds:'"),
        Case("text", "bad\n", "FILE:1: must be a mapping with the key 'clouds', but is a text"),
        Case("clouds is a list", "clouds:\n  - bad\n", "FILE:1: clouds: must be a mapping", "but is a list"),
        Case("clouds is empty", "clouds:\n", "FILE:1: clouds: must be a mapping", "but is empty"),
        Case("no clouds", "cloud: {}\n", "FILE: has no key 'clouds'", "write 'clouds:'"),
        Case("empty", "", "FILE: is empty", "write 'clouds:' and entries below it"),
        Case("comment", "# later\n", "FILE: is empty"),
    ])
    func `a file that cannot be used is told with its line, and exits 2`(_ test: Case) async throws {
        let tool = try Tool()
        try tool.writeClouds(test.text)
        try await expectTrouble(tool, test.words)
    }

    @Test func `bytes that are no text, directories and huge files are told`() async throws {
        let tool = try Tool()
        try tool.writeClouds("")
        let file = tool.home.appendingPathComponent("config/openstack/clouds.yaml")
        try Data([0x63, 0xFF, 0xFE]).write(to: file)
        try await expectTrouble(tool, ["FILE: is not UTF-8", "save it as UTF-8"])
        try Data(repeating: 0x20, count: (1 << 20) + 1).write(to: file)
        try await expectTrouble(tool, ["FILE: cannot be read: it is over 1048576 bytes"])
        try FileManager.default.removeItem(at: file)
        try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
        try await expectTrouble(tool, ["FILE: cannot be read: it is a directory"])
    }

    @Test func `a file that a variable or the configuration names must be there`() async throws {
        try await CloudServer.with {
            $0.regions = ["r1"]
        } _: { cloud in
            let tool = try Tool()
            try tool.writeClouds("clouds:\n" + cloud.entry("good"))
            // Clients search on, so we do; but we say so.
            let variable = try await tool.run(
                "targets", "--cloud", "good", "--schema", "image", "--store", tool.path("s.db"),
                variables: ["OS_CLIENT_CONFIG_FILE": "/nowhere/clouds.yaml"])
            #expect(variable.status == 0, "\(variable.errors)")
            #expect(
                variable.errors.contains("$OS_CLIENT_CONFIG_FILE: names /nowhere/clouds.yaml, which does not exist"))
            let config = try tool.write("clouds_file: nowhere.yaml\nclouds: [{name: good}]\n", to: "c.yaml")
            let named = try await tool.run("check", "--config", config, "--store", tool.path("s.db"))
            #expect(named.status == 2)
            #expect(named.errors.contains("nowhere.yaml: cannot be read: it does not exist; correct clouds_file"))
        }
    }

    @Test func `a file that may not be read is told`() async throws {
        let tool = try Tool()
        try tool.writeClouds("clouds: {bad: {}}\n", permissions: 0)
        try await expectTrouble(tool, ["FILE: cannot be read: permission denied", "make it readable for this user"]) {
            try tool.startBoundByPermissions($0)
        }
    }

    private func expectTrouble(
        _ tool: Tool, _ words: [String], start: ((_ arguments: [String]) throws -> Spawned)? = nil
    ) async throws {
        let file = tool.path("config/openstack/clouds.yaml")
        for command in [["check", "--cloud", "bad"], ["targets", "--cloud", "bad"], ["doctor", "bad"]] {
            let arguments = command + ["--store", tool.path("s.db")]
            let ending = try await (start?(arguments) ?? tool.start(arguments)).ending()
            #expect(ending.status == 2, "\(command) \(ending.errors)")
            for word in words {
                let word = word.replacing("FILE", with: file)
                #expect((ending.errors + ending.output).contains(word), "\(command) \(ending.errors)")
            }
            #expect(!ending.errors.contains("Fatal error"))
        }
    }

    // MARK: One cloud of many

    @Test(arguments: [
        Case("no auth_url", "region_name: r", "clouds.bad.auth.auth_url: is missing", "write the URL of Keystone"),
        Case(
            "no password", "auth: {auth_url: 'https://k.example/v3', username: u, user_domain_name: D}",
            "FILE:3: clouds.bad.auth.password: is missing", "write it here or into secure.yaml"),
        Case(
            "no scheme", "auth: {auth_url: 'k.example/v3', username: u, password: p, user_domain_name: D}",
            "FILE:3: clouds.bad.auth.auth_url: 'k.example/v3' has no scheme", "write a URL such as"),
        Case("list for a mapping", "auth: [a]", "FILE:3: clouds.bad.auth: must be a mapping, but is a list"),
        Case("text for a mapping", "auth: secret", "FILE:3: clouds.bad.auth: must be a mapping, but is a text"),
        Case("number as a region", "regions: 5\n    " + auth, "FILE:3: clouds.bad.regions: must be a list"),
        Case(
            "no as a region", "regions: [no]\n    " + auth, "FILE:3: clouds.bad.regions: holds true or false",
            "in quotes"),
        Case(
            "yes as a password",
            "auth: {auth_url: 'https://k.example/v3', username: u, password: yes, user_domain_name: D}",
            "FILE:3: clouds.bad.auth.password: is read as true or false", "put the text in quotes"),
        Case(
            "a date as a password",
            "auth: {auth_url: 'https://k.example/v3', username: u, password: 2024-01-31, user_domain_name: D}",
            "FILE:3: clouds.bad.auth.password: is read as a date", "put the text in quotes"),
        Case(
            "a mapping as a user",
            "auth: {auth_url: 'https://k.example/v3', username: {a: b}, password: p, user_domain_name: D}",
            "FILE:3: clouds.bad.auth.username: must be a text, but is a mapping"),
        Case(
            "unknown login", "auth_type: magic\n    " + auth, "FILE:3: clouds.bad.auth_type: 'magic' is no login type"),
        Case(
            "application credential without its type",
            "auth: {auth_url: 'https://k.example/v3', application_credential_id: i, application_credential_secret: s}",
            "clouds.bad.auth_type: is password, but an application credential is given",
            "write auth_type: v3applicationcredential"),
        Case(
            "verify in quotes", "verify: 'false'\n    " + auth, "FILE:3: clouds.bad.verify: is a text", "without quotes"
        ),
        Case(
            "brace", "image_endpoint_override: 'https://{regoin_name}.example'\n    " + auth,
            "FILE:3: clouds.bad.image_endpoint_override: has '{regoin_name}', but this cloud has no such setting"),
        Case(
            "missing secret",
            "password_file: /nowhere/pw\n    auth: {auth_url: 'https://k.example/v3', username: u, user_domain_name: D}",
            "FILE:3: clouds.bad.auth.password_file: names /nowhere/pw, but it does not exist", "correct the path"),
        Case("profile by URL", "profile: https://cloud.example\n    " + auth, "FILE:3: clouds.bad.profile: is a URL"),
        Case("text for a cloud", "", "FILE:2: clouds.bad: must be a mapping of settings, but is empty"),
    ])
    func `a cloud that cannot be used is refused by name, and the others are checked`(_ test: Case) async throws {
        try await CloudServer.with {
            $0.regions = ["r1"]
        } _: { cloud in
            let tool = try Tool()
            try tool.writeClouds("clouds:\n  bad:\n    \(test.text)\n" + cloud.entry("good"))
            let config = try tool.write(
                "confirm_after: 10ms\nclouds: [{name: bad}, {name: good, schemas: [image]}]\n", to: "c.yaml")
            let file = tool.path("config/openstack/clouds.yaml")
            for command in [["check", "--format", "json"], ["targets"]] {
                let ending = try await tool.start(command + ["--config", config, "--store", tool.path("s.db")]).ending()
                #expect(ending.status == (command[0] == "check" ? 2 : 1), "\(ending.output) \(ending.errors)")
                for word in test.words {
                    let word = word.replacing("FILE", with: file)
                    #expect((ending.output + ending.errors).contains(word), "\(ending.output) \(ending.errors)")
                }
                #expect(ending.output.contains("/ims/r1/v2/schemas/image"), "\(ending.output)")
            }
            #expect(cloud.logins == ["r1"])
            let doctor = try await tool.run("doctor", "bad", "--store", tool.path("s.db"))
            #expect(doctor.status == 1)
            let configured = try await tool.run("config", "check", config)
            #expect(configured.status == 0)
            #expect(configured.errors.contains("clouds.bad"))
        }
    }

    @Test func `a key that stands twice is told, and everything goes on`() async throws {
        try await CloudServer.with {
            $0.regions = ["r1"]
        } _: { cloud in
            let tool = try Tool()
            try tool.writeClouds("clouds:\n" + cloud.entry("good", more: "    interface: admin\n    interface: public"))
            let ending = try await tool.run(
                "check", "--cloud", "good", "--schema", "image", "--store", tool.path("s.db"))
            #expect(ending.status == 0)
            #expect(ending.errors == "")
            let shown = try await tool.run("targets", "--cloud", "good", "--store", tool.path("s.db"))
            #expect(
                shown.errors.contains("clouds.yaml:7: has the key 'interface' twice in one mapping"),
                "\(shown.errors)")
        }
    }

    private static let bomb: String = {
        var text = "x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n"
        for level in 1...9 {
            let names = Array(repeating: "*x\(level - 1)", count: 10).joined(separator: ", ")
            text += "x\(level): &x\(level) [\(names)]\n"
        }
        return text + "clouds: {bad: {}}\n"
    }()
}
