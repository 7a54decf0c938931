/// Where the operator's files are looked for, as openstacksdk does it.
package struct CloudsFilePlaces: Hashable, Sendable {
    /// A path from our own configuration: before everything else.
    package var explicit: String?
    /// The directory that relative names belong to.
    package var workingDirectory: String
    package var environment: [String: String]

    package init(explicit: String? = nil, workingDirectory: String, environment: [String: String]) {
        self.explicit = explicit
        self.workingDirectory = workingDirectory
        self.environment = environment
    }

    /// In order: the current directory, the user's, the site's.
    var directories: [String] {
        let home = environment["HOME"] ?? "/"
        func variable(_ name: String) -> String? {
            environment[name].flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        }
        let user = "\(variable("SNAP_REAL_HOME") ?? home)/.config/openstack"
        let directories = [
            workingDirectory,
            variable("XDG_CONFIG_HOME").map { "\($0)/openstack" } ?? "\(home)/.config/openstack",
            user,
            // Several directories in this variable are one unusable path to the SDK; so they are here.
            "\(variable("XDG_CONFIG_DIRS") ?? "/etc/xdg")/openstack",
            "/etc/openstack",
        ]
        return directories.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    func candidates(_ stem: String, variable: String?) -> [String] {
        let named = variable.flatMap { environment[$0] }.flatMap { $0.isEmpty ? nil : absolute($0) }
        return [named].compactMap { $0 }
            + directories.flatMap { directory in ["yaml", "yml", "json"].map { "\(directory)/\(stem).\($0)" } }
    }

    func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)"
    }

    /// A leading `~` as the user's home, then absolute.
    func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = environment["HOME"] else { return absolute(path) }
        return home + path.dropFirst()
    }
}

// The variables hold passwords.
extension CloudsFilePlaces: CustomStringConvertible, CustomReflectable {
    package var description: String { directories.joined(separator: ":") }
    package var customMirror: Mirror { Mirror(self, children: ["directories": directories]) }
}
