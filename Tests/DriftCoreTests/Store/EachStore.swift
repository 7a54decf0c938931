import DriftCore
import Testing

/// Which store the tests against the protocol run on just now.
enum StoreKind: String, CaseIterable {
    case sqlite, memory

    @TaskLocal static var current = StoreKind.sqlite
}

/// Runs each test of a suite once for each store.
struct EachStore: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing body: @concurrent @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await body() }
        for kind in StoreKind.allCases {
            try await StoreKind.$current.withValue(kind) { try await body() }
        }
    }
}

extension Trait where Self == EachStore {
    static var eachStore: Self { EachStore() }
}
