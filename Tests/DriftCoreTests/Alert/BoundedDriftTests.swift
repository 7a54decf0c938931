import Testing

@testable import DriftCore
@testable import DriftSchema

@Suite struct BoundedDriftTests {
    @Test func `a small drift is whole`() {
        let drift = Sample.difference(1)
        let bounded = BoundedDrift(drift)
        #expect(bounded.drift == drift)
        #expect(bounded.changesTotal == 1)
        #expect(!bounded.isTruncated)
        #expect(bounded.json == drift.json.setting("changes_total", to: 1).setting("truncated", to: false))
    }

    /// Receivers read this text: it stays as it is, byte for byte.
    @Test func `what is long is cut, and says so where it is cut`() {
        let long = String(repeating: "é", count: 200)
        let change = Change(
            pointer: Pointer(tokens: ["properties", "a/b"]), kind: ChangeKind("type-changed"),
            old: .array(Array(repeating: "string", count: 40)), new: .null, backward: .breaking, forward: .unknown,
            impact: .breaking, message: long, fingerprint: Fingerprint(hex: "5c1d"))
        let drift = Drift(
            impact: .breaking, fingerprint: Fingerprint(hex: "9f3b"),
            backward: .breaking(
                Witness(
                    instance: .array(Array(repeating: 7, count: 1000)), instancePointer: .root,
                    schemaPointer: Pointer(tokens: ["type"]), sentence: "no longer an array")),
            forward: .unknown(reason: long + long), changes: Array(repeating: change, count: 21),
            findings: Array(
                repeating: Finding(side: .new, pointer: Pointer(tokens: ["type"]), message: long), count: 6))
        func cut(_ count: Int) -> String { String(repeating: "é", count: count) + "…" }
        let entry =
            #"{"backward":"breaking","fingerprint":"5c1d","forward":"unknown","impact":"breaking","#
            + #""kind":"type-changed","message":"\#(cut(145))","new":null,"pointer":"/properties/a~1b","truncated":true}"#
        let note = #"{"message":"\#(cut(95))","pointer":"/type","side":"new","truncated":true}"#
        #expect(
            BoundedDrift(drift).json.canonicalString
                == #"{"backward":{"reason":"no longer an array","schema_pointer":"/type","verdict":"breaking","#
                + #""witness_pointer":""},"changes":["# + Array(repeating: entry, count: 20).joined(separator: ",")
                + #"],"changes_total":21,"equal":false,"findings":["#
                + Array(repeating: note, count: 5).joined(separator: ",") + #"],"fingerprint":"9f3b","#
                + #""forward":{"reason":"\#(cut(245))","truncated":true,"verdict":"unknown"},"impact":"breaking","#
                + #""truncated":true}"#)
    }

    @Test func `of whatever drift the form is what its first definition says, byte for byte`() {
        var generator = DriftGenerator(seed: 29)
        var cut = 0
        for _ in 0..<400 {
            let drift = generator.drift()
            let bounded = BoundedDrift(drift)
            #expect(bounded.json.canonicalText == FormOfMessages.json(of: drift.json).canonicalText)
            #expect(bounded.json.canonicalText.count <= BoundedDrift.maximumBytes)
            #expect(bounded.json["truncated"]?.bool == bounded.isTruncated)
            #expect(bounded.json["changes"]?.array?.count == bounded.drift.changes.count)
            #expect(bounded.changesTotal == drift.changes.count)
            #expect(drift.changes.starts(with: bounded.drift.changes))
            #expect(drift.findings.starts(with: bounded.drift.findings))
            if bounded.isTruncated { cut += 1 }
        }
        #expect(100 < cut && cut < 400)
    }

    @Test func `a value that is left out is told from one that is not there, and null stays null`() throws {
        var drift = Sample.difference(1)
        drift.changes[0].old = .array(Array(repeating: 1, count: 1000))
        drift.changes[0].new = .null
        let bounded = BoundedDrift(drift)
        let kept = try #require(bounded.json["changes"]?.array?.first)
        #expect(kept["old"] == nil)
        #expect(kept["new"] == .null)
        #expect(kept["truncated"] == true)
        #expect(bounded.isTruncated)
    }

    @Test func `a witness above two thousand bytes is left out, one below stays`() {
        func witness(_ count: Int) -> JSONValue? {
            var drift = Sample.difference(1)
            drift.backward = .breaking(
                Witness(
                    instance: JSONValue(String(repeating: "w", count: count)), instancePointer: .root,
                    schemaPointer: .root, sentence: ""))
            return BoundedDrift(drift).json["backward"]?["witness"]
        }
        #expect(witness(1_998) != nil)
        #expect(witness(1_999) == nil)
    }

    @Test func `a cut text keeps whole code points`() {
        #expect(BoundedText.cut("aé😀", bytes: 7) == "aé😀")
        #expect(BoundedText.cut("aé😀", bytes: 6) == "aé…")
        #expect(BoundedText.cut("\n\n", bytes: 3) == "\n…")
    }
}

/// The form in which messages carry drifts, as it was first defined: over the JSON of a drift, whatever its members.
private enum FormOfMessages {
    static func json(of drift: JSONValue) -> JSONValue {
        var bounded: JSONObject = [:]
        var isCut = false
        for key in ["equal", "impact", "fingerprint"] as [JSONString] {
            bounded[key] = drift[key].flatMap { shortened($0, to: 200, &isCut) }
        }
        for key in ["backward", "forward"] as [JSONString] {
            bounded[key] = drift[key].flatMap { verdict($0, &isCut) }
        }
        let findings = drift["findings"]?.array ?? []
        bounded["findings"] = .array(findings.prefix(5).compactMap { members($0, to: 200, &isCut) })
        isCut = isCut || findings.count > 5
        let all = drift["changes"]?.array ?? []
        var changes: [JSONValue] = []
        var left = 14_000 - JSONValue.object(bounded).canonicalText.count - 100
        for change in all.prefix(20) {
            var isShort = false
            guard let short = members(change, to: 300, &isShort) else { continue }
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
            if witness.canonicalText.count <= 2_000 { bounded["witness"] = witness } else { isCut = true }
        }
        return .object(bounded)
    }

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
