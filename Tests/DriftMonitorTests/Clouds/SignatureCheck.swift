@testable import DriftCore

/// Works a signature out anew from what arrived, by the words of Huawei's signing guide and none of the program's code
/// but its SHA-256.
struct SignatureCheck {
    let authorization: String
    let request: ScriptedServer.Request
    /// Path and query as they arrived.
    let target: String
    let secretKeys: [String: String]
    let now: Timestamp

    /// What the gateway says against the request; nil when the signature fits.
    var fault: String? {
        guard authorization.hasPrefix("SDK-HMAC-SHA256 ") else { return "the algorithm is unknown" }
        var parts: [String: String] = [:]
        for part in authorization.dropFirst("SDK-HMAC-SHA256 ".count).split(separator: ", ") {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            parts[pair[0]] = pair.count > 1 ? pair[1] : ""
        }
        let key = parts["Access"] ?? ""
        guard let secret = secretKeys[key] else { return "Get secretKey failed,ak:\(key),err:ak not exist" }
        let sent = request.header("X-Sdk-Date") ?? ""
        guard let time = Timestamp(rfc3339: Self.extended(sent)), abs(time.seconds - now.seconds) <= 900 else {
            return "signature expired, signature time:\(sent),server time:\(Self.basic(now))"
        }
        let names = (parts["SignedHeaders"] ?? "").split(separator: ";").map(String.init)
        guard names == names.sorted(), names.contains("host"), names.contains("x-sdk-date") else {
            return "verify aksk signature fail"
        }
        return signature(names, secret) == parts["Signature"] ? nil : "verify aksk signature fail"
    }

    private func signature(_ names: [String], _ secret: String) -> String {
        let method = request.line.prefix { $0 != " " }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parts.count > 1 ? parts[1].split(separator: "&").sorted().joined(separator: "&") : ""
        var lines = [String(method), parts[0].hasSuffix("/") ? String(parts[0]) : parts[0] + "/", query]
        for name in names { lines.append("\(name):\((request.header(name) ?? "is missing"))") }
        lines += ["", names.joined(separator: ";"), Digest(of: Array(request.body.utf8)).hex]
        let canonical = lines.joined(separator: "\n")
        let text = ["SDK-HMAC-SHA256", request.header("X-Sdk-Date") ?? "", Digest(of: Array(canonical.utf8)).hex]
            .joined(separator: "\n")
        return Self.hex(Self.code(of: Array(text.utf8), key: Array(secret.utf8)))
    }

    /// HMAC by its definition (RFC 2104), for keys of up to one block.
    private static func code(of text: [UInt8], key: [UInt8]) -> [UInt8] {
        let padded = key + Array(repeating: 0, count: 64 - key.count)
        let inner = Digest(of: padded.map { $0 ^ 0x36 } + text).bytes
        return Digest(of: padded.map { $0 ^ 0x5C } + inner).bytes
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func basic(_ time: Timestamp) -> String {
        time.description.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }

    /// `20240102T030405Z` as RFC 3339 writes it.
    private static func extended(_ text: String) -> String {
        let digits = Array(text)
        guard digits.count == 16 else { return text }
        func part(_ range: Range<Int>) -> String { String(digits[range]) }
        return "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z"
    }
}
