import DriftCore

/// What of the configuration's secrets everybody on this machine can read.
extension Configuration {
    /// One sentence for each file, with the way out.
    func openSecretWarnings(_ host: Host, reading files: FileReader = .system) -> [String] {
        func isOpen(_ path: String) -> Bool {
            guard !SettingsFile.isPipe(path), let file = try? files.read(path), let mode = file.permissions else {
                return false
            }
            return mode & 0o004 != 0
        }
        var warnings: [String] = []
        if let file, let key = literalSecret, isOpen(Paths.resolve(file, against: host.currentDirectory, host: host)) {
            warnings.append(
                "\(file): \(key) holds a secret, and everyone on this machine can read the file; chmod 600 \(file), or"
                    + " write {file: PATH} or {env: NAME} instead")
        }
        let reader = host.secrets(of: self)
        for source in secretSources {
            guard case .file(let name) = source.keeper else { continue }
            let path = reader.absolutePath(of: name)
            guard isOpen(path) else { continue }
            let place = source.place.map { ":\($0.line)" } ?? ""
            warnings.append(
                "\(file ?? "-")\(place): \(source.path): names a file that everyone on this machine can read;"
                    + " chmod 600 \(path)")
        }
        return warnings.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private var secretSources: [SecretSource] {
        var values: [OpenOrSecret] = targets.flatMap { $0.headers.map(\.value) }
        for channel in channels {
            guard case .webhook(let webhook) = channel.kind else { continue }
            values += [webhook.url] + webhook.secrets.map { .secret($0) } + webhook.headers.map(\.value)
        }
        return values.compactMap { if case .secret(let source) = $0 { source } else { nil } }
    }

    /// The key under which a credential is written out in the file itself.
    private var literalSecret: String? {
        for (index, target) in targets.enumerated() {
            if let name = Self.credential(in: target.headers) { return "targets[\(index)].headers.\(name)" }
        }
        for (index, channel) in channels.enumerated() {
            guard case .webhook(let webhook) = channel.kind else { continue }
            if let name = Self.credential(in: webhook.headers) { return "channels[\(index)].headers.\(name)" }
            if case .open(let url) = webhook.url, Self.holdsToken(url) { return "channels[\(index)].url" }
        }
        return nil
    }

    private static func credential(in headers: [(name: String, value: OpenOrSecret)]) -> String? {
        let words = ["auth", "token", "key", "secret", "cookie", "password", "credential"]
        return headers.first { header in
            guard case .open = header.value else { return false }
            return words.contains { header.name.lowercased().contains($0) }
        }?.name
    }

    /// Receivers such as chat services know their callers by a long random part of the path or query.
    private static func holdsToken(_ url: String) -> Bool {
        url.split { "/?&=#".contains($0) }.contains { part in
            part.count >= 20 && part.contains(where: \.isNumber) && part.contains(where: \.isLetter)
                && !part.contains(".") && !part.contains(":")
        }
    }
}
