/// What an error answer is about, as far as its code and words tell.
package enum ErrorKind: String, Hashable, Sendable, CaseIterable {
    /// Everyone who uses the account is locked out for a while.
    case accountLocked
    /// An access key was used with wrong signatures too often.
    case keyLocked
    case unknownKey
    case badSignature
    /// The signature's time and the server's are too far apart.
    case clockOff
    case badToken
    case badLogin
    case throttled
    case forbidden
    case badRequest
    case notFound
    case versionList
    case unavailable
    /// A service cannot ask the login service whether a token is good (keystonemiddleware).
    case loginServiceUnavailable
    case other

    init(status: Int, code: String, message: String, isVersionList: Bool) {
        let words = message.lowercased()
        func says(_ text: String) -> Bool { words.contains(text) }
        if isVersionList, status == 300 || status == 200 {
            self = .versionList
        } else if status == 429 || code.hasSuffix(".0308") {
            self = .throttled
        } else if status == 401 || status == 403, says("account is locked") || says("account has been locked") {
            self = .accountLocked
        } else if says("access failed to reach the limit") {
            self = .keyLocked
        } else if says("signature expired") || says("signature time") {
            self = .clockOff
        } else if says("ak not exist") || says("get secretkey failed") {
            self = .unknownKey
        } else if says("signature") && says("fail") || says("verify aksk") {
            self = .badSignature
        } else if says("decrypt token") || says("token expired") || says("token must be updated")
            || code.hasSuffix(".0307")
        {
            self = .badToken
        } else if status == 503, says("keystone service is temporarily unavailable") {
            self = .loginServiceUnavailable
        } else if says("username or password is wrong") || says("invalid username or password") {
            self = .badLogin
        } else {
            self =
                switch status {
                case 400: .badRequest
                case 403: .forbidden
                case 404: .notFound
                case 500...599: .unavailable
                default: .other
                }
        }
    }

    /// Whether the credential as such is refused, so that another attempt does harm.
    package var isCredentialRefusal: Bool {
        switch self {
        case .accountLocked, .keyLocked, .unknownKey, .badSignature, .badLogin: true
        default: false
        }
    }

    /// What the operator can do; nil where the status says it all.
    var advice: String? {
        switch self {
        case .accountLocked:
            "the provider has locked this account, usually for 15 minutes: stop what sends a wrong password, and wait"
        case .keyLocked:
            "the provider has locked this access key, usually for five minutes: stop what signs wrongly, and wait"
        case .unknownKey: "there is no such access key: check access_key, and whether the key was deleted"
        case .badSignature: "the signature does not fit: check secret_key"
        case .clockOff: "this machine's clock is off: set it, such as with timedatectl set-ntp true"
        case .badToken: "the token is of no use any more"
        case .badLogin: "check user name, password and user_domain_name"
        case .throttled: "raise the interval"
        case .loginServiceUnavailable:
            "the service cannot ask its login service whether the token is good: the cloud's trouble, not that of these"
                + " credentials"
        case .forbidden, .badRequest, .notFound, .versionList, .unavailable, .other: nil
        }
    }
}
