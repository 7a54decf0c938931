extension Drift {
    /// One sentence: how many changes, how bad, and the first of them.
    package var summary: String {
        let count = changes.count == 1 ? "1 change" : "\(changes.count) changes"
        let first = changes.max { $0.impact < $1.impact }
        return "\(count), \(impact.rawValue)\(first.map { ": \($0.message)" } ?? "")"
    }
}
