import Foundation
import Testing

extension LabTests {
    /// The daemon against real servers.
    @Suite struct Run {
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
                let ending = try await daemon.ending(within: .seconds(40))
                #expect(ending.status == 0)
                let rows = try monitor.rows()
                #expect(rows["versions"] == 4)
            }
        }

        /// Looks again and again until a condition holds. The daemon does its work in a process of its own, so there is
        /// nothing else to wait for.
        private func until(_ what: @autoclosure () -> String, _ condition: () throws -> Bool) async throws {
            let clock = ContinuousClock()
            let end = clock.now.advanced(by: .seconds(120))
            while (try? condition()) != true {
                guard clock.now < end else { throw TookTooLong(what: what()) }
                try await clock.sleep(for: .milliseconds(200))
            }
        }

        struct TookTooLong: Error, CustomStringConvertible {
            let what: String

            var description: String { "waited two minutes for: \(what)" }
        }
    }
}
