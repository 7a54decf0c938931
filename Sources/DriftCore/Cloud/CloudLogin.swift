/// How a cloud lets us in.
package enum CloudLogin: Hashable, Sendable {
    case keystone(KeystoneLogin)
    /// A token that is sent as it is; no login service.
    case fixedToken(Secret)
    case basic(user: String, password: Secret)
    /// Requests are signed with an access key.
    case keys(AccessKeys)
    case none

    /// For tables: `password`, `application credential`.
    package var kind: String {
        switch self {
        case .keystone(let login): login.method.kind
        case .fixedToken: "admin token"
        case .basic: "http basic"
        case .keys: "access key"
        case .none: "none"
        }
    }
}

/// One way to a token of Keystone: where, who, for what.
package struct KeystoneLogin: Hashable, Sendable {
    /// Up to `/v3`, without a slash at the end.
    package var url: String
    package var method: Method
    package var scope: Scope

    package enum Method: Hashable, Sendable {
        case password(user: KeystoneUser, password: Secret)
        case token(Secret)
        case applicationCredential(ApplicationCredential)

        /// Whether its tokens may be good for some requests only.
        var mayBeRestricted: Bool { if case .applicationCredential = self { true } else { false } }

        var kind: String {
            switch self {
            case .password: "password"
            case .token: "token"
            case .applicationCredential: "application credential"
            }
        }
    }

    package struct ApplicationCredential: Hashable, Sendable {
        package enum Name: Hashable, Sendable {
            case id(String)
            case name(String, of: KeystoneUser)
        }

        package var name: Name
        package var secret: Secret
    }

    package enum Scope: Hashable, Sendable {
        case project(KeystoneName)
        case domain(KeystoneName)
        case system
        case trust(String)
        case none
    }
}

/// Something of Keystone by its id, or by name within a domain.
package enum KeystoneName: Hashable, Sendable {
    case id(String)
    indirect case name(String, domain: KeystoneName?)

    init?(id: String?, name: String?, domain: KeystoneName? = nil) {
        if let id, !id.isEmpty {
            self = .id(id)
        } else if let name, !name.isEmpty {
            self = .name(name, domain: domain)
        } else {
            return nil
        }
    }

    var json: JSONValue {
        switch self {
        case .id(let id): ["id": JSONValue(id)]
        case .name(let name, nil): ["name": JSONValue(name)]
        case .name(let name, let domain?): ["name": JSONValue(name), "domain": domain.json]
        }
    }
}

extension KeystoneName: CustomStringConvertible {
    package var description: String {
        switch self {
        case .id(let id): id
        case .name(let name, let domain): domain.map { "\(name)@\($0)" } ?? name
        }
    }
}

package typealias KeystoneUser = KeystoneName
