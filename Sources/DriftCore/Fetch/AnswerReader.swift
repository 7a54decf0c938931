/// Decides what kind of answer a response is. Pure: the same response always gives the same answer.
package struct AnswerReader: Sendable {
    package var kind: DocumentKind
    package var limits: JSONLimits

    package init(kind: DocumentKind, limits: JSONLimits = JSONLimits()) {
        self.kind = kind
        self.limits = limits
    }

    /// - Parameters:
    ///   - request: As it was sent: what the answer repeats of its credentials is taken out.
    ///   - known: The digest of the latest version, which needs no second look.
    package func read(
        _ response: HTTPResponse, to request: HTTPRequest, known: Digest?, now: Timestamp
    ) -> Answer {
        let redaction = Redaction(request.secrets)
        switch response.status {
        case 200: return readBody(response, request, redaction, known: known)
        case 304:
            let wasConditional =
                request.headers["If-None-Match"] != nil || request.headers["If-Modified-Since"] != nil
            return wasConditional ? .notModified : .failed(.unaskedNotModified(url: request.url))
        case 404: return .notFound
        case 301, 302, 303, 307, 308:
            return .failed(
                .redirect(response.status, location: response.headers["Location"].map(redaction.text), url: request.url)
            )
        default:
            let retryAfter = response.headers["Retry-After"].flatMap { RetryAfter($0, now: now)?.delay }
            let detail = ErrorBody(response, url: request.url, hiding: request.secrets).summary
            return .failed(.status(response.status, detail: detail, retryAfter: retryAfter, url: request.url))
        }
    }

    private func readBody(
        _ response: HTTPResponse, _ request: HTTPRequest, _ redaction: Redaction, known: Digest?
    ) -> Answer {
        let body = response.body
        func suspect(_ reason: Suspicion.Reason, _ message: String, read text: [UInt8]? = nil) -> Answer {
            // What an escape within an escape hides from the one is seen in the other.
            let shown = text.flatMap { redaction.found(in: $0) ? $0 : nil } ?? body
            // More than is kept, so that no secret is cut in half before it is found.
            let body = redaction.bytes(Array(shown.prefix(Suspicion.bodyLimit + (16 << 10))))
            return .suspect(Suspicion(reason: reason, message: redaction.text(message), body: body))
        }
        guard body.contains(where: { !Self.isBlank($0) }) else {
            return suspect(.empty, "the answer is 200 with an empty body")
        }
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: body, limits: limits)
        } catch {
            if body.first(where: { !Self.isBlank($0) }) == UInt8(ascii: "<") {
                return suspect(
                    .html, "the answer is 200 with a page (HTML or XML), such as a sign-in or maintenance page")
            }
            return suspect(.notJSON, "the answer is 200 but no JSON: \(error)")
        }
        let text = document.canonicalText
        let digest = Digest(of: text)
        if digest != known, kind == .schema, let suspicion = suspicion(of: text, in: response, request.secrets) {
            return suspect(suspicion.reason, suspicion.message, read: text)
        }
        // As it is written and as it is stored: an escape in it may hide a credential from the one or the other.
        let credentials = Redaction(request.credentials)
        if digest != known, credentials.found(in: body) || credentials.found(in: text) {
            return suspect(
                .errorBody, "the answer is 200 and repeats the credential that it was asked with", read: text)
        }
        // One that holds a secret is of no use: it would be stored, and another when it was taken out.
        func validator(_ name: String) -> String? {
            response.headers[name].flatMap { redaction.found(in: $0) ? nil : $0 }
        }
        return .document(
            FetchedDocument(
                text: text, digest: digest, entityTag: validator("ETag"), lastModified: validator("Last-Modified")))
    }

    private func suspicion(
        of text: [UInt8], in response: HTTPResponse, _ secrets: [Secret]
    ) -> (reason: Suspicion.Reason, message: String)? {
        func suspect(_ reason: Suspicion.Reason, _ message: String) -> (Suspicion.Reason, String) { (reason, message) }
        guard let value = try? JSONValue(parsing: text, limits: limits), let object = value.object else {
            return suspect(.notAnObject, "the answer is JSON but no object, so it is no schema")
        }
        let isProblem = response.headers["Content-Type"]?.lowercased().hasPrefix("application/problem+json") == true
        if isProblem || Self.looksLikeError(object) {
            return suspect(
                .errorBody,
                "the answer is 200 with an error body: \(ErrorBody(response, hiding: secrets).summary ?? "no text")")
        }
        guard object.keys.contains(where: Self.keywords.contains) else {
            return suspect(.notASchema, "the answer is a JSON object without any keyword of JSON Schema")
        }
        return nil
    }

    /// An error in one of the forms that clouds use, and nothing that a schema has.
    private static func looksLikeError(_ object: JSONObject) -> Bool {
        guard object["properties"] == nil, object["items"] == nil, object["$ref"] == nil else { return false }
        let isProblem = object["title"]?.string != nil && object["status"]?.number != nil
        let pairs: [(JSONString, JSONString)] = [
            ("error_code", "error_msg"), ("errorCode", "errorMsg"), ("code", "message"), ("code", "title"),
        ]
        let isFault = ["error", "errors", "fault"].contains { object[$0] != nil }
        return isProblem || isFault || pairs.contains { object[$0.0] != nil && object[$0.1] != nil }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    /// What at least one of must stand at the top of a schema: words that say something about instances.
    private static let keywords: Set<JSONString> = [
        "$defs", "$dynamicRef", "$recursiveRef", "$ref", "$schema", "additionalItems", "additionalProperties", "allOf",
        "anyOf", "const", "contains", "definitions", "dependencies", "dependentRequired", "dependentSchemas",
        "disallow",
        "else", "enum", "exclusiveMaximum", "exclusiveMinimum", "extends", "format", "if", "items", "maxContains",
        "maxItems", "maxLength", "maxProperties", "maximum", "minContains", "minItems", "minLength", "minProperties",
        "minimum", "multipleOf", "not", "oneOf", "pattern", "patternProperties", "prefixItems", "properties",
        "propertyNames", "required", "then", "type", "unevaluatedItems", "unevaluatedProperties", "uniqueItems",
    ]
}
