import DriftCore
import NIOConcurrencyHelpers

/// What checks need of clouds, as far as it is known by now: discovery adds to it while they run.
final class FoundClouds: Sendable {
    private struct State {
        var sessions: [String: CloudSession] = [:]
        var regionNames: Set<String> = []
        var sortedNames: [String]?
    }

    private let state = NIOLockedValueBox(State())

    func take(_ finding: CloudFinding) {
        name(finding.targets.compactMap(\.key.region?.name))
        guard let session = finding.session else { return }
        state.withLockedValue { state in
            // A session that has not asked every login yet knows less than the last one.
            if finding.isWhole || state.sessions[finding.cloud] == nil { state.sessions[finding.cloud] = session }
        }
    }

    /// Fingerprints leave these names of regions out.
    func name(_ regions: [String]) {
        state.withLockedValue { state in
            let count = state.regionNames.count
            state.regionNames.formUnion(regions)
            if state.regionNames.count != count { state.sortedNames = nil }
        }
    }

    func session(of cloud: String) -> CloudSession? { state.withLockedValue { $0.sessions[cloud] } }

    var regionNames: [String] {
        state.withLockedValue { state in
            if let names = state.sortedNames { return names }
            let names = state.regionNames.sorted()
            state.sortedNames = names
            return names
        }
    }
}
