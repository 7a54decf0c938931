/// What two documents differ in, whom it breaks, and the proof.
package struct Drift: Hashable, Sendable {
    package var impact: Impact
    package var fingerprint: Fingerprint
    /// Whether every instance valid under OLD is valid under NEW: old writers keep working.
    package var backward: Verdict
    /// Whether every instance valid under NEW is valid under OLD: old readers keep working.
    package var forward: Verdict
    package var changes: [Change]
    package var findings: [Finding]

    package init(
        impact: Impact, fingerprint: Fingerprint, backward: Verdict, forward: Verdict, changes: [Change],
        findings: [Finding]
    ) {
        self.impact = impact
        self.fingerprint = fingerprint
        self.backward = backward
        self.forward = forward
        self.changes = changes
        self.findings = findings
    }
}

/// How much a change matters, the worst first.
package enum Impact: String, Hashable, Sendable, CaseIterable {
    case breaking, unknown, semantic, compatible, cosmetic
}

extension Impact: Comparable {
    /// `cosmetic` is the least, `breaking` the greatest.
    package static func < (a: Impact, b: Impact) -> Bool { a.severity < b.severity }

    private var severity: Int {
        switch self {
        case .cosmetic: 0
        case .compatible: 1
        case .semantic: 2
        case .unknown: 3
        case .breaking: 4
        }
    }
}

/// One difference between two documents.
package struct Change: Hashable, Sendable {
    /// For a member of a set (an `enum` value) the list's pointer. In OLD for a removal, else in NEW.
    package var pointer: Pointer
    package var kind: ChangeKind
    /// Nil when there was nothing; a JSON null is `.null`.
    package var old: JSONValue?
    package var new: JSONValue?
    package var backward: LocalVerdict
    package var forward: LocalVerdict
    package var impact: Impact
    package var message: String
    package var fingerprint: Fingerprint

    package init(
        pointer: Pointer, kind: ChangeKind, old: JSONValue?, new: JSONValue?, backward: LocalVerdict,
        forward: LocalVerdict, impact: Impact, message: String, fingerprint: Fingerprint
    ) {
        self.pointer = pointer
        self.kind = kind
        self.old = old
        self.new = new
        self.backward = backward
        self.forward = forward
        self.impact = impact
        self.message = message
        self.fingerprint = fingerprint
    }
}

/// A verdict on the nearest enclosing subschemas alone, without its witness.
package enum LocalVerdict: String, Hashable, Sendable, CaseIterable {
    case compatible, breaking, unknown
}

/// A stable id in the field's words, such as `enum-value-added`. It never changes meaning.
package struct ChangeKind: Hashable, Sendable {
    package let id: String

    package init(_ id: String) {
        self.id = id
    }
}

/// What makes the same change in two regions the same: a versioned SHA-256 in hex.
package struct Fingerprint: Hashable, Sendable {
    /// 64 hexadecimal digits.
    package let hex: String

    package init(hex: String) {
        self.hex = hex
    }

    /// The twelve digits that people are shown.
    package var short: String { String(hex.prefix(12)) }
}
