/// One step on the way to a document: what was tried, how it went, what to do.
package struct WalkStep: Hashable, Sendable {
    package enum Stage: String, Hashable, Sendable, CaseIterable {
        case files, settings, names, tls, login, catalog, schema
    }

    package enum Outcome: String, Hashable, Sendable {
        case passed, warned, failed
    }

    package var stage: Stage
    /// A file, a host, a cloud, a region or a target.
    package var subject: String
    package var outcome: Outcome
    package var message: String
    package var advice: String?

    package init(_ stage: Stage, _ subject: String, _ outcome: Outcome, _ message: String, advice: String? = nil) {
        self.stage = stage
        self.subject = subject
        self.outcome = outcome
        self.message = message
        self.advice = advice
    }

    /// What the answer of a target means for one who asks whether it works.
    package init(probing target: Target, _ answer: Answer) {
        stage = .schema
        subject = target.key.description
        switch answer {
        case .document(let document):
            outcome = .passed
            message = "\(target.url): \(document.text.count) bytes, digest \(document.digest.hex.prefix(12))"
        case .notModified:
            outcome = .passed
            message = "\(target.url): not modified"
        case .notFound:
            let isOptional = target.key.schema.name.hasPrefix("metadefs/") || target.key.schema.name.hasPrefix("task")
            outcome = isOptional ? .warned : .failed
            message = "\(target.url) answered 404"
            advice =
                isOptional
                ? "this cloud does not publish it, which is usual; leave it out of schemas"
                : "check image_endpoint_override, and whether the path before /v2 is right"
        case .suspect(let suspicion):
            outcome = .failed
            message = "\(target.url): \(suspicion.message)"
            advice = "something in between answers instead of the image service"
        case .failed(let error):
            outcome = .failed
            message = error.description
        }
    }
}

extension WalkStep: CustomStringConvertible {
    package var description: String {
        "\(stage.rawValue): \(subject): \(message)" + (advice.map { "; \($0)" } ?? "")
    }
}
