import Foundation
import Testing

@testable import DriftCore

/// A file with a secret that everybody on the machine can read is warned of, wherever it comes into sight.
@Suite(.timeLimit(.minutes(10))) struct OpenSecretTests {
    /// Which files are open, and what is said.
    @Test(
        arguments: [
            (
                "clouds.yaml",
                "clouds.yaml: clouds.hw: holds a secret and can be read by everyone on this machine; chmod 600 "
            ),
            (
                "secure.yaml",
                "secure.yaml: clouds.sec: holds a secret and can be read by everyone on this machine; chmod 600 "
            ),
            ("pw", "clouds.filed.auth.password_file: names a file that everyone on this machine can read; chmod 600 "),
            ("token", ": names a file that everyone on this machine can read; chmod 600 "),
            (
                "c.yaml",
                "headers.X-Auth-Token holds a secret, and everyone on this machine can read the file; chmod 600 "
            ),
            ("", nil),
        ] as [(String, String?)])
    func `an open file is told by every command that meets it`(open: String, words: String?) async throws {
        try await CloudServer.with {
            $0.regions = ["r1"]
            $0.acceptsAll = true
        } _: { cloud in
            let tool = try Tool()
            func mode(_ name: String) -> Int { name == open ? 0o644 : 0o600 }
            let without =
                "auth: {auth_url: '\(cloud.url)/iam/r1/v3', username: u, user_domain_name: D, project_name: r1, project_domain_name: D}"
            let image = "image_endpoint_override: '\(cloud.url)/ims/r1'\n    region_name: r1"
            try tool.writeClouds(
                "clouds:\n" + cloud.entry()
                    + "\n  sec:\n    \(without)\n    \(image)\n  filed:\n    password_file: \(tool.path("pw"))\n    \(without)\n    \(image)\n",
                permissions: mode("clouds.yaml"))
            try tool.writeClouds(
                "clouds:\n  sec:\n    auth: {password: x}\n", permissions: mode("secure.yaml"), name: "secure.yaml")
            let config = try tool.write(
                """
                store: \(tool.path("s.db"))
                confirm_after: 10ms
                interval: 1h
                clouds: [{name: hw, schemas: [image]}, {name: sec, schemas: [image]}, {name: filed, schemas: [image]}]
                targets:
                  - {name: a, url: "\(cloud.url)/ims/r1/v2/schemas/a", headers: {X-Auth-Token: "literal-token"}}
                  - {name: b, url: "\(cloud.url)/ims/r1/v2/schemas/b", headers: {X-Auth-Token: {file: token}}}
                """, to: "c.yaml")
            try tool.write("right", to: "pw")
            try tool.write("token", to: "token")
            for name in ["c.yaml", "pw", "token"] {
                try FileManager.default.setAttributes([.posixPermissions: mode(name)], ofItemAtPath: tool.path(name))
            }
            let cloudName = ["secure.yaml": "sec", "pw": "filed"][open] ?? "hw"
            for command in [
                ["check", "--config", config], ["targets", "--config", config], ["config", "check", config],
                ["doctor", cloudName, "--config", config],
            ] {
                let ending = try await tool.start(command).ending()
                #expect(ending.status == 0, "\(command): \(ending.output) \(ending.errors)")
                // Nothing new in a pipe: a check says nothing of settings.
                expect(ending.output + ending.errors, holds: command[0] == "check" ? nil : words, "\(command)")
            }
            let daemon = try tool.start(["run", "--config", config])
            while !daemon.errors.contains("watching") { try await Task.sleep(for: .milliseconds(20)) }
            daemon.interrupt()
            expect(try await daemon.ending().errors, holds: words, "run")
        }
    }

    private func expect(_ text: String, holds words: String?, _ command: String) {
        if let words {
            #expect(text.contains(words), "\(command): \(text)")
        } else {
            #expect(!text.contains("everyone on this machine"), "\(command): \(text)")
        }
    }
}
