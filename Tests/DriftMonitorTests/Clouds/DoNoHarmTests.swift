import Foundation
import Testing

@testable import DriftCore

/// Accounts lock after a few wrong passwords, for everybody who uses them: a refused login is not repeated, by anything.
@Suite(.serialized, .timeLimit(.minutes(5))) struct DoNoHarmTests {
    private static let regions = (1...30).map { "r\($0)" }

    @Test func `thirty regions with one wrong password log in once, whatever asks`() async throws {
        try await CloudServer.with {
            $0.regions = Self.regions
        } _: { cloud in
            let tool = try Tool()
            try tool.writeClouds("clouds:\n" + cloud.entry(password: "not the right one"))
            let store = tool.path("s.db")
            let config = try tool.write(
                "interval: 1s\nconfirm_after: 10ms\nclouds: [{name: hw, project_per_region: true}]\n", to: "c.yaml")

            let first = try await tool.run("check", "--cloud", "hw", "--store", store)
            #expect(first.status == 2)
            #expect(cloud.logins == ["r1"])
            #expect((first.output + first.errors).contains("was refused: 401, The username or password is wrong."))

            // The same account, as every other command and the daemon use it.
            let second = try await tool.run("check", "--config", config, "--store", store)
            #expect(second.status == 2)
            let doctor = try await tool.run("doctor", "hw", "--store", store)
            #expect(doctor.status == 1)
            #expect(doctor.output.contains("is paused until"))
            let targets = try await tool.run("targets", "--config", config, "--probe", "--store", store)
            #expect(targets.status == 1)
            for _ in 1...2 {
                let daemon = try tool.start(
                    ["run", "--config", config, "--store", store, "--log-level", "trace", "--log-format", "json"])
                // Each of the 120 targets is due every second; their failures back off.
                try await eventually { daemon.errors.components(separatedBy: #""outcome":"failed""#).count > 130 }
                daemon.interrupt()
                #expect(try await daemon.ending().status == 0)
            }
            #expect(cloud.logins == ["r1"])
            #expect(cloud.count("/ims/") == 0, "nothing is sent without a login")

            // The operator corrects the file: the pause is over, and everything works.
            try tool.writeClouds("clouds:\n" + cloud.entry(password: "right"))
            let corrected = try await tool.run(
                "check", "--config", config, "--store", store, "--format", "json")
            #expect(corrected.status == 0, "\(corrected.output.prefix(2000)) \(corrected.errors)")
            #expect(cloud.logins.count == 31)
        }
    }

    @Test func `the daemon itself tries once, in any number of cycles and after a restart`() async throws {
        try await CloudServer.with {
            $0.regions = Self.regions
        } _: { cloud in
            let tool = try Tool()
            try tool.writeClouds("clouds:\n" + cloud.entry(password: "not the right one"))
            let config = try tool.write(
                """
                store: \(tool.path("s.db"))
                interval: 1s
                clouds: [{name: hw, schemas: [image, images]}]
                channels: [{name: log, type: log, format: json}]
                """, to: "c.yaml")
            var told = 0
            for _ in 1...2 {
                let daemon = try tool.start(["run", "--config", config, "--log-level", "trace"])
                // The daemon gathers what is to be told for five seconds.
                try await eventually {
                    daemon.errors.components(separatedBy: #""outcome":"failed""#).count > 400
                        && (told == 1 || daemon.errors.contains("credential.locked"))
                }
                daemon.interrupt()
                let ending = try await daemon.ending()
                #expect(ending.status == 0)
                told += ending.errors.components(separatedBy: "io.driftmonitor.credential.locked").count - 1
            }
            #expect(cloud.logins.count == 1)
            #expect(told == 1, "one message for sixty targets and two starts")
        }
    }

    private func eventually(_ condition: () throws -> Bool) async throws {
        while try !condition() { try await Task.sleep(for: .milliseconds(50)) }
    }
}
