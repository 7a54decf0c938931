/// Checks many targets: one cycle, or for ever.
package struct Fleet<C: Clock>: Sendable where C: Sendable, C.Duration == Duration {
    package let checker: Checker
    package let store: any SchemaStore
    package let clock: C
    package let options: FleetOptions
    package let timetable: Timetable

    package init(
        checker: Checker, store: any SchemaStore, clock: C, options: FleetOptions, timetable: Timetable = Timetable()
    ) {
        self.checker = checker
        self.store = store
        self.clock = clock
        self.options = options
        self.timetable = timetable
    }

    /// Checks each target once, as soon as the limits allow.
    ///
    /// - Parameter commands: May bring more targets (`checkNow`); the end comes when they have ended and everything is checked.
    @specialized(where C == ContinuousClock)
    package func checkOnce(
        _ targets: [Target], commands: AsyncStream<FleetCommand>? = nil,
        onEvent: @escaping @Sendable (FleetEvent) async -> Void
    ) async {
        var loop = FleetLoop(fleet: self, repeats: false, onEvent: onEvent)
        loop.watchNow(targets)
        await loop.run(commands: commands)
    }

    /// Checks each target when it is due, until told to stop.
    @specialized(where C == ContinuousClock)
    package func run(
        _ targets: [Target], commands: AsyncStream<FleetCommand>,
        onEvent: @escaping @Sendable (FleetEvent) async -> Void
    ) async {
        var loop = FleetLoop(fleet: self, repeats: true, onEvent: onEvent)
        await loop.watch(targets)
        await loop.run(commands: commands)
    }

    /// One fetch of a check and what follows from it.
    func perform(_ job: FleetJob) async -> FleetJob.Done {
        let started = clock.now
        do throws(StoreError) {
            let step =
                switch job {
                case .begin(let target): try await checker.begin(target)
                case .resume(let check): try await checker.resume(check)
                }
            let spent = job.spent + started.duration(to: clock.now)
            switch step {
            case .fetchAgain(var check, let delay):
                check.spent = spent
                return .again(check, after: delay)
            case .done(var result):
                result.duration = spent
                return .result(result)
            }
        } catch {
            return .trouble(error, job.target)
        }
    }
}

package struct FleetOptions: Hashable, Sendable {
    /// Exchanges at once, in all and to one origin.
    package var concurrent: Int
    package var perOrigin: Int

    package init(concurrent: Int = 32, perOrigin: Int = 4) {
        self.concurrent = concurrent
        self.perOrigin = perOrigin
    }
}

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
    /// The store's fault, never the target's: the target's health stays as it is.
    case storeTrouble(StoreError, target: Target?)
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
