import Testing

@testable import DriftMonitor

@Suite struct PathsTests {
    private func host(_ variables: [String: String], isRoot: Bool = false) -> Host {
        Host(variables: variables, isRoot: isRoot, currentDirectory: "/cwd")
    }

    @Test(
        arguments: [
            (["HOME": "/h"], ["/h/.config/driftmonitor/driftmonitor.yaml", "/etc/driftmonitor/driftmonitor.yaml"]),
            (
                ["HOME": "/h", "XDG_CONFIG_HOME": "/x"],
                ["/x/driftmonitor/driftmonitor.yaml", "/etc/driftmonitor/driftmonitor.yaml"]
            ),
            (
                ["HOME": "/h", "XDG_CONFIG_HOME": "x"],
                ["/h/.config/driftmonitor/driftmonitor.yaml", "/etc/driftmonitor/driftmonitor.yaml"]
            ),
            ([:], ["/etc/driftmonitor/driftmonitor.yaml"]),
        ] as [([String: String], [String])])
    func `where the configuration is looked for`(variables: [String: String], expected: [String]) {
        #expect(Paths.configurationCandidates(host(variables)) == expected)
    }

    @Test(
        arguments: [
            (["HOME": "/h"], false, "/h/.local/state/driftmonitor/driftmonitor.db"),
            (["HOME": "/h", "XDG_STATE_HOME": "/s"], false, "/s/driftmonitor/driftmonitor.db"),
            (["HOME": "/h", "XDG_STATE_HOME": "s"], false, "/h/.local/state/driftmonitor/driftmonitor.db"),
            (["HOME": "/root", "XDG_STATE_HOME": "/s"], true, "/var/lib/driftmonitor/driftmonitor.db"),
            (["HOME": "/h", "STATE_DIRECTORY": "/var/lib/d:/other"], true, "/var/lib/d/driftmonitor.db"),
            (["HOME": "/h", "STATE_DIRECTORY": "/var/lib/d"], false, "/var/lib/d/driftmonitor.db"),
            (["HOME": "/h", "STATE_DIRECTORY": "d"], false, "/h/.local/state/driftmonitor/driftmonitor.db"),
            ([:], false, nil),
        ] as [([String: String], Bool, String?)])
    func `where the database is`(variables: [String: String], isRoot: Bool, expected: String?) {
        #expect(Paths.standardStore(host(variables, isRoot: isRoot)) == expected)
    }

    @Test(arguments: [
        ("/a", "/d", "/a"), ("a", "/d", "/d/a"), ("~/a", "/d", "/h/a"), ("a", "c", "/cwd/c/a"), ("a", "/", "/a"),
    ])
    func `a relative path`(path: String, directory: String, expected: String) {
        #expect(Paths.resolve(path, against: directory, host: host(["HOME": "/h"])) == expected)
    }
}
