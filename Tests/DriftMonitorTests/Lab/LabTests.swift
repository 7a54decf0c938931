import Testing

/// The built program against the lab's real servers. The tests of a suite run one after another: they change what their lab
/// publishes, stop its servers and count its logins. The suites run side by side, each on a lab of its own: much of their time
/// is waiting for tokens to end and for servers to start.
@Suite(.enabled(if: Lab.isWanted, "the lab is not up: scripts/lab up"), .timeLimit(.minutes(10)))
struct LabTests {}

/// A lab of a suite's own beside the usual one. It is stopped afterwards; its content stays for the next time.
struct OwnLab: SuiteTrait, TestScoping {
    let name: String
    let shape: [String]

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await Lab.with(name, shape) {
            try await Lab.$current.withValue(name) { try await function() }
        }
    }
}

extension Trait where Self == OwnLab {
    /// - Parameter shape: Options of `scripts/lab up`, for the first time.
    static func lab(_ name: String, _ shape: String...) -> OwnLab { OwnLab(name: name, shape: shape) }
}
