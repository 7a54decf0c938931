/// Why a target's document could not be fetched. Never about the document itself: that is a `Suspicion`.
package enum FetchError: Error, Hashable {
    case transport(HTTPTransportError, url: String)
    /// Any status but 200 and 304; 404 only where a person named the document. `detail` is what the server said, cut to a sane length.
    case status(Int, detail: String?, retryAfter: Duration?, url: String)
    /// 304 although the request had no condition.
    case unaskedNotModified(url: String)
    /// A redirect is never followed: secrets and documents belong to one origin.
    case redirect(Int, location: String?, url: String)
    /// The credential, not the target: told once for all targets that share it.
    case credential(CredentialFault)
    /// The cloud's settings or its catalog, in one sentence.
    case cloud(String)
}

/// What keeps a credential from working, as the cloud's login found it.
package struct CredentialFault: Hashable, Sendable {
    /// The cloud as configured, whose targets share the login.
    package var cloud: String
    /// One sentence without secrets that says what to do.
    package var message: String
    /// The login was refused, or is paused after a refusal; else the login service could not be asked.
    package var isRefusal: Bool
    package var retryAfter: Duration?

    package init(cloud: String, message: String, isRefusal: Bool, retryAfter: Duration? = nil) {
        self.cloud = cloud
        self.message = message
        self.isRefusal = isRefusal
        self.retryAfter = retryAfter
    }
}

extension FetchError {
    package var status: Int? {
        switch self {
        case .status(let status, _, _, _), .redirect(let status, _, _): status
        case .unaskedNotModified: 304
        case .transport, .credential, .cloud: nil
        }
    }

    /// How long the server asked to be left alone.
    package var retryAfter: Duration? {
        switch self {
        case .status(_, _, let retryAfter, _): retryAfter
        case .credential(let fault): fault.retryAfter
        default: nil
        }
    }
}

extension FetchError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .transport(let error, let url): "\(url): \(error)"
        case .status(let status, let detail, _, let url):
            "\(url) answered \(status)\(Self.meaning(of: status))\(detail.map { ": \($0)" } ?? "")"
        case .unaskedNotModified(let url):
            "\(url) answered 304 (not modified) though nothing conditional was asked; a cache in between is broken"
        case .redirect(let status, let location, let url):
            "\(url) redirects (\(status)) to \(location ?? "nowhere"); redirects are not followed: configure the final URL"
        case .credential(let fault): fault.message
        case .cloud(let message): message
        }
    }

    private static func meaning(of status: Int) -> String {
        switch status {
        case 300: " (a list of versions): the URL lacks its version, such as /v2"
        case 400: " (bad request)"
        case 401: " (unauthorized): check this target's credentials or headers"
        case 403: " (forbidden): these credentials may not read it"
        case 404: " (not found): nothing is published there; correct the URL or the schema's name"
        case 429: " (too many requests): raise the interval or lower limits.per_host"
        case 500...599: " (the server's fault)"
        default: ""
        }
    }
}
