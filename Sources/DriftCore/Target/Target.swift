/// One watched document: where it is, and by which rules its changes are judged.
package struct Target: Hashable, Sendable {
    package var key: TargetKey
    /// Absolute, `http` or `https`.
    package var url: String
    package var access: Access
    package var tls: TLSSettings
    package var role: Role
    package var kind: DocumentKind
    /// The configured dialect, by name; a document's own `$schema` comes first.
    package var dialect: String?
    package var ignore: IgnoreRules
    package var interval: Duration
    /// A person named this very document: that it is not there is a failure, no absence.
    package var mustExist: Bool
    /// Where it was named: `/etc/driftmonitor/driftmonitor.yaml:12`, `--cloud lab`.
    package var source: String

    package init(
        key: TargetKey, url: String, access: Access = .headers([]), tls: TLSSettings = TLSSettings(), role: Role? = nil,
        kind: DocumentKind = .schema, dialect: String? = nil, ignore: IgnoreRules = .none,
        interval: Duration = .seconds(3600), mustExist: Bool = false, source: String
    ) {
        self.key = key
        self.url = url
        self.access = access
        self.tls = tls
        self.role = role ?? .standard(for: key.schema)
        self.kind = kind
        self.dialect = dialect
        self.ignore = ignore
        self.interval = interval
        self.mustExist = mustExist
        self.source = source
    }

    /// Scheme, host and port: what connections are limited by and secrets are bound to.
    package var origin: String { Self.origin(of: url) }

    package static func origin(of url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].hasSuffix(":"), parts[1].isEmpty else { return url.lowercased() }
        let authority = parts[2].prefix { $0 != "?" && $0 != "#" }
        return "\(parts[0])//\(authority)".lowercased()
    }
}

/// How a target is allowed to be read.
package enum Access: Hashable, Sendable {
    /// Fixed header fields, such as a token from a file; none for a public document.
    case headers([SecretHeader])
    /// By the login of a cloud; the name is the cloud's as configured.
    case cloud(String)
}

package struct SecretHeader: Hashable, Sendable {
    package var name: String
    package var value: Secret

    package init(name: String, value: Secret) {
        self.name = name
        self.value = value
    }
}
