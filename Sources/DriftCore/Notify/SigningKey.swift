internal import Crypto
internal import FoundationEssentials

/// A key that signs messages as Standard Webhooks says (https://www.standardwebhooks.com): HMAC-SHA256.
package struct SigningKey: Sendable {
    private let key: SymmetricKey

    /// - Parameter secret: `whsec_` and base64 of 24 to 64 bytes.
    package init(_ secret: Secret) throws(SigningKeyError) {
        let text = secret.revealed
        guard text.hasPrefix("whsec_") else { throw .noPrefix }
        guard let bytes = Data(base64Encoded: String(text.dropFirst(6))) else { throw .notBase64 }
        guard 24...64 ~= bytes.count else { throw .wrongLength(bytes.count) }
        key = SymmetricKey(data: bytes)
    }

    /// The signature of one attempt: `v1,` and base64.
    package func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
        let signed = Array("\(id).\(timestamp).".utf8) + body
        return "v1," + Data(HMAC<SHA256>.authenticationCode(for: signed, using: key)).base64EncodedString()
    }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a text is no signing key. It never shows the text.
package enum SigningKeyError: Error, Hashable {
    case noPrefix
    case notBase64
    case wrongLength(Int)
}

extension SigningKeyError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noPrefix: "a webhook's secret starts with 'whsec_', then base64"
        case .notBase64: "what follows 'whsec_' is no base64"
        case .wrongLength(let count): "a webhook's secret holds 24 to 64 bytes, not \(count)"
        }
    }
}
