import Testing

extension LabTests {
    /// Logging in to a real Keystone, with its access log as the witness.
    @Suite(.serialized, .lab("login")) struct Login {
        @Test func `one login serves every region and schema`() async throws {
            let lab = try await Lab.restored()
            // Image services that have just started refuse a token while they get their own; that is worth a second login.
            try await Monitor.with(lab) { _ = try await $0.check("--all-regions") }
            try await Monitor.with(lab) { monitor in
                let before = lab.logins
                let check = try await monitor.check("--all-regions")
                #expect(check.summary == ["initial": 12])
                #expect(lab.logins == before + 1)
            }
        }

        @Test func `an application credential needs no password`() async throws {
            let lab = try await Lab.restored()
            try await Monitor.with(lab) { monitor in
                let check = try await monitor.check(cloud: "lab-application-credential", "--all-regions")
                #expect(check.status == 0)
                #expect(check.summary == ["initial": 12])
            }
        }

        @Test func `a wrong password is tried once, then not again for a while`() async throws {
            let lab = try await Lab.restored()
            try await Monitor.with(lab) { monitor in
                let before = lab.logins
                let first = try await monitor.run("check", "--cloud", "lab-wrong-password", "--all-regions")
                #expect(first.status == 2)
                #expect(lab.logins == before + 1)
                #expect(first.errors.contains("lab-wrong-password") || first.output.contains("lab-wrong-password"))

                let second = try await monitor.run("check", "--cloud", "lab-wrong-password", "--all-regions")
                #expect(second.status == 2)
                #expect(lab.logins == before + 1, "the breaker holds across processes")

                _ = try await monitor.run("check", "--cloud", "lab-wrong-password", "--all-regions", "--retry-login")
                #expect(lab.logins == before + 2)
            }
        }

        @Test func `a token that expires between two fetches is renewed, not once for each region`() async throws {
            let lab = try await Lab.restored()
            try await lab.run("token-ttl", "20")
            try await Monitor.with(lab) { monitor in
                let file = try monitor.configure(
                    """
                    confirm_after: 21s
                    clouds:
                      - name: lab
                        schemas: [image]
                    """)
                let before = lab.logins
                let check = try await CheckOutput(monitor.run("check", "--config", file, "--format", "json"))
                #expect(check.status == 0)
                #expect(check.summary == ["initial": 3])
                // A region whose own token for Keystone has ended as well may refuse the first one: one login more.
                #expect((before + 2...before + 3).contains(lab.logins))
            }
        }

        @Test func `without Keystone the fault is Keystone's, and nobody is locked out`() async throws {
            let lab = try await Lab.restored()
            try await Monitor.with(lab) { monitor in
                _ = try await monitor.check("--all-regions")
                try await lab.run("stop", "keystone")
                let ending = try await monitor.run("check", "--cloud", "lab", "--all-regions")
                #expect(ending.status == 2)
                let said = ending.output + ending.errors
                #expect(said.contains("127.0.0.1"))
                #expect(!said.contains("password"))

                try await lab.run("start", "keystone")
                let back = try await monitor.check("--all-regions")
                #expect(back.status == 0)
                #expect(back.summary == ["unchanged": 12])
            }
        }
    }
}
