/// What a pass over the queue came to.
package struct DeliverySummary: Hashable, Sendable {
    package var delivered = 0
    /// Failed, and will be tried again.
    package var retried = 0
    package var dead = 0
    package var parked = 0
    /// Of those retried: nobody answered at all.
    var silent = 0

    package init() {}

    init(_ outcome: DeliveryOutcome, _ result: AttemptResult) {
        switch outcome {
        case .delivered: delivered = 1
        case .retry: retried = 1
        case .dead: dead = 1
        case .parked: parked = 1
        case .abandoned: break
        }
        if case .failed(_, _, isSilent: true) = result { silent = 1 }
    }

    package var tried: Int { delivered + retried + dead + parked }
    /// Whether an alert could not be delivered.
    package var hasTrouble: Bool { retried + dead + parked > 0 }

    package static func += (a: inout DeliverySummary, b: DeliverySummary) {
        a.delivered += b.delivered
        a.retried += b.retried
        a.dead += b.dead
        a.parked += b.parked
        a.silent += b.silent
    }
}

/// What the program's own log may say of deliveries. A parked channel and a dead letter deserve a warning.
package enum DeliveryReport: Hashable, Sendable {
    case settled(Delivery, DeliveryOutcome)
    case storeFailed(channel: String, StoreError)
}
