/// What `verify`, `insecure`, `cacert`, `cert` and `key` of a cloud amount to.
struct TLSChoice {
    let builder: CloudEntryBuilder

    func settings(_ warnings: inout [SettingsProblem]) throws(SettingsProblem) -> TLSSettings {
        let config = builder.config
        var verifies = true
        switch config["verify"]?.value {
        case .bool(let value): verifies = value
        case nil, .null: break
        case .some:
            // Clients take a text for the path of an authority file, so nobody can know what was meant.
            throw builder.problem(
                "is a text, which clients take for the path of a CA file", "verify", config["verify"]?.origin,
                "write true or false without quotes, and the CA file in cacert")
        }
        if config["insecure"]?.value == .bool(true) { verifies = false }
        var authority = try path("cacert", &warnings)
        if verifies, authority == nil { authority = authorityOfVariables(&warnings) }
        if !verifies, authority != nil {
            warnings.append(
                builder.problem(
                    "has no effect, because verification is off", "cacert", config["cacert"]?.origin,
                    "remove insecure or verify: false"))
        }
        let certificate = try path("cert", &warnings)
        let key = try path("key", &warnings)
        guard certificate != nil || key == nil else {
            throw builder.problem(
                "is given without cert", "key", config["key"]?.origin, "name the client certificate in cert")
        }
        return TLSSettings(
            verifies: verifies, authorityFile: verifies ? authority : nil, certificateFile: certificate, keyFile: key)
    }

    /// Where clients look that are made with Python's requests, when nothing is written.
    private func authorityOfVariables(_ warnings: inout [SettingsProblem]) -> String? {
        for name in ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"] {
            guard let text = builder.files.places.environment[name], !text.isEmpty else { continue }
            let path = builder.files.places.expanded(text)
            warnOfUnreadable(path, &warnings) {
                SettingsProblem("names \(path), but \($0)", at: "$\(name)", wayOut: "correct or unset it")
            }
            return path
        }
        return nil
    }

    private func warnOfUnreadable(
        _ path: String, _ warnings: inout [SettingsProblem], _ problem: (String) -> SettingsProblem
    ) {
        do throws(FileReader.Failure) {
            _ = try builder.files.reader.read(path)
        } catch {
            warnings.append(problem(error.clause))
        }
    }

    /// A file, with `~` expanded. One that cannot be read is only warned of: where it is needed, TLS will say so.
    private func path(_ key: String, _ warnings: inout [SettingsProblem]) throws(SettingsProblem) -> String? {
        guard let text = try builder.text(key) else { return nil }
        let path = builder.files.places.expanded(text)
        warnOfUnreadable(path, &warnings) {
            builder.problem("names \(path), but \($0)", key, builder.config[key]?.origin, "correct the path")
        }
        return path
    }
}
