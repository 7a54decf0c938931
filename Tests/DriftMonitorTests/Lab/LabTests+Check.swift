import Testing

extension LabTests {
    /// `check` against real servers, and what it says of their changes.
    @Suite(.serialized) struct Check {
        private static let schemas = ["images", "image", "members", "member"]

        private func all(_ outcome: String) -> [String: String] {
            Dictionary(uniqueKeysWithValues: Self.schemas.map { ($0, outcome) })
        }

        @Test func `a first check stores every schema of every region, and later ones add no row`() async throws {
            let lab = try await Lab.restored()
            try await Monitor.with(lab) { monitor in
                let first = try await monitor.check("--all-regions")
                #expect(first.status == 0)
                #expect(first.summary == ["initial": 12])
                #expect(lab.regions == ["RegionOne", "RegionTwo", "RegionThree"])
                for region in lab.regions { #expect(first.outcomes(in: region) == all("initial")) }

                let second = try await monitor.check("--all-regions")
                #expect(second.status == 0)
                #expect(second.summary == ["unchanged": 12])
                let rows = try monitor.rows()
                #expect(rows["versions"] == 12)

                let third = try await monitor.check("--all-regions")
                #expect(third.summary == ["unchanged": 12])
                let rowsAfter = try monitor.rows()
                #expect(rowsAfter == rows)
            }
        }

        @Test func `a change in one region is seen there alone, and its end too`() async throws {
            let lab = try await Lab.restored()
            try await Monitor.with(lab) { monitor in
                let first = try await monitor.check("--all-regions")
                #expect(first.summary == ["initial": 12])

                try await lab.run("drift", "RegionTwo", "property-added")
                let drifted = try await monitor.check("--all-regions")
                #expect(drifted.status == 1)
                #expect(drifted.summary == ["drifted": 2, "unchanged": 10])
                let image = try #require(drifted.targets["lab/RegionTwo/image"])
                #expect(image.outcome == "drifted")
                #expect(image.version == 2)
                #expect(image.drift?.changes == [.init(pointer: "/properties/lab_tier", kind: "property-added")])
                #expect(
                    drifted.targets["lab/RegionTwo/images"]?.drift?.changes == [
                        .init(pointer: "/properties/images/items/properties/lab_tier", kind: "property-added")
                    ])

                let told = try await monitor.check("--all-regions")
                #expect(told.status == 0, "drift is told once")
                #expect(told.summary == ["unchanged": 12])

                try await lab.run("restore", "RegionTwo")
                let reverted = try await monitor.check("--all-regions")
                #expect(reverted.status == 1)
                #expect(reverted.summary == ["reverted": 2, "unchanged": 10])
                let quiet = try await monitor.check("--all-regions")
                #expect(quiet.status == 0)
            }
        }

        /// One after another, each on what the one before left: a server of the lab takes seconds to start.
        @Test func `what a change means is told with it, and another order of the same members is no change`()
            async throws
        {
            let lab = try await Lab.restored()
            try await Monitor.with(lab) { monitor in
                _ = try await monitor.check(cloud: "lab-one-region")
                for (kind, pointer, impact) in [
                    ("enum-narrowed", "/properties/disk_format/enum", "breaking"),
                    ("enum-reordered", "/properties/disk_format/enum", "cosmetic"),
                    ("description-reworded", "/properties/os_distro/description", "cosmetic"),
                ] {
                    try await lab.run("drift", "RegionOne", kind)
                    let check = try await monitor.check(cloud: "lab-one-region")
                    let drift = check.targets["lab-one-region/RegionOne/image"]?.drift
                    #expect(drift?.impact == impact, "\(kind)")
                    #expect(drift?.changes.map(\.pointer) == [pointer], "\(kind)")
                }
                try await lab.run("drift", "RegionOne", "keys-reordered")
                let last = try await monitor.check(cloud: "lab-one-region")
                #expect(last.status == 0)
                #expect(last.summary == ["unchanged": 4])
            }
        }

        @Test func `a region that is down fails alone`() async throws {
            let lab = try await Lab.restored()
            try await Monitor.with(lab) { monitor in
                _ = try await monitor.check("--all-regions")
                try await lab.run("stop", "RegionTwo")
                let check = try await monitor.check("--all-regions")
                #expect(check.status == 2)
                #expect(check.outcomes(in: "RegionTwo") == all("failed"))
                #expect(check.outcomes(in: "RegionOne") == all("unchanged"))
                #expect(check.outcomes(in: "RegionThree") == all("unchanged"))

                try await lab.run("start", "RegionTwo")
                let back = try await monitor.check("--all-regions")
                #expect(back.status == 0)
                #expect(back.summary == ["unchanged": 12])
            }
        }

        @Test func `only the region named in clouds.yaml is watched, unless all are asked for`() async throws {
            let lab = try await Lab.restored()
            try await Monitor.with(lab) { monitor in
                let one = try await monitor.check(cloud: "lab-one-region")
                #expect(one.summary == ["initial": 4])
                #expect(one.outcomes(in: "RegionOne", of: "lab-one-region") == all("initial"))
                let every = try await monitor.check(cloud: "lab-one-region", "--all-regions")
                #expect(every.summary == ["initial": 8, "unchanged": 4])
            }
        }

        @Test func `an upgrade of the service is a drift`() async throws {
            let lab = try await Lab.restored()
            try await Monitor.with(lab) { monitor in
                _ = try await monitor.check("--all-regions")
                try await lab.run("drift", "RegionThree", "release")
                let check = try await monitor.check("--all-regions")
                #expect(check.status == 1)
                #expect(check.outcomes(in: "RegionThree")["image"] == "drifted")
                let pointers = try #require(check.targets["lab/RegionThree/image"]?.drift).changes.map(\.pointer)
                #expect(pointers.contains("/properties/container_format/enum"))
                #expect(pointers.contains("/properties/os_hash_algo") == false, "both releases have it")
            }
        }
    }
}
