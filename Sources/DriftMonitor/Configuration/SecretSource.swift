import DriftCore

/// Where a secret is kept. The secret itself is read when it is needed, never with the file.
struct SecretSource: Hashable, Sendable {
    enum Keeper: Hashable, Sendable {
        case variable(String)
        /// As written.
        case file(String)
    }

    let keeper: Keeper
    /// Where the configuration names it.
    let place: SourcePlace?
    let path: String
}

/// Written in the file, or kept elsewhere.
enum OpenOrSecret: Hashable, Sendable {
    case open(String)
    case secret(SecretSource)
}

/// Reads secrets by what it is given.
struct SecretReader: Sendable {
    let configurationFile: String
    let host: Host
    /// The bytes of a file at an absolute path.
    let read: @Sendable (String) throws(Trouble) -> [UInt8]

    /// What is kept there, without a line feed at its end.
    func callAsFunction(_ source: SecretSource) throws(ConfigurationProblem) -> Secret {
        func problem(_ message: String) -> ConfigurationProblem {
            ConfigurationProblem(file: configurationFile, place: source.place, path: source.path, message: message)
        }
        switch source.keeper {
        case .variable(let name):
            guard let text = host.variable(name) else { throw problem("the environment variable \(name) is not set") }
            return Secret(text)
        case .file(let name):
            var bytes: [UInt8]
            do { bytes = try read(absolutePath(of: name)) } catch { throw problem(error.description) }
            if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw problem("'\(name)' is no text in UTF-8")
            }
            guard !text.isEmpty else { throw problem("'\(name)' is empty") }
            return Secret(text)
        }
    }

    func callAsFunction(_ value: OpenOrSecret) throws(ConfigurationProblem) -> Secret {
        switch value {
        case .open(let text): Secret(text)
        case .secret(let source): try self(source)
        }
    }

    /// A relative name is a credential of systemd's where these are given, else it is relative to the configuration file.
    func absolutePath(of name: String) -> String {
        if let directory = host.variable("CREDENTIALS_DIRECTORY"), !name.hasPrefix("/") {
            return "\(directory)/\(name)"
        }
        return Paths.resolve(name, against: Paths.directory(of: configurationFile), host: host)
    }
}
