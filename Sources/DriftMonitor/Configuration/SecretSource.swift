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

extension SecretSource.Keeper: CustomStringConvertible {
    var description: String {
        switch self {
        case .variable(let name): "$\(name)"
        case .file(let name): "'\(name)'"
        }
    }
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

    /// What is kept there, without blanks and line feeds at its end.
    func callAsFunction(_ source: SecretSource) throws(ConfigurationProblem) -> Secret {
        let text: String
        switch source.keeper {
        case .variable(let name):
            guard let value = host.variable(name) else {
                throw problem("the environment variable \(name) is not set", source)
            }
            text = value
        case .file(let name):
            let bytes: [UInt8]
            do { bytes = try read(absolutePath(of: name)) } catch { throw problem(error.description, source) }
            guard let value = String(validating: bytes, as: UTF8.self) else {
                throw problem("'\(name)' is no text in UTF-8", source)
            }
            text = value
        }
        let value = KeptValue.trimmed(text)
        guard !value.isEmpty else { throw problem("\(source.keeper) is empty", source) }
        guard value.unicodeScalars.first != "\u{FEFF}" else {
            throw problem("\(source.keeper) begins with a byte order mark; save it without one", source)
        }
        return Secret(String(value))
    }

    /// - Parameter judge: what is wrong with the value, as a clause; nil where nothing is.
    func callAsFunction(
        _ value: OpenOrSecret, judge: (String) -> String?
    ) throws(ConfigurationProblem) -> Secret {
        let secret = try self(value)
        // What is written out was judged when the file was read.
        guard case .secret(let source) = value, let clause = judge(secret.revealed) else { return secret }
        throw problem("the value of \(source.keeper) \(clause)", source)
    }

    private func problem(_ message: String, _ source: SecretSource) -> ConfigurationProblem {
        ConfigurationProblem(file: configurationFile, place: source.place, path: source.path, message: message)
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
