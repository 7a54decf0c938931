/// The form of a drift that a message carries: the beginning of it, whatever its size.
///
/// Receivers cut off or refuse long bodies, so a message says how much there is (`changes_total`) and whether anything
/// was left out (`truncated`); the store keeps the whole.
package struct BoundedDrift: Hashable, Sendable {
    /// With as many of the first changes and findings as the form has room for. What there is of them is whole.
    package let drift: Drift
    /// How many changes there are in all.
    package let changesTotal: Int
    /// Whether the form leaves out or shortens anything.
    package let isTruncated: Bool
    /// The `diff` form of it without a patch: long texts end with an ellipsis, other long values are left out.
    package let json: JSONValue

    /// Of canonical text; what a message adds fits beside it in 20 kB.
    package static let maximumBytes = 14_000
    static let maximumChanges = 20
    static let maximumFindings = 5
    static let witnessBytes = 2_000
    private static let valueBytes = 300

    package init(_ drift: Drift) {
        var isCut = false
        let findings = Array(drift.findings.prefix(Self.maximumFindings))
        var form: JSONObject = [
            "equal": .bool(drift.changes.isEmpty), "impact": JSONValue(drift.impact.rawValue),
            "backward": Self.verdict(drift.backward, &isCut), "forward": Self.verdict(drift.forward, &isCut),
            "findings": .array(findings.map { Self.members(of: $0.json, to: 200, &isCut) }),
        ]
        form["fingerprint"] = Self.shortened(JSONValue(drift.fingerprint.hex), to: 200, &isCut)
        isCut = isCut || drift.findings.count > findings.count
        var changes: [JSONValue] = []
        // Commas, and the three members that are not there yet.
        var left = Self.maximumBytes - JSONValue.object(form).canonicalText.count - 100
        for change in drift.changes.prefix(Self.maximumChanges) {
            var isShort = false
            let short = Self.members(of: change.json, to: Self.valueBytes, &isShort)
            let size = short.canonicalText.count + 1
            guard size <= left else { break }
            left -= size
            isCut = isCut || isShort
            changes.append(short)
        }
        isCut = isCut || changes.count < drift.changes.count
        form["changes"] = .array(changes)
        form["changes_total"] = JSONValue(drift.changes.count)
        form["truncated"] = .bool(isCut)
        json = .object(form)
        changesTotal = drift.changes.count
        isTruncated = isCut
        var beginning = drift
        beginning.changes = Array(drift.changes.prefix(changes.count))
        beginning.findings = findings
        self.drift = beginning
    }

    private static func verdict(_ verdict: Verdict, _ isCut: inout Bool) -> JSONValue {
        var object = verdict.json.object ?? [:]
        guard case .breaking(let witness) = verdict else { return members(of: .object(object), to: 500, &isCut) }
        object["witness"] = nil
        var bounded = members(of: .object(object), to: 500, &isCut).object ?? [:]
        if witness.instance.canonicalText.count <= witnessBytes {
            bounded["witness"] = witness.instance
        } else {
            isCut = true
        }
        return .object(bounded)
    }

    /// An object with its long members shortened: texts end with an ellipsis, other values are left out and the object
    /// says so, because a member that is missing otherwise means that there was nothing.
    private static func members(of value: JSONValue, to limit: Int, _ isCut: inout Bool) -> JSONValue {
        guard let object = value.object else { return value }
        var bounded: JSONObject = [:]
        var isShort = false
        for member in object.members { bounded[member.key] = shortened(member.value, to: limit, &isShort) }
        if isShort {
            bounded["truncated"] = true
            isCut = true
        }
        return .object(bounded)
    }

    private static func shortened(_ value: JSONValue, to limit: Int, _ isCut: inout Bool) -> JSONValue? {
        guard value.canonicalText.count > limit else { return value }
        isCut = true
        return value.string.map { JSONValue(BoundedText.cut($0, bytes: limit - 10)) }
    }
}

package enum BoundedText {
    /// The beginning of a text, whole code points, so that its JSON form has at most that many bytes and an ellipsis.
    package static func cut(_ text: String, bytes limit: Int) -> String {
        var kept = String.UnicodeScalarView()
        var size = 0
        for scalar in text.unicodeScalars {
            let width =
                switch scalar.value {
                case 0x22, 0x5C, 8, 9, 10, 12, 13: 2
                case 0..<0x20: 6
                default: UTF8.width(scalar)
                }
            size += width
            guard size <= limit else { return String(kept) + "…" }
            kept.append(scalar)
        }
        return text
    }
}
