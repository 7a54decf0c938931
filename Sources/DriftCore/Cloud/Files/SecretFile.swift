/// A secret in a file of its own, named by a setting such as `password_file`.
struct SecretFile {
    let secret: Setting
    let revision: String
    private(set) var warnings: [SettingsProblem] = []

    /// The settings that have a `*_file` beside them.
    static let settings = [
        "password", "token", "application_credential_secret", "access_key", "ak", "secret_key", "sk", "security_token",
    ]

    init(_ setting: Setting, key: String, files: CloudsFiles) throws(SettingsProblem) {
        guard let name = setting.value.string, setting.value.isTrue else {
            throw SettingsProblem(
                "must be a path, but is \(setting.value.kind)", key: key, at: setting.origin, wayOut: "write a path")
        }
        var failure: (path: String, FileReader.Failure)?
        for path in Self.candidates(name, origin: setting.origin, places: files.places) {
            do throws(FileReader.Failure) {
                let file = try files.reader.read(path)
                var text = String(decoding: file.bytes, as: UTF8.self)[...]
                while text.last?.isNewline == true { text.removeLast() }
                guard !text.isEmpty else {
                    throw .other("it is empty")
                }
                secret = Setting(value: .text(String(text)), origin: .file(path: path, line: 1))
                revision = "\(path)@\(file.modified.milliseconds)+\(file.bytes.count);"
                if let mode = file.permissions, mode & 0o004 != 0 {
                    warnings = [
                        SettingsProblem(
                            "names a file that everyone on this machine can read", key: key, at: setting.origin,
                            wayOut: "chmod 600 \(path)")
                    ]
                }
                return
            } catch {
                failure = (path, error)
                if error != .missing { break }
            }
        }
        throw SettingsProblem(
            "names \(failure?.path ?? name), but \(failure?.1.clause ?? "it does not exist")", key: key,
            at: setting.origin,
            wayOut: "correct the path, or make the file readable for this user")
    }

    /// A relative path is looked for among systemd's credentials, then beside the file that names it.
    private static func candidates(_ name: String, origin: SettingOrigin, places: CloudsFilePlaces) -> [String] {
        guard !name.hasPrefix("/"), !name.hasPrefix("~/") else { return [places.expanded(name)] }
        var paths: [String] = []
        if let directory = places.environment["CREDENTIALS_DIRECTORY"], !directory.isEmpty {
            paths.append("\(directory)/\(name)")
        }
        if case .file(let path, _) = origin, let slash = path.lastIndex(of: "/") {
            paths.append("\(path[..<slash])/\(name)")
        } else {
            paths.append(places.absolute(name))
        }
        return paths
    }
}
