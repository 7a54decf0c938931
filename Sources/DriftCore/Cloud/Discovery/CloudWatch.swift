/// Looks at clouds again and again: catalogs change, and a login that failed may work later. Each cloud has its own time, so none waits
/// for another's silence.
package struct CloudWatch<C: Clock>: Sendable where C: Sendable, C.Duration == Duration {
    package let discoverer: Discoverer
    package let wishes: [CloudWish]
    /// Reads the files anew for each look: what was corrected there counts at the next one.
    package let files: @Sendable () throws(CloudError) -> CloudsFiles
    package let clock: C

    package init(
        discoverer: Discoverer, wishes: [CloudWish], clock: C,
        files: @escaping @Sendable () throws(CloudError) -> CloudsFiles
    ) {
        self.discoverer = discoverer
        self.wishes = wishes
        self.clock = clock
        self.files = files
    }

    /// Looks at every cloud at once, and then at each when it is due, until it is cancelled.
    package func run(_ tell: @escaping @Sendable (CloudNews) async -> Void) async {
        var queue = DueQueue<CloudWish, C.Instant>(limit: Discoverer.cloudsAtOnce, limitPerOrigin: 1)
        for wish in wishes { queue.add(wish, origin: wish.name, due: clock.now) }
        await withTaskGroup(of: Signal.self) { group in
            var timer: C.Instant?
            while !Task.isCancelled {
                while let wish = queue.start(at: clock.now) {
                    group.addTask { .looked(wish, again: await look(at: wish, tell)) }
                }
                if !queue.isFull, let due = queue.nextDue, timer.map({ due < $0 }) ?? true {
                    timer = due
                    group.addTask {
                        try? await clock.sleep(until: due, tolerance: nil)
                        return .timer(due)
                    }
                }
                switch await group.next() {
                case .looked(let wish, let pause):
                    queue.finish(origin: wish.name)
                    queue.add(wish, origin: wish.name, due: clock.now.advanced(by: pause))
                case .timer(let due): if timer == due { timer = nil }
                case nil: return
                }
            }
            group.cancelAll()
        }
    }

    private enum Signal: Sendable {
        case looked(CloudWish, again: Duration)
        case timer(C.Instant)
    }

    /// - Returns: when to look at it again.
    private func look(at wish: CloudWish, _ tell: @escaping @Sendable (CloudNews) async -> Void) async -> Duration {
        let files: CloudsFiles
        do throws(CloudError) {
            files = try self.files()
        } catch {
            await tell(.filesUnreadable(error))
            return Self.pause(of: wish, isMissingSomething: true)
        }
        let finding = await discoverer.ask(CloudPlan(wish, in: files)) { finding in
            // What was cut short says nothing about a cloud.
            if !Task.isCancelled { await tell(.found(finding)) }
        }
        return Self.pause(of: wish, isMissingSomething: !finding.refused.isEmpty)
    }

    /// As often as the cloud is checked, twice a minute at most and once an hour at least, and each minute where something is missing.
    static func pause(of wish: CloudWish, isMissingSomething: Bool) -> Duration {
        let pause = max(.seconds(30), min(.seconds(3600), wish.interval))
        return isMissingSomething ? min(pause, .seconds(60)) : pause
    }
}

/// What a look at a cloud came to.
package enum CloudNews: Sendable {
    case found(CloudFinding)
    case filesUnreadable(CloudError)
}
