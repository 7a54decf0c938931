/// An access key of Huawei Cloud and its relatives: requests are signed with it instead of carrying a token.
package struct AccessKeys: Hashable, Sendable {
    package var accessKey: String
    package var secretKey: Secret
    /// Of temporary keys.
    package var securityToken: Secret?
    package var project: Project
    /// The identity service, up to `/v3`.
    package var identityURL: String

    /// Sent with each request, since an account has a project for each region.
    package enum Project: Hashable, Sendable {
        case id(String)
        /// Its id is asked for once.
        case name(String)
    }
}

/// Looks for access keys where the clients of Huawei Cloud and Open Telekom Cloud look.
struct AccessKeySource {
    let files: CloudsFiles

    struct Found: Hashable {
        var accessKey: String
        var secretKey: Secret
        var securityToken: Secret?
        var projectID: String?
        var identityURL: String?
        /// Of the access key.
        var origin: SettingOrigin
        var secretOrigin: SettingOrigin
        var tokenOrigin: SettingOrigin?
        /// Of the file it was read from, if it is one of its own.
        var revision = ""
        var warnings: [SettingsProblem] = []
    }

    /// What an entry names itself, at cloud level or in `auth`; nil when it names no key at all.
    static func own(_ config: SettingMap) -> (access: Setting?, secret: Setting?, token: Setting?)? {
        let auth = config["auth"]?.value.mapping ?? SettingMap()
        func setting(_ names: [String]) -> Setting? {
            guard let found = config.first(of: names) ?? auth.first(of: names), found.value.isTrue else { return nil }
            return found
        }
        let access = setting(["access_key", "ak"])
        let secret = setting(["secret_key", "sk"])
        guard access != nil || secret != nil else { return nil }
        return (access, secret, setting(["security_token"]))
    }

    /// Whether an entry leaves room for keys from elsewhere: it names no user, token or credential.
    static func leavesRoom(_ config: SettingMap) -> Bool {
        let auth = config["auth"]?.value.mapping ?? SettingMap()
        let names = [
            "username", "user_name", "user_id", "password", "token", "application_credential_id",
            "application_credential_name", "application_credential_secret",
        ]
        return config["auth_type"]?.value == .text("password")
            && names.allSatisfy { config[$0]?.value.isTrue != true && auth[$0]?.value.isTrue != true }
    }

    /// From the variables, else from the credentials file.
    func elsewhere() throws(SettingsProblem) -> Found? {
        let environment = files.places.environment
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let sets = [
            ("OS_ACCESS_KEY", "OS_SECRET_KEY", "OS_SECURITY_TOKEN"),
            ("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN"),
        ]
        for (access, secret, token) in sets {
            guard let accessKey = value(access), let secretKey = value(secret) else { continue }
            return Found(
                accessKey: accessKey, secretKey: Secret(secretKey), securityToken: value(token).map { Secret($0) },
                projectID: value("HUAWEICLOUD_SDK_PROJECT_ID"), identityURL: value("HUAWEICLOUD_SDK_IAM_ENDPOINT"),
                origin: .variable(access), secretOrigin: .variable(secret),
                tokenOrigin: value(token).map { _ in .variable(token) })
        }
        return try credentialsFile(value("HUAWEICLOUD_SDK_CREDENTIALS_FILE"), value("HUAWEICLOUD_SDK_IAM_ENDPOINT"))
    }

    private func credentialsFile(_ named: String?, _ identityURL: String?) throws(SettingsProblem) -> Found? {
        guard
            let path = named.map(files.places.absolute)
                ?? files.places.environment["HOME"].map({ "\($0)/.huaweicloud/credentials" })
        else { return nil }
        let file: FileReader.File
        do throws(FileReader.Failure) {
            file = try files.reader.read(path)
        } catch {
            guard named != nil else { return nil }
            throw SettingsProblem(
                "names \(path), but \(error.clause)", at: "$HUAWEICLOUD_SDK_CREDENTIALS_FILE",
                wayOut: "correct or unset it")
        }
        let section = INIFile(String(decoding: file.bytes, as: UTF8.self)).section("basic")
        guard let accessKey = section["ak"], let secretKey = section["sk"] else {
            throw SettingsProblem(
                "has no ak and sk in a section [basic]", at: path, wayOut: "write both, or remove the file")
        }
        return Found(
            accessKey: accessKey.value, secretKey: Secret(secretKey.value),
            securityToken: section["security_token"].map { Secret($0.value) },
            projectID: section["project_id"]?.value, identityURL: section["iam_endpoint"]?.value ?? identityURL,
            origin: .file(path: path, line: accessKey.line),
            secretOrigin: .file(path: path, line: secretKey.line),
            tokenOrigin: section["security_token"].map { .file(path: path, line: $0.line) },
            revision: "\(path)@\(file.modified.milliseconds)+\(file.bytes.count);",
            warnings: (file.permissions ?? 0) & 0o004 == 0
                ? []
                : [
                    SettingsProblem(
                        "holds a secret and can be read by everyone on this machine", at: path,
                        wayOut: "chmod 600 \(path)")
                ])
    }
}

/// As Python's configparser reads it, as far as keys and values of one line go.
struct INIFile {
    private var sections: [String: [String: (value: String, line: Int)]] = [:]

    init(_ text: String) {
        var section = ""
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = Self.stripped(line)
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
                section = String(line[line.index(after: line.startIndex)..<end])
                continue
            }
            guard let delimiter = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else { continue }
            let key = Self.stripped(line[..<delimiter]).lowercased()
            let value = String(Self.stripped(line[line.index(after: delimiter)...])).replacing("%%", with: "%")
            if !value.isEmpty { sections[section, default: [:]][key] = (value, index + 1) }
        }
    }

    func section(_ name: String) -> [String: (value: String, line: Int)] { sections[name] ?? [:] }

    private static func stripped(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
