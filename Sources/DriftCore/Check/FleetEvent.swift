package enum FleetCommand: Hashable, Sendable {
    /// Start nothing more; running checks may end within the grace period, then they are cancelled.
    case stop(grace: Duration)
    /// Watch these from now on.
    case reload([Target])
    /// Check these once, as soon as the limits allow, whatever is watched.
    case checkNow([Target])
    /// Say `alive`: an answer proves that the loop turns.
    case ping
}

package enum FleetEvent: Sendable {
    case checked(CheckResult)
    /// The answer to a ping, after the commands before it and what had ended by then.
    case alive
    /// These were not looked at for three intervals. Each is told once, until it is looked at again.
    case late([LateTarget])
    /// The store's fault, never the target's: the target's health stays as it is.
    case storeTrouble(StoreError, target: Target?)
}

/// A target that nobody looked at for three of its intervals.
package struct LateTarget: Hashable, Sendable {
    package var target: Target
    /// How long ago the last look was, or the start.
    package var time: Duration
    package var reason: Reason

    package enum Reason: String, Hashable, Sendable {
        case serverAsked = "its server asked to be left alone"
        case noPlace = "it is due, but its server or the fleet has no free place"
        case isRunning = "its check has not ended"
        case storeFailed = "the store failed"
    }

    package init(target: Target, time: Duration, reason: Reason) {
        self.target = target
        self.time = time
        self.reason = reason
    }
}

extension LateTarget: CustomStringConvertible {
    package var description: String {
        "\(target.key) was not looked at for \(time.inWords), though its interval is \(target.interval.inWords): "
            + reason.rawValue
    }
}

enum FleetJob: Sendable {
    case begin(Target)
    case resume(CheckInProgress)

    enum Done: Sendable {
        case again(CheckInProgress, after: Duration)
        case result(CheckResult)
        case trouble(StoreError, Target)
    }

    var target: Target {
        switch self {
        case .begin(let target): target
        case .resume(let check): check.target
        }
    }

    var spent: Duration {
        if case .resume(let check) = self { check.spent } else { .zero }
    }
}
