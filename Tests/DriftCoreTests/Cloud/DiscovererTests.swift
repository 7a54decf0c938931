import Testing

@testable import DriftCore

/// Clouds and their logins are asked side by side: what one does not say keeps no other waiting.
@Suite(.timeLimit(.minutes(5))) struct DiscovererTests {
    /// Clouds with one region each, at login services of their own.
    private static func clouds(_ names: [String], password: String = "right") -> CloudFixture {
        let entries = names.map { name in
            """
              \(name):
                auth: {auth_url: 'https://iam-\(name).cloud.example/v3', username: u, password: \(password), \
            user_domain_name: D, project_name: p, project_domain_name: D}
            """
        }
        return CloudFixture((["clouds:"] + entries).joined(separator: "\n") + "\n")
    }

    private static func plans(_ fixture: CloudFixture, _ names: [String]) throws -> [CloudPlan] {
        let files = try fixture.load()
        return try names.map { name in
            CloudPlan(
                CloudWish(name: name, schemas: [try SchemaName("images")], interval: .seconds(60), source: "test"),
                in: files)
        }
    }

    /// Regions of one cloud; each logs in at an address that does not tell whether it is the same account.
    private static func regions(_ names: [String], host: (String) -> String) -> CloudFixture {
        var lines = [
            "clouds:", "  c:", "    auth: {username: u, password: right, user_domain_name: D, project_domain_name: D}",
            "    regions:",
        ]
        for name in names {
            lines.append(
                "      - {name: \(name), values: {auth: {auth_url: 'https://\(host(name)).cloud.example/v3', project_name: p}}}"
            )
        }
        return CloudFixture(lines.joined(separator: "\n") + "\n")
    }

    @Test(arguments: [["a"], ["a", "b", "c", "d"], (1...70).map { "s\($0)" }])
    func `clouds that say nothing keep no other waiting`(silent: [String]) async throws {
        let server = ScriptedCloud()
        await server.set { $0.silent = silent.map { "iam-\($0)." } }
        // As many as are asked at once may hang; what comes after them waits for a place.
        let names = silent.prefix(Discoverer.cloudsAtOnce - 2) + ["good", "fine"]
        let plans = try Self.plans(Self.clouds(Array(names)), Array(names))
        let (findings, source) = AsyncStream.makeStream(of: CloudFinding.self)
        let asking = Task {
            await Discoverer(desk: .at(server, MemoryGate())).ask(plans) { source.yield($0) }
            source.finish()
        }
        var found: [String] = []
        for await finding in findings {
            found.append(finding.cloud)
            if found.count == 2 { await server.release() }
        }
        await asking.value
        #expect(Set(found.prefix(2)) == ["good", "fine"])
        #expect(Set(found) == Set(names))
    }

    @Test func `a region whose login says nothing keeps the other regions of its cloud from nothing`() async throws {
        let names = (1...8).map { "r\($0)" }
        let server = ScriptedCloud(.init(regions: names))
        await server.set { $0.silent = ["k3."] }
        let fixture = Self.regions(names) { "k\($0.dropFirst())" }
        let plan = try #require(try Self.plans(fixture, ["c"]).first)
        #expect(Set(try plan.cloud.get().entries.map(\.credential)).count == 8)
        let (parts, source) = AsyncStream.makeStream(of: CloudFinding.self)
        let asking = Task {
            await Discoverer(desk: .at(server, MemoryGate())).ask(plan) { source.yield($0) }
            source.finish()
        }
        var regions: [[String]] = []
        var last: CloudFinding?
        for await part in parts {
            regions.append(part.targets.compactMap(\.key.region?.name))
            #expect(part.isWhole == (part.refused.count == 1))
            last = part
            if regions.last?.count == 7, !part.isWhole { await server.release() }
        }
        await asking.value
        #expect(regions.contains(names.filter { $0 != "r3" }))
        let whole = try #require(last)
        #expect(whole.isWhole)
        #expect(whole.refused.map(\.region) == ["r3"])
        #expect(await server.mostLoginsAtOnce > 1)
    }

    @Test(arguments: ["right", "wrong"])
    func `attempts with one credential are never made at once`(password: String) async throws {
        let names = (1...8).map { "r\($0)" }
        let server = ScriptedCloud(.init(regions: names))
        let plan = try #require(
            try Self.plans(CloudFixture.huawei(regions: names, password: password), ["hw"]).first)
        let finding = await Discoverer(desk: .at(server, MemoryGate())).ask(plan) { _ in }
        #expect(await server.mostLoginsAtOnce == 1)
        if password == "right" {
            #expect(finding.targets.compactMap(\.key.region?.name) == names)
            #expect(await server.logins == 8)
        } else {
            #expect(finding.refused.map(\.region) == [nil])
            #expect(await server.logins == 1)
        }
    }

    @Test func `two clouds of one account log in one after the other, and once if the login is the same`() async throws
    {
        let entry =
            "{auth: {auth_url: 'https://iam.cloud.example/v3', username: u, password: right, user_domain_name: D, project_name: %, project_domain_name: D}}"
        let text = zip(["a", "b", "c"], ["p", "q", "p"]).map { "  \($0): " + entry.replacing("%", with: $1) }
        let server = ScriptedCloud()
        let plans = try Self.plans(CloudFixture("clouds:\n" + text.joined(separator: "\n") + "\n"), ["a", "b", "c"])
        await Discoverer(desk: .at(server, MemoryGate())).ask(plans) { _ in }
        #expect(await server.logins == 2)
        #expect(await server.mostLoginsAtOnce == 1)
    }

    @Test func `a cloud that the files do not have is a finding, and a wrong operand where one names it`() throws {
        let files = try Self.clouds(["a"]).load()
        var wish = CloudWish(name: "b", interval: .seconds(60), source: "test")
        #expect(CloudPlan(wish, in: files).wrongOperand == nil)
        wish.isOperand = true
        #expect(
            CloudPlan(wish, in: files).wrongOperand?.description == "there is no cloud 'b'; known are a")
        let fixture = CloudFixture.huawei(regions: ["r1"])
        wish.name = "hw"
        wish.regions = .only(["r1", "r9"])
        #expect(
            CloudPlan(wish, in: try fixture.load()).wrongOperand?.description
                == "the cloud 'hw' has no region 'r9'; known are r1 (case matters)")
    }
}
