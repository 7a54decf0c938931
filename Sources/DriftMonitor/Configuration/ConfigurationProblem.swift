/// One thing that is wrong with a configuration file, where, and what to write instead.
struct ConfigurationProblem: Error, Hashable, Sendable {
    var file: String
    /// Nil for the file as a whole.
    var place: SourcePlace?
    /// Such as `channels[0].url`; empty for the file as a whole.
    var path: String
    var message: String
}

/// Lines and columns count from 1, columns in code points.
struct SourcePlace: Hashable, Sendable {
    var line: Int
    var column: Int
}

extension ConfigurationProblem: CustomStringConvertible {
    var description: String {
        let position = place.map { ":\($0.line):\($0.column)" } ?? ""
        return "\(file)\(position): \(path.isEmpty ? "" : "\(path): ")\(message)"
    }
}

/// Everything that is wrong with a configuration file, in the order of the file.
struct ConfigurationProblems: Error, Hashable, Sendable {
    let problems: [ConfigurationProblem]

    init(_ problems: [ConfigurationProblem]) {
        self.problems = problems.sorted {
            ($0.place?.line ?? 0, $0.place?.column ?? 0) < ($1.place?.line ?? 0, $1.place?.column ?? 0)
        }
    }
}

extension ConfigurationProblems: CustomStringConvertible {
    var description: String { problems.map(\.description).joined(separator: "\n") }
}
