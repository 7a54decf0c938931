/// When each target has its turn.
extension FleetLoop {
    /// What the store said of some targets.
    struct Placement: Sendable {
        var targets: [(target: Target, lastCheck: Timestamp?)] = []
        var error: StoreError?
    }

    /// Every target is due at once.
    mutating func watchNow(_ targets: [Target]) {
        for target in targets where turns[target.key] == nil {
            begin(Turn(target: target), at: fleet.clock.now)
        }
    }

    /// Watches these, and no others. What is watched already as it is keeps its turn, and what is running goes on. Others get
    /// their place in their interval when the store has said when they were checked last; nothing waits for that.
    mutating func watch(_ targets: [Target], in group: inout Tasks) {
        let now = fleet.clock.now
        let wished = Dictionary(targets.map { ($0.key, $0) }) { first, _ in first }
        drop(but: wished, now)
        waveGroups = [:]
        var unplaced: [Target] = []
        for (key, target) in wished {
            lateness.watch(key, interval: target.interval, now: now)
            waveGroups[Waves.Group(target), default: []].append(key)
            if turns[key] == nil {
                turns[key] = Turn(target: target)
                unplaced.append(target)
            } else {
                turns[key]?.target = target
                turns[key]?.isWatched = true
            }
        }
        lateness.keep { wished[$0] != nil }
        waves.keep { wished[$0] != nil }
        let stations = fleet.stations
        for start in stride(from: 0, to: unplaced.count, by: 256) {
            let some = unplaced[start..<min(start + 256, unplaced.count)]
            group.addTask { .placed(await Placement(of: some, from: stations)) }
        }
    }

    /// Takes what is not wished as it is out of the queue. A target that is another one by now (its address moved, its rules
    /// changed) is forgotten with what was seen of it, and looked at soon.
    private mutating func drop(but wished: [TargetKey: Target], _ now: C.Instant) {
        for job in queue.drain() {
            let key = job.target.key
            guard let turn = turns[key] else { continue }
            switch turn.phase {
            case .waiting(let ticket) where wished[key] == turn.target:
                turns[key]?.phase = .waiting(queue.add(job, origin: job.target.origin, due: ticket.due))
            case .confirming(let ticket) where wished[key] == turn.target:
                turns[key]?.phase = .confirming(queue.add(job, origin: job.target.origin, due: ticket.due))
            case .waiting, .confirming:
                if case .confirming = turn.phase { texts.release() }
                guard let target = wished[key] else {
                    turns[key] = nil
                    continue
                }
                let delay = fleet.timetable.first(target, lastCheck: nil, now: fleet.stations.now())
                begin(Turn(target: target), at: now.advanced(by: delay))
            case .unplaced, .running: break
            }
        }
        for (key, turn) in turns where wished[key] == nil {
            if case .running = turn.phase { turns[key]?.isWatched = false } else { turns[key] = nil }
        }
    }

    mutating func place(_ placement: Placement) async {
        if let error = placement.error { await onEvent(.storeTrouble(error, target: nil)) }
        guard !isStopping else { return }
        let now = fleet.clock.now
        let wallTime = fleet.stations.now()
        for (target, lastCheck) in placement.targets {
            guard let turn = turns[target.key], case .unplaced = turn.phase else { continue }
            begin(turn, at: now.advanced(by: fleet.timetable.first(target, lastCheck: lastCheck, now: wallTime)))
        }
    }

    private mutating func begin(_ turn: Turn, at due: C.Instant) {
        var turn = turn
        turn.phase = .waiting(queue.add(.begin(turn.target), origin: turn.target.origin, due: due))
        turns[turn.target.key] = turn
    }

    mutating func repeatCheck(after result: CheckResult) {
        let key = result.target.key
        let now = fleet.clock.now
        guard var turn = turns[key] else { return }
        guard repeats, !isStopping, turn.isWatched else {
            turns[key] = nil
            return
        }
        lateness.looked(at: key, now: now)
        turn.failures = result.outcome.isFailure ? turn.failures + 1 : 0
        turn.held = turn.failures > 0 && result.retryAfter != nil ? .serverAsked : nil
        let pause = fleet.timetable.next(turn.target, failures: turn.failures, retryAfter: result.retryAfter)
        var due = now.advanced(by: pause)
        var kept: C.Instant?
        if turn.failures == 0 {
            // A look out of turn is one more, and moves no turn: else all targets would come together after each wave.
            if let usual = turn.usual, usual > now { due = usual }
            if let wanted = turn.wanted, wanted < due {
                kept = due
                due = max(wanted, now)
            }
        }
        turn.usual = kept
        turn.wanted = nil
        begin(turn, at: due)
    }

    mutating func repeatCheck(afterTroubleWith key: TargetKey) {
        guard var turn = turns[key] else { return }
        guard repeats, !isStopping, turn.isWatched else {
            turns[key] = nil
            return
        }
        lateness.gaveUp(on: key)
        turn.held = .storeFailed
        turn.usual = nil
        turn.wanted = nil
        let pause = fleet.timetable.next(turn.target, failures: 1, retryAfter: nil)
        begin(turn, at: fleet.clock.now.advanced(by: pause))
    }

    /// A change was seen: asks the others that it may have reached soon, too. One that does not answer is left to its own
    /// pauses.
    mutating func hasten(after target: Target) {
        let now = fleet.clock.now
        guard repeats, !isStopping, waves.start(at: target, now: now) else { return }
        for key in waveGroups[Waves.Group(target)] ?? [] where key != target.key {
            guard let turn = turns[key], turn.failures == 0, turn.held == nil else { continue }
            switch turn.phase {
            case .unplaced, .confirming: continue
            case .running: turns[key]?.wanted = waves.turn(of: turn.target, due: nil, now: now)
            case .waiting(let ticket):
                guard let soon = waves.turn(of: turn.target, due: ticket.due, now: now) else { continue }
                turns[key]?.usual = turn.usual ?? ticket.due
                turns[key]?.phase = .waiting(
                    queue.move(ticket, .begin(turn.target), origin: turn.target.origin, to: soon))
            }
        }
    }
}

extension FleetLoop.Placement {
    /// A store that fails makes nobody wait: the targets come as if they were never checked.
    init(of targets: ArraySlice<Target>, from stations: FleetStations) async {
        for target in targets {
            do throws(StoreError) {
                self.targets.append((target, error == nil ? try await stations.lastCheck(target.key) : nil))
            } catch {
                self.error = error
                self.targets.append((target, nil))
            }
        }
    }
}
