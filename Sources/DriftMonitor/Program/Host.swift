import DriftCore
import FoundationEssentials
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// What the process was given: variables, user, directory and the time of day. Nothing else in the program asks for them.
struct Host: Sendable {
    let variables: [String: String]
    let isRoot: Bool
    let currentDirectory: String

    static let current = Host(
        variables: ProcessInfo.processInfo.environment, isRoot: geteuid() == 0,
        currentDirectory: FileManager.default.currentDirectoryPath)

    /// A variable that is set and not empty.
    func variable(_ name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    static let now: @Sendable () -> Timestamp = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Whether results may be coloured (https://no-color.org).
    func allowsColour(on console: Console) -> Bool {
        console.isTerminal && variable("NO_COLOR") == nil && variables["TERM"] != "dumb"
    }
}
