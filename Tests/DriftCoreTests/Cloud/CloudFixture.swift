import Synchronization

@testable import DriftCore

/// Files and variables in memory, and what is made of them.
struct CloudFixture {
    var texts: [String: String]
    var environment: [String: String]
    var failures: [String: FileReader.Failure] = [:]
    var permissions: UInt16 = 0o600
    var modified = Timestamp(milliseconds: 1)

    init(_ clouds: String? = nil, files: [String: String] = [:], environment: [String: String] = [:]) {
        texts = files
        if let clouds { texts["/cwd/clouds.yaml"] = clouds }
        self.environment = environment.merging(["HOME": "/home/u"]) { mine, _ in mine }
    }

    var places: CloudsFilePlaces { CloudsFilePlaces(workingDirectory: "/cwd", environment: environment) }

    var reader: FileReader {
        let fixture = self
        return FileReader { path throws(FileReader.Failure) in
            if let failure = fixture.failures[path] { throw failure }
            guard let text = fixture.texts[path] else { throw .missing }
            return FileReader.File(
                bytes: Array(text.utf8), modified: fixture.modified, permissions: fixture.permissions)
        }
    }

    func load() throws(CloudError) -> CloudsFiles { try CloudsFiles(places, reading: reader) }

    func cloud(_ name: String, regions: RegionChoice = .asConfigured, projectPerRegion: Bool = false) throws(CloudError)
        -> Cloud
    {
        try load().cloud(name, regions: regions, projectPerRegion: projectPerRegion)
    }

    /// A Huawei-like cloud with a login URL and a project for each region.
    static func huawei(regions: [String], password: String = "right") -> CloudFixture {
        var lines = [
            "clouds:", "  hw:", "    auth:", "      auth_url: https://iam.{region_name}.cloud.example/v3",
            "      username: monitor", "      password: \(password)", "      user_domain_name: acc",
            "      project_domain_name: acc", "    regions:",
        ]
        for region in regions {
            lines += ["      - name: \(region)", "        values: {auth: {project_name: \(region)}}"]
        }
        return CloudFixture(lines.joined(separator: "\n") + "\n")
    }

    static func keys(regions: [String], access: String = "AK1", secret: String = "SK1", more: String = "")
        -> CloudFixture
    {
        CloudFixture(
            """
            clouds:
              hw:
                access_key: \(access)
                secret_key: \(secret)
                regions: [\(regions.joined(separator: ", "))]
                auth: {auth_url: 'https://iam.{region_name}.cloud.example/v3'}
            \(more)
            """)
    }
}

extension LoginDesk {
    /// A desk at a scripted cloud, on the cloud's own clock or beside it.
    static func at(_ server: ScriptedCloud, _ gate: any LoginGate, skew: Duration = .zero) -> LoginDesk {
        LoginDesk(
            transport: server, gate: gate, now: { server.clock.now.advanced(by: skew) },
            uptime: { server.clock.uptime },
            pause: { server.clock.advance($0) })
    }
}

extension CloudSession {
    static func at(_ server: ScriptedCloud, _ cloud: Cloud, _ gate: any LoginGate = MemoryGate()) -> CloudSession {
        CloudSession(cloud, desk: .at(server, gate))
    }

    /// What a check does: authorize, send, and once more after a 401.
    func check(_ url: String, in region: Region?, through server: ScriptedCloud) async throws -> Int {
        let request = HTTPRequest(url: url)
        let first = try await authorize(request, for: region)
        let answer = try await server.send(first)
        guard answer.status == 401, let second = try await reauthorize(request, refused: first, for: region) else {
            return answer.status
        }
        return try await server.send(second).status
    }
}

/// A time that only moves by hand.
final class ManualClock: Sendable {
    private let time: Mutex<Timestamp>
    private let start: Timestamp

    init(_ start: Timestamp) {
        self.start = start
        time = Mutex(start)
    }

    var now: Timestamp { time.withLock { $0 } }
    var uptime: Duration { start.duration(to: now) }
    func advance(_ duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }
}
