/// What is to be watched, put together from plain targets and what clouds were found to have, in the order of the wishes whichever
/// cloud answers first.
package struct Discovery: Sendable {
    /// At URLs that are configured; no cloud is asked for them.
    package let plain: [Target]
    private let order: [String]
    private var findings: [String: CloudFinding] = [:]
    package private(set) var targets: [Target]

    package init(plain: [Target], wishes: [CloudWish] = []) {
        self.plain = plain
        order = wishes.map(\.name)
        targets = plain
    }

    /// Whether each cloud has been heard to the end.
    package var isWhole: Bool { order.allSatisfy { findings[$0]?.isWhole == true } }

    /// Takes the place of what was known of that cloud. A look that is not at its end only adds: the regions it has not come to may be
    /// there still.
    /// - Returns: whether other targets are to be watched now.
    @discardableResult
    package mutating func take(_ finding: CloudFinding) -> Bool {
        var finding = finding
        let last = findings[finding.cloud]
        if !finding.isWhole, let last {
            let keys = Set(finding.targets.map(\.key))
            finding.targets += last.targets.filter { !keys.contains($0.key) }
            finding.isWhole = last.isWhole
            if last.isWhole { finding.refused = last.refused }
        }
        findings[finding.cloud] = finding
        guard finding.targets != last?.targets ?? [] else { return false }
        targets = plain + all.flatMap(\.targets)
        return true
    }

    /// By cloud, those that have answered.
    package var all: [CloudFinding] { order.compactMap { findings[$0] } }
    package var refused: [RefusedCloud] { all.flatMap(\.refused) }
    package var entries: [CloudEntry] { all.flatMap(\.entries) }

    /// Each once.
    package var warnings: [String] {
        var seen: Set<String> = []
        return all.flatMap(\.warnings).filter { seen.insert($0).inserted }
    }

    /// How a target logs in, in a word or two.
    package func auth(of target: Target) -> String {
        switch target.access {
        case .headers(let headers):
            headers.isEmpty ? "none" : "header " + headers.map(\.name).joined(separator: ", ")
        case .cloud(let cloud): findings[cloud]?.login ?? "cloud"
        }
    }
}
