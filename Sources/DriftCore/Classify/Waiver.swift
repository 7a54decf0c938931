/// A kind of change that is accepted at some places, for a reason and until a day.
package struct Waiver: Hashable, Sendable {
    /// Of this kind alone.
    package let kind: ChangeKind
    /// Where: matched against the change's pointer.
    package let pattern: PointerPattern
    /// Never blank: it is shown with each change that it covers.
    package let reason: String
    /// Up to this instant.
    package let expiry: Timestamp

    /// - Parameters:
    ///   - expires: RFC 3339; a date alone is its first instant.
    package init(kind: String, pointer: String, reason: String, expires: String) throws(WaiverError) {
        let kind = ChangeKind(kind)
        guard Rule.byKind[kind] != nil else { throw .unknownKind(kind.id, nearest: Rule.nearestKind(to: kind.id)) }
        do { pattern = try PointerPattern(pointer) } catch { throw .badPattern(error) }
        guard reason.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw .noReason(kind: kind.id, pointer: pointer)
        }
        guard let expiry = Timestamp(rfc3339: expires) else {
            throw .badExpiry(expires, kind: kind.id, pointer: pointer)
        }
        self.kind = kind
        self.reason = reason
        self.expiry = expiry
    }

    /// Whether it counts no longer; at `expiry` itself it does not.
    package func isExpired(at now: Timestamp) -> Bool { now >= expiry }

    func covers(_ kind: ChangeKind, _ pointer: Pointer) -> Bool { kind == self.kind && pattern.matches(pointer) }

    /// The day of the expiry: `2027-01-31`.
    var day: String { String(expiry.description.prefix(10)) }
}

/// Why a waiver or a level cannot be used.
package enum WaiverError: Error, Hashable {
    case unknownKind(String, nearest: String?)
    case badPattern(PointerPatternError)
    case noReason(kind: String, pointer: String)
    case badExpiry(String, kind: String, pointer: String)
}

extension WaiverError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownKind(let kind, let nearest):
            "'\(kind)' is no kind of change\(nearest.map { "; did you mean '\($0)'?" } ?? ""); `driftmonitor rules` lists them"
        case .badPattern(let error): error.description
        case .noReason(let kind, let pointer):
            "the waiver of \(kind) at '\(pointer)' needs a reason: whoever meets it later must know why it is there"
        case .badExpiry(let text, let kind, let pointer):
            "'\(text)' is no day on which the waiver of \(kind) at '\(pointer)' ends; write it like 2027-01-31"
        }
    }
}

extension Rule {
    /// A kind with at most two letters more, less or different.
    package static func nearestKind(to id: String) -> String? {
        let candidates = all.map { (distance($0.kind.id, id), $0.kind.id) }.filter { $0.0 <= 2 }
        return candidates.min { $0 < $1 }?.1
    }

    private static func distance(_ a: String, _ b: String) -> Int {
        let b = Array(b.utf8)
        var row = Array(0...b.count)
        for (i, byte) in a.utf8.enumerated() {
            var previous = row[0]
            row[0] = i + 1
            for j in b.indices {
                let cost = min(row[j] + 1, row[j + 1] + 1, previous + (byte == b[j] ? 0 : 1))
                previous = row[j + 1]
                row[j + 1] = cost
            }
        }
        return row[b.count]
    }
}
