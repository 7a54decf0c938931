/// What the clients of a target do with its schema; it decides which verdict counts.
package enum Role: String, Hashable, Sendable, CaseIterable {
    /// Validate what the server sends: `forward` counts.
    case reader
    /// Send documents: `backward` counts.
    case writer
    case both
}
