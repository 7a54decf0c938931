/// What kind of answer a target gave, decided before anything is compared or stored.
package enum Answer: Hashable, Sendable {
    case document(FetchedDocument)
    /// 304 to a conditional request.
    case notModified
    /// 404.
    case notFound
    /// A complete 200 that cannot be this document.
    case suspect(Suspicion)
    case failed(FetchError)
}

/// A document as it was answered, in canonical form.
package struct FetchedDocument: Hashable, Sendable {
    /// Canonical text.
    package var text: [UInt8]
    package var digest: Digest
    package var entityTag: String?
    package var lastModified: String?

    package init(text: [UInt8], digest: Digest, entityTag: String?, lastModified: String?) {
        self.text = text
        self.digest = digest
        self.entityTag = entityTag
        self.lastModified = lastModified
    }
}

/// Why a complete answer is not believed. Its body is kept for a look, the baseline stays.
package struct Suspicion: Hashable, Sendable {
    package enum Reason: String, Hashable, Sendable {
        case empty, html, notJSON, notAnObject, errorBody, notASchema, shrunk
    }

    package var reason: Reason
    /// One sentence for a person.
    package var message: String
    /// The first `bodyLimit` bytes of what was answered.
    package var body: [UInt8]

    package static let bodyLimit = 64 << 10

    package init(reason: Reason, message: String, body: some Collection<UInt8>) {
        self.reason = reason
        self.message = message
        self.body = Array(body.prefix(Self.bodyLimit))
    }
}
