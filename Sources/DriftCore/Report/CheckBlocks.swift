/// The results of a cycle as lines. The same change in many targets is told once, below their names, the worst first;
/// what failed stands at the end, one line for a cause.
struct CheckBlocks {
    let results: [CheckResult]
    /// How many targets of a block are named.
    private static let named = 10

    func lines(_ style: TextStyle) -> [String] {
        let failures = results.filter(\.outcome.isFailure)
        let others = results.filter { !$0.outcome.isFailure && $0.outcome.isWorthALine && !$0.isDrifted }
        return drifts.flatMap { lines(of: $0, style) } + others.map { $0.line(style) }
            + causes(failures).flatMap { lines(ofCause: $0, style) }
    }

    /// Targets that drifted in the same way, the worst first; the results are in the order of their keys.
    private var drifts: [[CheckResult]] {
        struct Rollout: Hashable {
            let schema: SchemaName
            let fingerprint: Fingerprint
        }
        let groups = results.filter(\.isDrifted).grouped { result -> Rollout? in
            result.outcome.drift.map { Rollout(schema: result.target.key.schema, fingerprint: $0.fingerprint) }
        }
        func impact(_ group: [CheckResult]) -> Impact { group.compactMap(\.outcome.drift?.impact).max() ?? .unknown }
        let ranked = groups.enumerated().map { (rank: impact($0.element), place: $0.offset, group: $0.element) }
        return ranked.sorted { ($1.rank, $0.place) < ($0.rank, $1.place) }.map(\.group)
    }

    private func lines(of group: [CheckResult], _ style: TextStyle) -> [String] {
        guard let first = group.first, let drift = first.outcome.drift else { return [] }
        var lines = group.prefix(Self.named).map { $0.line(style) }
        if group.count > Self.named { lines.append("… and \(group.count - Self.named) more targets") }
        return lines + DriftText(drift: drift, style: style).lines + [""]
    }

    /// Failures of one cloud whose sentences differ in nothing but addresses.
    private func causes(_ failures: [CheckResult]) -> [[CheckResult]] {
        struct Cause: Hashable {
            let cloud: CloudName
            let outcome: String
            let words: [Substring]
        }
        return failures.grouped { result in
            Cause(
                cloud: result.target.key.cloud, outcome: result.outcome.name,
                words: (result.message ?? "").split(separator: " " as Character).filter { !$0.contains("/") })
        }
    }

    private func lines(ofCause group: [CheckResult], _ style: TextStyle) -> [String] {
        guard let first = group.first else { return [] }
        let others = group.dropFirst().map { $0.target.key.description.shown() }
        guard !others.isEmpty else { return [first.line(style)] }
        let more = others.count > Self.named ? " and \(others.count - Self.named) more" : ""
        return [first.line(style), "  so did \(others.prefix(Self.named).joined(separator: ", "))\(more)"]
    }
}

extension CheckResult {
    fileprivate var isDrifted: Bool { if case .drifted = outcome { true } else { false } }
}

extension Array {
    /// Elements with equal keys together, the groups in the order of their first elements.
    func grouped<Key: Hashable>(_ keyOf: (Element) -> Key) -> [[Element]] {
        var places: [Key: Int] = [:]
        var groups: [[Element]] = []
        for element in self {
            let key = keyOf(element)
            if let place = places[key] {
                groups[place].append(element)
            } else {
                places[key] = groups.count
                groups.append([element])
            }
        }
        return groups
    }
}
