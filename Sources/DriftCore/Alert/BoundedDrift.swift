/// The form of a drift that a message carries: the beginning of it, whatever its size.
///
/// Receivers cut off or refuse long bodies, so a message says how much there is (`changes_total`) and whether anything
/// was left out (`truncated`); the store keeps the whole.
package enum BoundedDrift {
    /// Of canonical text; what a message adds fits beside it in 20 kB.
    package static let maximumBytes = 14_000
    static let maximumChanges = 20
    static let witnessBytes = 2_000
    private static let valueBytes = 300

    /// - Parameter drift: the `diff` form; a patch is left out.
    package static func json(of drift: JSONValue) -> JSONValue {
        var bounded: JSONObject = [:]
        var isCut = false
        for key in ["equal", "impact", "fingerprint"] as [JSONString] {
            bounded[key] = drift[key].flatMap { shortened($0, to: 200, &isCut) }
        }
        for key in ["old", "new"] as [JSONString] {
            bounded[key] = drift[key].flatMap { members($0, to: 500, &isCut) }
        }
        for key in ["backward", "forward"] as [JSONString] {
            bounded[key] = drift[key].flatMap { verdict($0, &isCut) }
        }
        let findings = drift["findings"]?.array ?? []
        bounded["findings"] = .array(findings.prefix(5).compactMap { members($0, to: 200, &isCut) })
        isCut = isCut || findings.count > 5
        let all = drift["changes"]?.array ?? []
        var changes: [JSONValue] = []
        // Commas, and the two members that are not there yet.
        var left = maximumBytes - JSONValue.object(bounded).canonicalText.count - 100
        for change in all.prefix(maximumChanges) {
            var isShort = false
            guard let short = members(change, to: valueBytes, &isShort) else { continue }
            let size = short.canonicalText.count + 1
            guard size <= left else { break }
            left -= size
            isCut = isCut || isShort
            changes.append(short)
        }
        bounded["changes"] = .array(changes)
        bounded["changes_total"] = JSONValue(all.count)
        bounded["truncated"] = .bool(isCut || changes.count < all.count)
        return .object(bounded)
    }

    private static func verdict(_ verdict: JSONValue, _ isCut: inout Bool) -> JSONValue? {
        guard case .object(var object) = verdict else { return nil }
        let witness = object["witness"]
        object["witness"] = nil
        guard case .object(var bounded) = members(.object(object), to: 500, &isCut) else { return nil }
        if let witness {
            if witness.canonicalText.count <= witnessBytes {
                bounded["witness"] = witness
            } else {
                isCut = true
            }
        }
        return .object(bounded)
    }

    /// An object with its long members shortened: texts end with an ellipsis, other values are left out and the object
    /// says so, because a member that is missing otherwise means that there was nothing.
    private static func members(_ value: JSONValue, to limit: Int, _ isCut: inout Bool) -> JSONValue? {
        guard let object = value.object else { return nil }
        var bounded: JSONObject = [:]
        var isShort = false
        for member in object.members.prefix(20) where member.key.text.utf8.count <= 40 {
            bounded[member.key] = shortened(member.value, to: limit, &isShort)
        }
        isShort = isShort || bounded.count < object.count
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
