/// What a server says in an answer that is no success: code, message and request id, whatever form it chose.
///
/// Read as Huawei's own client reads it: `error_code` with `error_msg`, `errorCode` with `errorMsg`, `code` with
/// `message`, in each object and then in those inside it; failing that, the status and the body's text.
package struct ErrorBody: Hashable, Sendable {
    /// `IMG.0024`, or the status.
    package let code: String
    /// One line, cut to a sane length; nil when the body says nothing.
    package let message: String?
    /// What the operator quotes to the provider.
    package let requestID: String?
    package let kind: ErrorKind
    /// Where the document is more likely to be; for a list of versions.
    package let likelyURL: String?

    /// - Parameters:
    ///   - url: What was asked for.
    ///   - secrets: What the server may echo and nobody shall see.
    package init(_ response: HTTPResponse, url: String? = nil, hiding secrets: [Secret] = []) {
        let found = Self.read(response)
        let redaction = Redaction(secrets)
        code = found.code.flatMap { ErrorText.line(redaction.text($0)) } ?? String(response.status)
        message = found.message.flatMap { ErrorText.line(redaction.text($0)) }
        requestID =
            (["X-Request-Id", "x-openstack-request-id"].lazy
            .compactMap { response.headers[$0] }.first ?? found.requestID)
            .flatMap { ErrorText.identifier(redaction.text($0)) }
        // By the server's own words: a password may be one of them.
        kind = ErrorKind(
            status: response.status, code: code, message: found.message ?? "", isVersionList: found.isVersionList)
        likelyURL = found.isVersionList ? url.flatMap(Self.versioned) : nil
    }

    /// One clause for a person: what the server said, and what follows from it. Nil when there is nothing to say.
    package var summary: String? {
        var text = message ?? ""
        let marks = [code == statusText ? nil : code, requestID.map { "request \($0)" }].compactMap { $0 }
        if !marks.isEmpty { text += (text.isEmpty ? "" : " ") + "(\(marks.joined(separator: ", ")))" }
        if let advice = likelyURL.map({ "try \($0)" }) ?? kind.advice {
            text += (text.isEmpty ? "" : "; ") + advice
        }
        return text.isEmpty ? nil : text
    }

    private var statusText: String? { code.utf8.count == 3 && code.allSatisfy(\.isASCIIDigit) ? code : nil }

    private struct Found {
        var code: String?
        var message: String?
        var requestID: String?
        var isVersionList = false
    }

    private static func read(_ response: HTTPResponse) -> Found {
        guard response.body.count <= 1 << 20, let value = try? JSONValue(parsing: response.body) else {
            return text(response.body)
        }
        guard let object = value.object else { return text(response.body) }
        var found = pair(in: object, depth: 0) ?? Found()
        found.requestID = object["request_id"]?.string
        if let versions = object["versions"]?.array {
            let names = versions.compactMap { $0["id"]?.string }
            found.isVersionList = true
            found.message = "a list of versions" + (names.isEmpty ? "" : " (\(names.joined(separator: ", ")))")
        } else if found.message == nil {
            // RFC 9457, and what common frameworks send.
            let parts = [object["title"]?.string, object["detail"]?.string].compactMap { $0 }
            found.message = parts.isEmpty ? text(response.body).message : parts.joined(separator: ": ")
        }
        return found
    }

    private static func pair(in object: JSONObject, depth: Int) -> Found? {
        let names: [(JSONString, JSONString)] = [
            ("error_code", "error_msg"), ("errorCode", "errorMsg"), ("code", "message"),
        ]
        for (code, message) in names {
            guard let code = object[code], let message = object[message] else { continue }
            return Found(code: plain(code), message: plain(message))
        }
        guard depth < 4 else { return nil }
        for member in object.members {
            if let inner = member.value.object, let found = pair(in: inner, depth: depth + 1) { return found }
        }
        return nil
    }

    private static func plain(_ value: JSONValue) -> String? {
        switch value {
        case .null: nil
        case .string(let string): string.text.isEmpty ? nil : string.text
        default: value.canonicalString
        }
    }

    private static func text(_ body: [UInt8]) -> Found {
        let text = String(decoding: body.prefix(16 << 10), as: UTF8.self)
        guard text.drop(while: \.isWhitespace).first == "<" else { return Found(message: text) }
        let message = ErrorText.element("message", of: text) ?? ErrorText.withoutMarkup(text)
        return Found(code: ErrorText.element("code", of: text), message: message)
    }

    /// The same path below `/v2`, at the same origin: the links in such a list carry internal hosts.
    private static func versioned(_ url: String) -> String? {
        let parts = SplitURL(url)
        guard let schemas = parts.path.ranges(of: "/schemas/").last else { return nil }
        var base = parts.path[..<schemas.lowerBound]
        if let slash = base.lastIndex(of: "/"), base[slash...].hasPrefix("/v") { base = base[..<slash] }
        let better = parts.origin + base + "/v2" + parts.path[schemas.lowerBound...]
        return better == url ? nil : better
    }
}
