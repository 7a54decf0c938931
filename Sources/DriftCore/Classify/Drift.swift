/// What two documents differ in, whom it breaks, and the proof.
package struct Drift: Hashable, Sendable {
    /// The worst that the documents as a whole mean for the clients who count; waivers and levels are applied.
    package var impact: Impact
    /// The same wherever the same changes are found, whatever the region's name and the order of keys.
    package var fingerprint: Fingerprint
    /// Whether every instance valid under OLD is valid under NEW: old writers keep working.
    package var backward: Verdict
    /// Whether every instance valid under NEW is valid under OLD: old readers keep working.
    package var forward: Verdict
    /// The worst first; empty for equal documents.
    package var changes: [Change]
    /// What is wrong with the documents themselves, and waivers that expired.
    package var findings: [Finding]

    /// Takes the parts as they are; `Classifier` makes them fit each other.
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
    /// What sort of change it is: the rule's id.
    package var kind: ChangeKind
    /// Nil when there was nothing; a JSON null is `.null`.
    package var old: JSONValue?
    /// As `old`, in NEW.
    package var new: JSONValue?
    /// Whether what the part accepted before is still accepted: the writers' side.
    package var backward: LocalVerdict
    /// Whether what the part accepts now was accepted before: the readers' side.
    package var forward: LocalVerdict
    /// How much it matters by itself; a waiver or level is applied.
    package var impact: Impact
    /// One sentence for a person, the place included.
    package var message: String
    /// The same for the same change in another region.
    package var fingerprint: Fingerprint

    /// Takes the parts as they are; `Classifier` makes them fit each other.
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
    /// Lower-case words with hyphens.
    package let id: String

    /// Takes any text; `Rule.byKind` knows which ids there are.
    package init(_ id: String) {
        self.id = id
    }
}

/// What makes the same change in two regions the same: a versioned SHA-256 in hex.
package struct Fingerprint: Hashable, Sendable {
    /// 64 hexadecimal digits.
    package let hex: String

    /// Takes the text as it is: from the store or a message, which hold what was computed once.
    package init(hex: String) {
        self.hex = hex
    }

    /// The twelve digits that people are shown.
    package var short: String { String(hex.prefix(12)) }
}
