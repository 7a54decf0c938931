/// Checks many targets: one cycle, or for ever.
package struct Fleet<C: Clock>: Sendable where C: Sendable, C.Duration == Duration {
    let stations: FleetStations
    let clock: C
    let options: FleetOptions
    let timetable: Timetable

    package init(
        checker: Checker, store: any SchemaStore, clock: C, options: FleetOptions, timetable: Timetable = Timetable()
    ) {
        self.init(
            stations: FleetStations(checker, store), clock: clock, options: options, timetable: timetable)
    }

    init(stations: FleetStations, clock: C, options: FleetOptions, timetable: Timetable) {
        self.stations = stations
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
        await loop.run(commands: commands, watching: targets)
    }

    /// One fetch of a check and what follows from it.
    /// - Returns: also, how long it took.
    func perform(_ job: FleetJob) async -> (FleetJob.Done, Duration) {
        let started = clock.now
        do throws(StoreError) {
            let step = try await stations.step(job)
            let taken = started.duration(to: clock.now)
            switch step {
            case .fetchAgain(var check, let delay):
                check.spent = job.spent + taken
                return (.again(check, after: delay), taken)
            case .done(var result):
                result.duration = job.spent + taken
                return (.result(result), taken)
            }
        } catch {
            return (.trouble(error, job.target), started.duration(to: clock.now))
        }
    }
}

/// What the loop has others do. Tests put a script in their place.
struct FleetStations: Sendable {
    var step: @Sendable (FleetJob) async throws(StoreError) -> CheckStep
    /// When a target was checked last, by the wall clock.
    var lastCheck: @Sendable (TargetKey) async throws(StoreError) -> Timestamp?
    var touch: @Sendable ([QuietCheck]) async throws(StoreError) -> Void
    var now: @Sendable () -> Timestamp
}

extension FleetStations {
    init(_ checker: Checker, _ store: any SchemaStore) {
        self.init(
            step: { job throws(StoreError) in
                switch job {
                case .begin(let target): try await checker.begin(target)
                case .resume(let check): try await checker.resume(check)
                }
            },
            lastCheck: { key throws(StoreError) in try await store.state(of: key)?.lastCheck },
            touch: { checks throws(StoreError) in try await store.touch(checks) },
            now: checker.now)
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
