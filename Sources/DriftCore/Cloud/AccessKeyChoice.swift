/// Whether a cloud is signed for instead of logged in to, and with which key.
struct AccessKeyChoice {
    let builder: CloudEntryBuilder
    let region: String

    /// The key of the entry, else one from elsewhere, where the entry leaves room for it.
    func found() throws(SettingsProblem) -> AccessKeySource.Found? {
        if let own = AccessKeySource.own(builder.config) { return try pair(own) }
        guard AccessKeySource.leavesRoom(builder.config) else { return nil }
        return try AccessKeySource(files: builder.files).elsewhere()
    }

    /// Nil where the entry has another login.
    func keys() throws(SettingsProblem) -> AccessKeys? {
        guard let found = try found() else { return nil }
        guard !region.isEmpty else {
            throw builder.problem(
                "is missing: a request signed with a key brings no catalog that would name the regions", "regions",
                found.origin, "write 'regions: [cn-north-4]'")
        }
        return AccessKeys(
            accessKey: found.accessKey, secretKey: found.secretKey,
            securityToken: found.securityToken, project: try project(found),
            identityURL: try identityURL(found))
    }

    private func pair(
        _ own: (access: Setting?, secret: Setting?, token: Setting?)
    ) throws(SettingsProblem) -> AccessKeySource.Found {
        func text(_ setting: Setting?, _ key: String) throws(SettingsProblem) -> String {
            guard let setting else {
                throw builder.problem(
                    "is missing", key, own.access?.origin ?? own.secret?.origin,
                    "write access_key and secret_key, or neither")
            }
            switch setting.value {
            case .text(let text), .number(let text): return text
            default:
                throw builder.problem(
                    "must be a text, but is \(setting.value.kind)", key, setting.origin, "put it in quotes")
            }
        }
        return AccessKeySource.Found(
            accessKey: try text(own.access, "access_key"), secretKey: Secret(try text(own.secret, "secret_key")),
            securityToken: own.token == nil ? nil : Secret(try text(own.token, "security_token")), projectID: nil,
            identityURL: nil, origin: own.access?.origin ?? .standard, secretOrigin: own.secret?.origin ?? .standard,
            tokenOrigin: own.token?.origin)
    }

    private func project(_ found: AccessKeySource.Found) throws(SettingsProblem) -> AccessKeys.Project {
        if let id = try builder.authText("project_id") ?? found.projectID { return .id(id) }
        return .name(try builder.authText("project_name") ?? region)
    }

    private func identityURL(_ found: AccessKeySource.Found) throws(SettingsProblem) -> String {
        let written = try builder.authText("auth_url")
        let url = written ?? found.identityURL ?? "https://iam.\(region).myhuaweicloud.com"
        do throws(URLProblem) {
            return try LoginChoice.versioned(try WebURL.checked(url))
        } catch {
            throw builder.problem(
                "'\(WebURL.shown(url))' \(error.clause)", "auth.auth_url",
                builder.auth["auth_url"]?.origin ?? found.origin,
                "write a URL such as https://iam.cn-north-4.myhuaweicloud.com")
        }
    }

    /// The image service beside an identity service: `iam.` becomes `ims.`, and the region is named.
    static func imageURL(beside identityURL: String, region: String) -> String? {
        let host = WebURL.host(of: identityURL)
        for prefix in ["iam.", "iam-pub."] where host.hasPrefix(prefix) {
            let domain = host.dropFirst(prefix.count)
            let hasRegion = domain == region || domain.hasPrefix(region + ".")
            return "https://ims." + (hasRegion ? "" : region + ".") + domain
        }
        return nil
    }
}
