/// What is wrong in an operator's settings: where, what, and the way out. Never a secret.
package struct SettingsProblem: Error, Hashable {
    /// `file:line`, a variable, or the file alone.
    package var place: String?
    /// The path of the key: `clouds.mycloud.auth.auth_url`.
    package var key: String?
    package var what: String
    package var wayOut: String

    package init(_ what: String, key: String? = nil, at place: String? = nil, wayOut: String) {
        self.place = place
        self.key = key
        self.what = what
        self.wayOut = wayOut
    }

    init(_ what: String, key: String? = nil, at origin: SettingOrigin?, wayOut: String) {
        self.init(what, key: key, at: origin.map(\.description), wayOut: wayOut)
    }
}

extension SettingsProblem: CustomStringConvertible {
    package var description: String {
        [place, key].compactMap { $0 }.map { $0 + ": " }.joined() + what + "; " + wayOut
    }
}
