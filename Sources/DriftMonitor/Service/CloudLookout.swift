import DriftCore
import Logging
import NIOConcurrencyHelpers

/// Keeps what a fleet watches up to date with what clouds are found to have. Nothing waits for a cloud: the fleet runs already, and the
/// daemon is ready when all clouds have answered or patience is at its end.
struct CloudLookout: Sendable {
    let monitor: Monitor
    /// At URLs that are configured.
    let plain: [Target]
    /// The files that were read for the first look.
    let files: [String]
    let log: EventLog
    let service: ServiceManager
    let commands: AsyncStream<FleetCommand>.Continuation

    private let isEnding = NIOLockedValueBox(false)

    init(
        monitor: Monitor, plain: [Target], files: [String], log: EventLog, service: ServiceManager,
        commands: AsyncStream<FleetCommand>.Continuation
    ) {
        self.monitor = monitor
        self.plain = plain
        self.files = files
        self.log = log
        self.service = service
        self.commands = commands
    }

    /// How long a start waits for clouds before it says that it is ready: far below a service manager's own patience.
    static let patience: Duration = .seconds(2)
    /// Several clouds that answer in one moment are one message to the fleet.
    private static let gathering: Duration = .milliseconds(200)

    private enum News: Sendable {
        case cloud(CloudNews)
        case patienceEnded
        case gathered
    }

    /// From here on nothing is said to the service manager: the daemon is on its way out.
    func end() { isEnding.withLockedValue { $0 = true } }

    /// Until it is cancelled; without clouds, until it has said that the daemon is ready.
    func run() async {
        let wishes = monitor.configuration.cloudWishes
        guard !wishes.isEmpty else { return sayReady(plain.count) }
        let (news, source) = AsyncStream.makeStream(of: News.self)
        let watch = CloudWatch(
            discoverer: monitor.discoverer, wishes: wishes, clock: ContinuousClock(),
            files: { () throws(CloudError) in try monitor.readCloudsFiles() })
        await withTaskGroup(of: Void.self) { group in
            func after(_ time: Duration, _ message: News) {
                group.addTask {
                    if (try? await Task.sleep(for: time)) != nil { source.yield(message) }
                }
            }
            group.addTask { await watch.run { source.yield(.cloud($0)) } }
            after(Self.patience, .patienceEnded)
            var view = View(Discovery(plain: plain, wishes: wishes))
            for await message in news {
                switch message {
                case .cloud(let news):
                    let isFirst = !view.hasNews
                    await take(news, &view)
                    if view.hasNews, isFirst { after(Self.gathering, .gathered) }
                    if !view.isReady, view.discovery.isWhole { becomeReady(&view) }
                case .gathered: hand(over: &view)
                case .patienceEnded: if !view.isReady { becomeReady(&view) }
                }
            }
            group.cancelAll()
        }
    }

    /// What is known, and what was said of it.
    private struct View {
        var discovery: Discovery
        /// There are targets that the fleet does not know of.
        var hasNews = false
        var isReady = false
        var warnings: Set<String> = []
        var refused: [String: [RefusedCloud]] = [:]
        var filesTrouble: CloudError?

        init(_ discovery: Discovery) { self.discovery = discovery }
    }

    private func take(_ news: CloudNews, _ view: inout View) async {
        let finding: CloudFinding
        switch news {
        case .filesUnreadable(let error):
            if view.filesTrouble != error { log.logger.error("the clouds cannot be looked at again: \(error)") }
            view.filesTrouble = error
            return
        case .found(let found): finding = found
        }
        view.filesTrouble = nil
        monitor.clouds.take(finding)
        if view.discovery.take(finding) { view.hasNews = true }
        guard finding.isWhole else { return }
        for warning in finding.warnings where view.warnings.insert(warning).inserted {
            log.logger.warning("\(warning)")
        }
        let last = view.refused.updateValue(finding.refused, forKey: finding.cloud) ?? []
        for refused in finding.refused where !last.contains(refused) {
            log.logger.error(
                "cloud refused: \(refused.reason)",
                metadata: ["cloud": "\(refused.cloud)", "region": "\(refused.region ?? "-")"])
        }
        do throws(StoreError) {
            for result in try await monitor.checker.tell(finding) { log.record(.checked(result)) }
        } catch {
            log.record(.storeTrouble(error, target: nil))
        }
    }

    private func hand(over view: inout View) {
        guard view.hasNews else { return }
        view.hasNews = false
        let targets = view.discovery.targets
        commands.yield(.reload(targets))
        guard view.isReady else { return }
        log.logger.notice("the targets of the clouds changed", metadata: ["targets": "\(targets.count)"])
        if !isEnding.withLockedValue({ $0 }) { service.status("watching \(targets.count) targets") }
    }

    private func becomeReady(_ view: inout View) {
        hand(over: &view)
        view.isReady = true
        sayReady(view.discovery.targets.count)
    }

    private func sayReady(_ count: Int) {
        guard !isEnding.withLockedValue({ $0 }) else { return }
        var fields: Logger.Metadata = ["targets": "\(count)", "store": "\(monitor.store.place)"]
        if !files.isEmpty { fields["clouds_files"] = "\(files.joined(separator: ", "))" }
        log.logger.notice("watching", metadata: fields)
        ProgramCode.giveBackPages()
        service.ready(status: "watching \(count) targets")
    }
}
