/// How one check of one target ended.
///
/// What few outcomes carry lies elsewhere (`indirect`), because a cycle holds one outcome for each target.
package enum CheckOutcome: Hashable, Sendable {
    /// The first confirmed document, which is the baseline.
    case initial
    case unchanged
    /// Another document, confirmed; `flip` when this target published it before.
    indirect case drifted(Drift, from: Int, flip: Bool)
    /// Back to the baseline: the open drift closes.
    indirect case reverted(Drift, from: Int)
    /// A changed answer that the confirming fetch did not give again.
    case unconfirmed(cycles: Int)
    /// The answers differ each time; the places that vary.
    case unstable(varying: [Pointer])
    indirect case suspect(Suspicion)
    /// 404, and never seen; nobody named this very document.
    case absent
    /// 404 twice on a target that has a version.
    case gone
    indirect case failed(FetchError)
}

extension CheckOutcome {
    package var kind: OutcomeKind {
        switch self {
        case .initial: .initial
        case .unchanged: .unchanged
        case .drifted: .drifted
        case .reverted: .reverted
        case .unconfirmed: .unconfirmed
        case .unstable: .unstable
        case .suspect: .suspect
        case .absent: .absent
        case .gone: .gone
        case .failed: .failed
        }
    }

    /// The outcome's word in reports, counters and metrics.
    package var name: String { kind.rawValue }

    package static let names = OutcomeKind.allCases.map(\.rawValue)

    package var drift: Drift? {
        switch self {
        case .drifted(let drift, _, _), .reverted(let drift, _): drift
        default: nil
        }
    }
}

/// One target's part of a cycle's report.
package struct CheckResult: Hashable, Sendable {
    package var target: Target
    package var outcome: CheckOutcome
    /// The version the target has now; nil before its first.
    package var version: Int?
    package var digest: Digest?
    /// The HTTP status of the last answer, where there was one.
    package var status: Int?
    package var duration: Duration
    /// One sentence for a person; nil where the outcome says it all.
    package var message: String?
    /// Something was told for the first time.
    package var isNews: Bool
    /// The latest version differs from the accepted one.
    package var hasOpenDrift: Bool
    /// To be stored with others of its kind; nil when everything is stored already.
    package var quiet: QuietCheck?
    /// How long the server asked to be left alone.
    package var retryAfter: Duration?

    package init(
        target: Target, outcome: CheckOutcome, version: Int?, digest: Digest?, status: Int?,
        duration: Duration = .zero, message: String?, isNews: Bool = false, hasOpenDrift: Bool = false,
        quiet: QuietCheck? = nil, retryAfter: Duration? = nil
    ) {
        self.target = target
        self.outcome = outcome
        self.version = version
        self.digest = digest
        self.status = status
        self.duration = duration
        self.message = message
        self.isNews = isNews
        self.hasOpenDrift = hasOpenDrift
        self.quiet = quiet
        self.retryAfter = retryAfter
    }
}

extension CheckOutcome {
    /// Whether the target could not be looked at properly, so that it is tried again sooner.
    package var isFailure: Bool {
        switch self {
        case .failed, .suspect: true
        default: false
        }
    }
}
