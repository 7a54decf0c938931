import ArgumentParser
import DriftCore

/// An instant as a person gives it: RFC 3339, a date, or an age before now such as `12h` or `7d`.
struct Moment: ExpressibleByArgument {
    let time: Timestamp

    init?(argument: String) {
        if let time = Timestamp(rfc3339: argument) {
            self.time = time
            return
        }
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int64(argument.dropLast()), count >= 0,
            count < 1 << 32
        else { return nil }
        time = Host.now().advanced(by: .seconds(-count * unit))
    }
}

extension TargetKey: ExpressibleByArgument {
    init?(argument: String) {
        guard let key = try? TargetKey(argument) else { return nil }
        self = key
    }
}

/// A JSON Pointer as an operand.
struct PointerArgument: ExpressibleByArgument {
    let pointer: Pointer

    init?(argument: String) {
        guard let pointer = try? Pointer(argument) else { return nil }
        self.pointer = pointer
    }
}

extension Impact: ExpressibleByArgument {}
extension Role: ExpressibleByArgument {}
extension DocumentKind: ExpressibleByArgument {}

extension Dialect: ExpressibleByArgument {
    init?(argument: String) {
        guard let dialect = Dialect(name: argument) else { return nil }
        self = dialect
    }
}

/// A target and, after `@`, a version's number: `mycloud/RegionOne/images@3`.
struct VersionReference: ExpressibleByArgument {
    let target: TargetKey
    /// Nil for the latest.
    let version: Int?

    init?(argument: String) {
        let at = argument.lastIndex(of: "@")
        if let at, let number = Int(argument[argument.index(after: at)...]), number > 0,
            let target = try? TargetKey(String(argument[..<at]))
        {
            self.target = target
            version = number
        } else if let target = try? TargetKey(argument) {
            self.target = target
            version = nil
        } else {
            return nil
        }
    }
}
