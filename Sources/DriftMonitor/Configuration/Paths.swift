/// Where files are, by what the process was given. Pure, so that every case is a line in a table.
enum Paths {
    /// Where a configuration is looked for, in order, when none is named.
    static func configurationCandidates(_ host: Host) -> [String] {
        let own = xdg("XDG_CONFIG_HOME", standard: ".config", host).map { "\($0)/driftmonitor/driftmonitor.yaml" }
        return [own, "/etc/driftmonitor/driftmonitor.yaml"].compactMap { $0 }
    }

    /// The database, when neither the command line nor the configuration names one; nil without any home.
    static func standardStore(_ host: Host) -> String? {
        let file = "driftmonitor.db"
        // systemd gives several directories with colons between them; the first is ours.
        if let given = host.variable("STATE_DIRECTORY")?.split(separator: ":").first, given.hasPrefix("/") {
            return "\(given)/\(file)"
        }
        if host.isRoot { return "/var/lib/driftmonitor/\(file)" }
        return xdg("XDG_STATE_HOME", standard: ".local/state", host).map { "\($0)/driftmonitor/\(file)" }
    }

    static func directory(of file: String) -> String {
        guard let slash = file.lastIndex(of: "/") else { return "." }
        return slash == file.startIndex ? "/" : String(file[..<slash])
    }

    /// An absolute path; `~/` is the home directory.
    static func resolve(_ path: String, against directory: String, host: Host) -> String {
        if path.hasPrefix("/") { return path }
        if path.hasPrefix("~/"), let home = host.variable("HOME") { return "\(home)/\(path.dropFirst(2))" }
        let base = directory.hasPrefix("/") ? directory : "\(host.currentDirectory)/\(directory)"
        return base.hasSuffix("/") ? base + path : "\(base)/\(path)"
    }

    /// A relative value is ignored, as the XDG specification says.
    private static func xdg(_ variable: String, standard: String, _ host: Host) -> String? {
        if let value = host.variable(variable), value.hasPrefix("/") { return value }
        return host.variable("HOME").map { "\($0)/\(standard)" }
    }
}
