import DriftCore
import Foundation
import Testing

@testable import DriftMonitor

/// What a scheduler does to a check: no terminal, no descriptors, files that come through pipes.
@Suite(.timeLimit(.minutes(3))) struct CronTests {
    private let tool: Tool
    private let service: FakeService

    init() async throws {
        tool = try Tool()
        service = try await FakeService()
    }

    private var configuration: String {
        """
        store: \(tool.path("store.db"))
        confirm_after: 10ms
        targets: [{name: lab, url: "\(service.schema)", schemas: [images]}]
        """
    }

    /// Each row: what is closed, then the exit codes of a first check, an unchanged one and one that finds drift.
    @Test(arguments: ["<&-", ">&-", "2>&-", "<&- >&-", ">&- 2>&-", "<&- >&- 2>&-"])
    func `a check without some of its descriptors does its work and keeps its store whole`(closed: String) async throws
    {
        let config = try tool.write(configuration, to: "c.yaml")
        for expected: Int32 in [0, 0, 1] {
            if expected == 1 { service.set { $0.body = #"{"properties":{"kind":{"enum":["a","b"]}}}"# } }
            #expect(try await tool.shell("\"$0\" check --config \(config) \(closed)").status == expected)
        }
        let sound = try await tool.run("db", "check", "--store", tool.path("store.db"))
        #expect(sound.status == 0, "\(sound.output)")
        let history = try await tool.json("history", "--store", tool.path("store.db"), "--format", "json")
        #expect(history.value["versions"]?.array?.count == 2)
        try await service.stop()
    }

    /// The second half comes when the test lets it: after the program has begun to read.
    @Test func `the configuration and clouds.yaml may come through pipes that are slow`() async throws {
        let url = service.schema.dropLast("/v2/schemas/images".count)
        let clouds = "clouds: {lab: {auth_type: none, region_name: r1, image_endpoint_override: '\(url)'}}\n"
        let (config, file) = (tool.path("config.fifo"), tool.path("clouds.fifo"))
        for path in [config, file] { #expect(mkfifo(path, 0o600) == 0) }
        let check = try tool.start(["check", "--config", config, "--format", "json"])
        try await feed(config, "clouds_file: clouds.fifo\n", "store: s.db\nclouds: [{name: lab, schemas: [images]}]\n")
        try await feed(file, String(clouds.prefix(20)), String(clouds.dropFirst(20)))
        let ending = try await check.ending()
        #expect(ending.status == 0, "\(ending.errors)")
        #expect(try JSONValue(parsing: ending.output)["summary"] == ["initial": 1])
        try await service.stop()
    }

    @Test func `the daemon reads a configuration from a pipe once`() async throws {
        let config = tool.path("config.fifo")
        #expect(mkfifo(config, 0o600) == 0)
        let daemon = try tool.start(["run", "--config", config])
        try await feed(config, configuration, "\n")
        while !daemon.errors.contains(#""outcome":"initial""#) { try await Task.sleep(for: .milliseconds(20)) }
        daemon.interrupt()
        #expect(try await daemon.ending().status == 0)
        try await service.stop()
    }

    /// In a thread of its own, because opening a pipe waits for its reader.
    private func feed(_ path: String, _ first: String, _ second: String) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread {
                do {
                    let pipe = try FileHandle(forWritingTo: URL(filePath: path))
                    try pipe.write(contentsOf: Data(first.utf8))
                    // The reader has taken the first half when the pipe is empty again.
                    var left: Int32 = 1
                    while left > 0, ioctl(pipe.fileDescriptor, UInt(FIONREAD), &left) == 0 { usleep(1000) }
                    try pipe.write(contentsOf: Data(second.utf8))
                    try pipe.close()
                    continuation.resume()
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }

    @Test func `a pipe into which nobody writes is given up with a sentence`() throws {
        let path = tool.path("silent.fifo")
        #expect(mkfifo(path, 0o600) == 0)
        let failure = #expect(throws: SettingsFile.Failure.self) {
            try SettingsFile.read(path, limit: 100, patience: .milliseconds(20))
        }
        #expect(failure?.clause == "is a pipe into which nobody has written for 20 ms")
        #expect(SettingsFile.isPipe(path))
        #expect(!SettingsFile.isPipe(tool.home.path))
    }

    @Test(arguments: [
        ("directory", "is a directory; name a file"), ("none", "does not exist"), ("none/x", "does not exist"),
        ("large", "is larger than 100 bytes"), ("endless", "is larger than 100 bytes"),
    ])
    func `what is no file of settings is told in a clause`(name: String, clause: String) throws {
        try FileManager.default.createDirectory(atPath: tool.path("directory"), withIntermediateDirectories: true)
        try tool.write(String(repeating: "a", count: 101), to: "large")
        let path = name == "endless" ? "/dev/zero" : tool.path(name)
        let failure = #expect(throws: SettingsFile.Failure.self) { try SettingsFile.read(path, limit: 100) }
        #expect(failure?.clause == clause)
    }

    @Test func `an open secret is told by config check and targets, by a check only beside a report`() async throws {
        let config = try tool.write(
            configuration.replacing("schemas: [images]", with: "schemas: [images], headers: {X-Auth-Token: literal}"),
            to: "c.yaml")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: config)
        let words = "everyone on this machine can read the file"
        for _ in 1...2 {
            let check = try await tool.run("check", "--config", config)
            #expect(check.status == 0)
            #expect(check.output + check.errors == "")
        }
        #expect(try await tool.run("config", "check", config).errors.contains(words))
        #expect(try await tool.run("targets", "--config", config).errors.contains(words))
        service.set { $0.status = 503 }
        let failed = try await tool.run("check", "--config", config)
        #expect(failed.status == 2)
        #expect(failed.errors.contains(words))
        let seen = try await tool.shell("script -qec \"$0 check --config \(config)\" /dev/null")
        #expect(seen.output.contains(words), "\(seen.output)")
        try await service.stop()
    }
}
