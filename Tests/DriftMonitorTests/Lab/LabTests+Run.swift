import Foundation
import Testing

extension LabTests {
    /// The daemon against real servers.
    @Suite(.serialized, .lab("run")) struct Run {
        @Test func `the daemon renews a token taken back, tells a change, and stops when asked`() async throws {
            let lab = try await Lab.restored()
            try await Monitor.with(lab) { monitor in
                let file = try monitor.configure(
                    """
                    interval: 2s
                    confirm_after: 1s
                    clouds:
                      - name: lab
                        schemas: [image]
                    channels:
                      - {name: log, type: log, format: json}
                    """)
                let before = lab.logins
                let daemon = try monitor.start(["run", "--config", file, "--store", monitor.store.path])
                try await until("every region has a version") { try monitor.rows()["versions"] == 3 }
                #expect(lab.logins == before + 1)

                // Keystone refuses whatever it gave in the second of a revocation: the daemon waits that second out.
                daemon.pause()
                try await lab.run("revoke")
                daemon.resume()
                try await until("the daemon logged in again") { lab.logins == before + 2 }

                try await lab.run("drift", "RegionTwo", "enum-narrowed")
                try await until("the drift was told, which is not in: \(daemon.errors)") {
                    daemon.errors.contains("/properties/disk_format/enum")
                }
                #expect(lab.logins == before + 2, "a region that restarts costs no login")

                daemon.interrupt()
                let ending = try await daemon.ending()
                #expect(ending.status == 0)
                let rows = try monitor.rows()
                #expect(rows["versions"] == 4)
            }
        }

        @Test func `tokens that end while the daemon runs are renewed before, and nothing fails`() async throws {
            let lab = try await Lab.restored()
            try await lab.run("token-ttl", "20")
            try await Monitor.with(lab) { monitor in
                let file = try monitor.configure(
                    "interval: 2s\nconfirm_after: 1s\nclouds: [{name: lab, schemas: [image]}]\n")
                let before = lab.logins
                let daemon = try monitor.start(
                    ["run", "--config", file, "--store", monitor.store.path, "--log-level", "debug"])
                let clock = ContinuousClock()
                let start = clock.now
                try await until("three tokens were used up") { lab.logins >= before + 4 }
                let seconds = start.duration(to: clock.now).components.seconds
                // Keystone counts in whole seconds.
                #expect(seconds >= 28, "each token serves for three quarters of its twenty seconds")
                daemon.interrupt()
                let ending = try await daemon.ending()
                #expect(ending.status == 0)
                #expect(!ending.errors.contains(#""outcome":"failed""#), "\(ending.errors.suffix(3000))")
                #expect(ending.errors.components(separatedBy: #""outcome":"unchanged""#).count > 30)
                let logins = lab.logins
                #expect(logins == before + 4, "all regions share a token")
            }
        }

        @Test func `a revoked application credential is tried once, and told once`() async throws {
            let lab = try await Lab.restored()
            try await Monitor.with(lab) { monitor in
                let file = try monitor.configure(
                    """
                    interval: 2s
                    confirm_after: 1s
                    clouds:
                      - {name: lab-application-credential, schemas: [image]}
                    channels:
                      - {name: log, type: log, format: json}
                    """)
                let before = lab.logins
                let daemon = try monitor.start(["run", "--config", file, "--store", monitor.store.path])
                try await until("every region has a version") { try monitor.rows()["versions"] == 3 }
                #expect(lab.logins == before + 1)

                try await lab.run("revoke-credential")
                // A region that has seen the token goes on taking it for minutes; a new process has not.
                try await lab.run("stop", "RegionOne")
                try await lab.run("start", "RegionOne")
                try await until("the login is refused") {
                    daemon.errors.contains("was refused: 404, Could not find Application Credential")
                }
                try await until("many checks found it paused") {
                    daemon.errors.components(separatedBy: "is paused until").count > 12
                        && daemon.errors.contains("io.driftmonitor.credential.locked")
                }
                #expect(lab.logins == before + 2, "one login was refused, and none was tried after it")
                #expect(daemon.errors.contains("correct the credential, or use --retry-login"))

                daemon.interrupt()
                let ending = try await daemon.ending()
                #expect(ending.status == 0)
                #expect(ending.errors.components(separatedBy: "io.driftmonitor.credential.locked").count == 2)
                #expect(lab.logins == before + 2)
                let rows = try monitor.rows()
                #expect(rows["versions"] == 3, "what was published stays")

                // The account itself is not locked.
                let check = try await monitor.check(cloud: "lab-one-region")
                #expect(check.status == 0)
            }
        }

        @Test func `a region that leaves the catalog is told once, keeps its baseline, and may come back`() async throws
        {
            let lab = try await Lab.restored()
            try await Monitor.with(lab) { monitor in
                let file = try monitor.configure(
                    """
                    interval: 2s
                    confirm_after: 1s
                    clouds:
                      - {name: lab, schemas: [image]}
                    channels:
                      - {name: log, type: log, format: json}
                    """)
                let before = lab.logins
                let daemon = try monitor.start(["run", "--config", file, "--store", monitor.store.path])
                try await until("every region has a version") { try monitor.rows()["versions"] == 3 }

                try await lab.run("withdraw", "RegionTwo")
                let words = "the catalog of lab no longer names the region RegionTwo"
                try await until("the daemon has seen it") { daemon.errors.contains("io.driftmonitor.target.gone") }
                #expect(daemon.errors.contains(words))
                #expect(lab.logins == before + 1, "a look at the catalog is no login")

                // One check sees the same, and has nothing new to tell.
                let check = try await CheckOutput(
                    monitor.run("check", "--config", file, "--format", "json"))
                #expect(check.status == 0, "\(check.errors)")
                #expect(check.summary == ["unchanged": 2])

                try await lab.restore()
                try await until("it is back") { daemon.errors.contains("io.driftmonitor.target.recovered") }
                daemon.interrupt()
                let ending = try await daemon.ending()
                #expect(ending.status == 0)
                #expect(ending.errors.components(separatedBy: "io.driftmonitor.target.gone").count == 2)
                #expect(ending.errors.components(separatedBy: "io.driftmonitor.target.recovered").count == 2)
                let rows = try monitor.rows()
                #expect(rows["versions"] == 3, "the region came back with the document it had")
                let history = try await monitor.run("history", "lab/RegionTwo/image", "--format", "json")
                #expect(history.output.contains(#""baseline":true"#))
            }
        }

        /// Looks again and again until a condition holds. The daemon does its work in a process of its own, so there is
        /// nothing else to wait for.
        private func until(_ what: @autoclosure () -> String, _ condition: () throws -> Bool) async throws {
            let clock = ContinuousClock()
            let end = clock.now.advanced(by: .seconds(300))
            while (try? condition()) != true {
                guard clock.now < end else { throw TookTooLong(what: what()) }
                try await clock.sleep(for: .milliseconds(200))
            }
        }

        struct TookTooLong: Error, CustomStringConvertible {
            let what: String

            var description: String { "waited five minutes for: \(what)" }
        }
    }
}
