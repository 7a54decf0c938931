/// What the answers of one check mean, in turn, beside the version they are compared with. Pure.
package enum Decision: Hashable, Sendable {
    /// Not certain yet: fetch again after a pause, on a new connection, without conditions.
    case fetchAgain
    case unchanged
    /// Two equal answers in turn that are not the latest version.
    case confirmed(SeenDocument)
    case unconfirmed
    case unstable
    case suspect(Suspicion)
    case absent
    case gone
    /// No longer among what the cloud's catalog names; the reason is a sentence.
    case left(reason: String)
    case failed(FetchError)
}

/// A document as answered, with the digest of its view under the target's rules.
package struct SeenDocument: Hashable, Sendable {
    package var document: FetchedDocument
    package var view: Digest

    package init(document: FetchedDocument, view: Digest) {
        self.document = document
        self.view = view
    }
}

/// One answer of a check, with what is needed to compare it.
package enum SeenAnswer: Hashable, Sendable {
    case document(SeenDocument)
    case notModified
    case notFound
    case suspect(Suspicion)
    case failed(FetchError)

    var view: Digest? { if case .document(let seen) = self { seen.view } else { nil } }
}

extension Decision {
    /// - Parameter latestView: of the latest version under the rules in force; nil when the target has none.
    /// - Parameter isGone: a 404 was confirmed and told before.
    package init(answers: [SeenAnswer], latestView: Digest?, isGone: Bool) {
        let isLastTry = answers.count >= 3
        let before = answers.dropLast().last
        switch answers.last {
        case nil: self = .fetchAgain
        case .failed(let error): self = .failed(error)
        case .suspect(let suspicion): self = .suspect(suspicion)
        case .notModified: self = .unchanged
        case .notFound where latestView == nil: self = .absent
        case .notFound where isGone || before == .notFound: self = .gone
        case .notFound: self = isLastTry ? .unconfirmed : .fetchAgain
        case .document(let seen) where seen.view == latestView:
            let sawAnother = answers.contains { $0.view != nil && $0.view != latestView }
            self = sawAnother ? .unconfirmed : .unchanged
        case .document(let seen) where seen.view == before?.view: self = .confirmed(seen)
        case .document:
            let views = answers.compactMap(\.view)
            self = !isLastTry ? .fetchAgain : Set(views).count >= 3 ? .unstable : .unconfirmed
        }
    }
}
