import Foundation
import Testing

@testable import DriftCore

/// The built program against a cloud like Huawei's: a project for each region, signatures, locks, throttling.
@Suite(.serialized, .timeLimit(.minutes(5))) struct HuaweiLikeTests {
    private static let schema = ["check", "--cloud", "hw", "--schema", "image"]

    private func check(_ tool: Tool, _ more: String...) async throws -> Spawned.Ending {
        try await tool.start(Self.schema + ["--format", "json", "--store", tool.path("s.db")] + more).ending()
    }

    private func tool(_ clouds: String) throws -> Tool {
        let tool = try Tool()
        try tool.writeClouds("clouds:\n" + clouds)
        return tool
    }

    private func outcomes(_ ending: Spawned.Ending) throws -> [String: String] {
        let targets = try JSONValue(parsing: ending.output)["targets"]?.array ?? []
        return targets.reduce(into: [:]) { $0[$1["target"]?.string ?? ""] = $1["outcome"]?.string }
    }

    // MARK: Projects

    @Test func `each region is logged in to with its own project, and its token goes there alone`() async throws {
        try await CloudServer.with { cloud in
            let tool = try tool(cloud.entry())
            let config = try tool.write(
                "clouds:\n  - {name: hw, schemas: [image], project_per_region: true}\n", to: "c.yaml")
            let ending = try await tool.start(
                ["check", "--config", config, "--format", "json", "--store", tool.path("s.db")]
            ).ending()
            #expect(ending.status == 0, "\(ending.output) \(ending.errors)")
            #expect(
                try outcomes(ending)
                    == ["hw/r1/image": "initial", "hw/r2/image": "initial", "hw/r3/image": "initial"])
            #expect(cloud.logins.sorted() == ["r1", "r2", "r3"])
            for request in cloud.requests where request.line.contains("/ims/") {
                let region = request.line.split(separator: "/")[2]
                #expect(request.header("X-Auth-Token")?.hasPrefix("gAAAA-token-\(region)-") == true)
            }
        }
    }

    @Test func `without it the project of one region opens no other, and that is told without a lock`() async throws {
        try await CloudServer.with { cloud in
            let tool = try tool(cloud.entry())
            let ending = try await check(tool)
            #expect(ending.status == 2)
            #expect(
                try outcomes(ending) == ["hw/r1/image": "initial", "hw/r2/image": "failed", "hw/r3/image": "failed"])
            #expect(ending.output.contains("token of another project"))
            // One for each region, and one more where the first was refused.
            #expect(cloud.logins.count == 5)
        }
    }

    // MARK: Signatures

    @Test(arguments: [nil, "STS+token/with=signs"]) func `requests are signed as the gateway checks it`(
        securityToken: String?
    ) async throws {
        try await CloudServer.with {
            $0.securityToken = securityToken
        } _: { cloud in
            let more = securityToken.map { "    security_token: '\($0)'" } ?? ""
            let tool = try tool(cloud.keyEntry(more: more))
            let ending = try await check(tool)
            #expect(ending.status == 0, "\(ending.output) \(ending.errors)")
            #expect(try outcomes(ending).values.sorted() == ["initial", "initial", "initial"])
            #expect(cloud.refusedSignatures == 0)
            #expect(cloud.logins.isEmpty, "a key needs no login")
            #expect(cloud.count("/v3/projects?name=") == 3, "each region's project is asked for once")
            let signed = cloud.requests.filter { $0.line.contains("/ims/") }
            #expect(signed.count == 6, "three regions, each confirmed once")
            #expect(signed.allSatisfy { $0.header("X-Auth-Token") == nil })
        }
    }

    @Test(arguments: [
        ("wrong", "AK1", "check secret_key"),
        ("SK1", "AK9", "there is no such access key"),
    ]) func `a wrong key is tried once, whatever asks after it`(
        secret: String, access: String, words: String
    ) async throws {
        try await CloudServer.with { cloud in
            let tool = try tool(cloud.keyEntry(access: access, secret: secret))
            let first = try await check(tool)
            #expect(first.status == 2)
            #expect((first.output + first.errors).contains(words), "\(first.output) \(first.errors)")
            #expect(cloud.refusedSignatures == 1)
            let second = try await check(tool)
            #expect(second.status == 2)
            #expect((second.output + second.errors).contains("is paused until"))
            _ = try await tool.run("doctor", "hw", "--store", tool.path("s.db"))
            _ = try await tool.run("targets", "--cloud", "hw", "--probe", "--store", tool.path("s.db"))
            #expect(cloud.refusedSignatures == 1)
            #expect(cloud.requests.count == 2 || cloud.count("/v3/projects") == 1)
        }
    }

    @Test func `a key that others have locked is told as locked`() async throws {
        try await CloudServer.with {
            $0.refusedSignatures = 6
        } _: { cloud in
            let ending = try await check(try tool(cloud.keyEntry()))
            #expect(ending.status == 2)
            let said = ending.output + ending.errors
            #expect(said.contains("the provider has locked this access key"), "\(said)")
        }
    }

    @Test(arguments: [1200, -1200]) func `a clock that is off is told as such, not as a wrong key`(
        seconds: Int
    ) async throws {
        try await CloudServer.with {
            $0.ahead = .seconds(seconds)
        } _: { cloud in
            let ending = try await check(try tool(cloud.keyEntry()))
            #expect(ending.status == 2)
            let said = ending.output + ending.errors
            #expect(said.contains("clock"), "\(said)")
            #expect(!said.contains("check secret_key"))
        }
    }

    // MARK: Accounts and throttling

    @Test func `an account that is locked is told as locked, and left alone`() async throws {
        try await CloudServer.with {
            $0.refusedLogins = 5
        } _: { cloud in
            let tool = try tool(cloud.entry())
            let ending = try await check(tool)
            #expect(ending.status == 2)
            let said = ending.output + ending.errors
            #expect(said.contains("the provider has locked this account, usually for 15 minutes"), "\(said)")
            _ = try await check(tool)
            #expect(cloud.logins.count == 1)
        }
    }

    @Test func `throttled logins pause nothing, and are not repeated in one check`() async throws {
        let body = #"{"error_code":"APIGW.0308","error_msg":"The throttling threshold has been reached"}"#
        try await CloudServer.with {
            $0.regions = ["r1"]
            $0.answers = [.init("/auth/tokens", 429, body, headers: "Retry-After: 1\r\n", times: 1)]
        } _: { cloud in
            let tool = try tool(cloud.entry())
            let first = try await check(tool)
            #expect(first.status == 2)
            #expect((first.output + first.errors).contains("APIGW.0308"))
            #expect(cloud.logins.count == 1)
            let second = try await check(tool)
            #expect(second.status == 0, "\(second.output) \(second.errors)")
        }
    }

    @Test func `a throttled service is left alone for as long as it asks`() async throws {
        let body = #"{"error_code":"APIGW.0308","error_msg":"The throttling threshold has been reached"}"#
        try await CloudServer.with {
            $0.regions = ["r1"]
            $0.answers = [.init("/image", 429, body, headers: "Retry-After: 4\r\n", times: 1)]
        } _: { cloud in
            let tool = try tool(cloud.entry())
            let config = try tool.write(
                "interval: 1s\nconfirm_after: 10ms\nclouds: [{name: hw, schemas: [image]}]\n", to: "c.yaml")
            let daemon = try tool.start(["run", "--config", config, "--store", tool.path("s.db")])
            try await eventually { cloud.count("/ims/r1/v2/schemas/image ") >= 2 }
            let arrivals = cloud.arrivals("/ims/r1/v2/schemas/image ")
            #expect(arrivals[0].duration(to: arrivals[1]) > .seconds(3))
            daemon.interrupt()
            #expect(try await daemon.ending().status == 0)
        }
    }

    // MARK: Answers

    @Test(arguments: try Self.bodies())
    func `every documented answer of the image service is told in words`(_ test: ErrorCase) async throws {
        try await CloudServer.with {
            $0.regions = ["r1"]
            $0.answers = [
                .init(
                    "/image", test.status, test.body, headers: "Content-Type: \(test.type)\r\nX-Request-Id: rid-77\r\n")
            ]
        } _: { cloud in
            let ending = try await check(try tool(cloud.entry()))
            let target = try JSONValue(parsing: ending.output)["targets"]?.array?.first
            let outcome = target?["outcome"]?.string
            #expect(outcome == (test.status == 200 ? "suspect" : test.status == 404 ? "absent" : "failed"))
            #expect(ending.status == (test.status == 404 ? 0 : 2))
            guard outcome == "failed" else { return }
            let message = target?["message"]?.string ?? ""
            // A 401 after a fresh login is no word against the credential.
            #expect(message.contains("\(test.status)") || test.status == 401, "\(message)")
            #expect(message.contains(test.code) || test.status == 401, "\(message)")
            #expect(message.utf8.count < 800)
        }
    }

    @Test func `an error in XML is told by its message`() async throws {
        let body =
            "<?xml version='1.0'?><Error><Code>IMG.0100</Code><Message>Policy denies it &amp; more.</Message></Error>"
        try await CloudServer.with {
            $0.regions = ["r1"]
            $0.answers = [.init("/image", 403, body, headers: "Content-Type: application/xml\r\n")]
        } _: { cloud in
            let ending = try await check(try tool(cloud.entry()))
            #expect(ending.status == 2)
            #expect(ending.output.contains("403 (forbidden)"))
            #expect(ending.output.contains("Policy denies it & more. (IMG.0100)"), "\(ending.output)")
        }
    }

    struct ErrorCase: Sendable, CustomTestStringConvertible {
        let name: String, status: Int, type: String, body: String, code: String
        var testDescription: String { name }
    }

    private static func bodies() throws -> [ErrorCase] {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures")
        let data = try Data(contentsOf: fixtures.appending(path: "huawei-ims/error-bodies.json"))
        let cases = try #require(JSONValue(parsing: [UInt8](data))["cases"]?.array)
        return try cases.map { value in
            ErrorCase(
                name: try #require(value["name"]?.string), status: try #require(value["status"]?.number?.int),
                type: value["contentType"]?.string ?? "", body: value["body"]?.string ?? "",
                code: value["code"]?.string ?? "")
        }
    }

    private func eventually(_ condition: () throws -> Bool) async throws {
        while try !condition() { try await Task.sleep(for: .milliseconds(20)) }
    }
}
