import DriftCore
import Testing

@Suite struct StatusReportTests {
    private static let now = Sample.time(100_000)

    private func open(_ number: Int, in regions: ClosedRange<Int>, impact: Impact = .breaking) throws -> [OpenDrift] {
        OpenDrift.grouped(
            try regions.map {
                StoredDrift(
                    target: try Sample.target($0), from: 1, to: 2, time: Sample.time(89_000), isFlip: false,
                    isOpen: true, drift: Sample.difference(number, impact: impact))
            })
    }

    private func failing(_ regions: ClosedRange<Int>) throws -> [CommonTrouble] {
        var health = TargetHealth()
        for _ in 1...3 { health.countFailure(at: Sample.time(96_000), isCredentialsFault: false) }
        return CommonTrouble.grouped(
            try regions.compactMap {
                TargetTrouble(
                    TargetOverview(
                        target: try Sample.target($0), lineage: Lineage(latest: 1, baseline: 1), latest: nil,
                        lastCheck: nil, outcome: LastOutcome(.failed), health: health))
            })
    }

    private func everything() throws -> Standing {
        Standing(
            time: Self.now, targets: 12, lastCheck: Sample.time(99_700),
            open: try open(1, in: 1...5) + open(2, in: 1...1, impact: .semantic), troubles: try failing(7...7),
            queue: [
                UndeliveredChannel(channel: "log", state: .pending, count: 1, tried: 0, reason: nil),
                UndeliveredChannel(channel: "ops", state: .dead, count: 2, tried: 2, reason: "refused (403)"),
            ],
            logins: [
                PausedLogin(
                    credential: CredentialKey(authURL: "https://iam.example/v3", user: "demo"),
                    until: Sample.time(100_600), reason: "the login was refused (401)")
            ])
    }

    @Test func `when all is well one line says so`() {
        let standing = Standing(time: Self.now, targets: 12, lastCheck: Sample.time(99_700))
        #expect(StatusReport(standing).text(.plain) == "All is well: 12 targets, checked last 5 min ago")
        #expect(
            StatusReport(Standing(time: Self.now, targets: 1, lastCheck: nil)).text(.plain)
                == "All is well: 1 target, none checked yet")
    }

    @Test func `what matters stands first, what to do next last`() throws {
        #expect(
            StatusReport(try everything(), options: " --store s.db").text(.plain) == """
                2 drifts open (1 breaking), 1 target in trouble, 2 messages not delivered,
                1 login refused
                12 targets, checked last 5 min ago

                Open drift
                  breaking    images  property-removed /properties/p1
                              for 3 h in lab: r1, r2, r3 and 2 more
                  semantic    images  property-removed /properties/p2
                              for 3 h in lab: r1

                Targets in trouble
                  failed      lab/r7/images
                              failed 3 times in a row, for 66 min

                Not delivered
                  pending     1 message to log
                              not tried yet
                  dead        2 messages to ops
                              refused (403)

                Logins refused
                  paused      demo at https://iam.example/v3, tried again in 10 min
                              the login was refused (401)

                Next: driftmonitor doctor
                """)
    }

    @Test func `as Markdown it is a list, and nothing from outside is markup`() throws {
        var standing = try everything()
        standing.logins = []
        standing.queue[1].reason = "<b>refused</b> `403`"
        standing.open = try open(1, in: 1...1)
        #expect(
            StatusReport(standing).markdown == #"""
                # 1 drift open (1 breaking), 1 target in trouble, 2 messages not delivered

                12 targets, checked last 5 min ago

                ## Open drift

                - **breaking** images  property-removed /properties/p1: for 3 h in lab: r1

                ## Targets in trouble

                - **failed** lab/r7/images: failed 3 times in a row, for 66 min

                ## Not delivered

                - **pending** 1 message to log: not tried yet
                - **dead** 2 messages to ops: \<b\>refused\</b\> \`403\`

                Next: `driftmonitor check lab/r7/images`
                """#)
    }

    @Test func `as JSON it is whole, with the words of the other forms`() throws {
        let fingerprint = Sample.fingerprint(1).hex
        var standing = try everything()
        standing.open = try open(1, in: 1...2)
        let expected: JSONValue = [
            "time": JSONValue(Self.now.description), "state": "trouble", "targets": 12,
            "last_check": JSONValue(Sample.time(99_700).description),
            "open": [
                "drifts": 1, "targets": 2, "since": JSONValue(Sample.time(89_000).description),
                "impact": ["breaking": 1],
            ],
            "drifts": [
                [
                    "fingerprint": JSONValue(fingerprint), "schema": "images", "impact": "breaking",
                    "since": JSONValue(Sample.time(89_000).description),
                    "latest": JSONValue(Sample.time(89_000).description), "changes_total": 1,
                    "message": "1 change, breaking: p1 is gone", "targets": ["lab/r1/images", "lab/r2/images"],
                ]
            ],
            "troubles": [
                [
                    "target": "lab/r7/images", "outcome": "failed", "failures": 3,
                    "since": JSONValue(Sample.time(96_000).description),
                ]
            ],
            "queue": [
                ["channel": "log", "state": "pending", "count": 1, "tried": 0],
                ["channel": "ops", "state": "dead", "count": 2, "tried": 2, "error": "refused (403)"],
            ],
            "logins": [
                [
                    "auth_url": "https://iam.example/v3", "user": "demo",
                    "until": JSONValue(Sample.time(100_600).description),
                    "message": "the login was refused (401)",
                ]
            ],
        ]
        #expect(StatusReport(standing).json == expected)
        let well = StatusReport(Standing(time: Self.now, targets: 0, lastCheck: nil)).json
        #expect(
            well == [
                "time": JSONValue(Self.now.description), "state": "well", "targets": 0, "drifts": [], "troubles": [],
                "queue": [], "logins": [],
            ])
    }

    @Test(arguments: [40, 80, 120])
    func `no line is wider than the terminal, and it fits a screen, however much there is`(width: Int) throws {
        var standing = try everything()
        standing.open = try (1...50).flatMap { try open($0, in: 1...99) }
        standing.queue = (1...9).map {
            UndeliveredChannel(
                channel: String(repeating: "channel\($0)", count: 20), state: .parked, count: $0, tried: 1,
                reason: String(repeating: "long reason ", count: 30))
        }
        let region = String(repeating: "region", count: 30)
        let target = try TargetKey("lab/\(region)/images")
        standing.open[0].targets = [target]
        standing.logins[0].reason = String(repeating: "\u{1B}[31m", count: 90)
        let lines = StatusReport(standing, width: width).text(.plain).split(
            separator: "\n" as Character, omittingEmptySubsequences: false)
        #expect(lines.filter { $0.count > width } == [])
        #expect(lines.count <= 36)
        #expect(!lines.joined().contains("\u{1B}"))
        #expect(lines.contains("  … and 48 more"))
    }

    @Test(arguments: [
        ("lab/r1/images", "lab/r1/images"), ("lab/r 1/images", "'lab/r 1/images'"), ("it's", #"'it'\''s'"#),
        ("$(reboot)", "'$(reboot)'"), ("", "''"), ("é", "'é'"),
    ])
    func `a command can be copied into a shell whatever the names are`(word: String, quoted: String) {
        #expect(StatusReport.quoted(word) == quoted)
    }

    @Test func `the command named is the one for the worst there is`() throws {
        func next(_ change: (inout Standing) throws -> Void) throws -> Substring? {
            var standing = Standing(time: Self.now, targets: 3, lastCheck: Self.now)
            try change(&standing)
            return StatusReport(standing).text(.plain).split(separator: "\n" as Character).last {
                $0.hasPrefix("Next: ")
            }
        }
        let all = try everything()
        #expect(try next { _ in } == nil)
        #expect(try next { $0.open = all.open } == "Next: driftmonitor history --open")
        #expect(try next { ($0.open, $0.queue) = (all.open, all.queue) } == "Next: driftmonitor notify list")
        #expect(
            try next { ($0.open, $0.queue, $0.troubles) = (all.open, all.queue, all.troubles) }
                == "Next: driftmonitor check lab/r7/images")
        #expect(try next { $0.logins = all.logins } == "Next: driftmonitor doctor")
        // Nothing is wrong with a message that was not tried yet.
        #expect(try next { $0.queue = [all.queue[0]] } == nil)
    }
}
