/// Finds and reads the configuration file.
enum ConfigurationFile {
    /// The file that applies: the one named, else the first of the usual places; nil when there is none.
    static func path(named: String?, host: Host, exists: (String) -> Bool) -> String? {
        named ?? Paths.configurationCandidates(host).first(where: exists)
    }

    /// - Throws: `ConfigurationProblems`, or `Trouble` when the file cannot be read.
    static func load(_ path: String, host: Host) throws -> Configuration {
        let bytes: [UInt8]
        do throws(SettingsFile.Failure) {
            bytes = try SettingsFile.read(path, limit: 1 << 20).bytes
        } catch {
            throw Trouble("\(path == "-" ? "standard input" : "'\(path)'") \(error.clause)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let problem = ConfigurationProblem(file: path, place: nil, path: "", message: "this is no text in UTF-8")
            throw ConfigurationProblems([problem])
        }
        return try Configuration(yaml: text, file: path, host: host)
    }
}
