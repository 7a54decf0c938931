import DriftCore
import Testing

@Suite struct CloudEventTests {
    private func message(
        targets: [AlertTarget], drift: Drift? = nil, text: String = "1 change, breaking",
        event: EventKind = .driftDetected
    ) -> Message {
        Message(
            id: "msg_aaaaaaaaaaaaaaaaaaaaaaaaaa", alertID: "alr_bbbbbbbbbbbbbbbbbbbbbbbbbb", sequence: 2, event: event,
            time: Sample.time(0), impact: .breaking, fingerprint: Fingerprint(hex: "abc123"), targets: targets,
            text: text, drift: drift.map { BoundedDrift($0) })
    }

    private func target(_ key: String, url: String = "http://127.0.0.1/v2/schemas/images") throws -> AlertTarget {
        AlertTarget(key: try TargetKey(key), url: url)
    }

    @Test func `all its members are as agreed`() throws {
        let event = CloudEvent(
            message(targets: [try target("lab/r1/images")], drift: Sample.difference(1)),
            monitor: "my monitor")
        #expect(
            String(decoding: event.body, as: UTF8.self)
                == #"{"data":{"alert_id":"alr_bbbbbbbbbbbbbbbbbbbbbbbbbb","#
                + #""drift":{"backward":{"verdict":"compatible"},"changes":[{"backward":"compatible","#
                + #""fingerprint":"\#(Sample.fingerprint(1).hex)","forward":"breaking","impact":"breaking","#
                + #""kind":"property-removed","message":"p1 is gone","old":{"type":"string"},"#
                + #""pointer":"/properties/p1"}],"changes_total":1,"equal":false,"findings":[],"#
                + #""fingerprint":"\#(Sample.fingerprint(1).hex)","forward":{"reason":"p1 is gone","#
                + #""schema_pointer":"","verdict":"breaking","witness":{"p":1},"witness_pointer":""},"#
                + #""impact":"breaking","truncated":false},"#
                + #""fingerprint":"abc123","impact":"breaking","message":"1 change, breaking","sequence":2,"#
                + #""targets":[{"target":"lab/r1/images","url":"http://127.0.0.1/v2/schemas/images"}],"targets_total":1,"#
                + #""truncated":false},"datacontenttype":"application/json","id":"msg_aaaaaaaaaaaaaaaaaaaaaaaaaa","#
                + #""source":"/driftmonitor/my%20monitor","specversion":"1.0","subject":"lab/r1/images","#
                + #""time":"2026-09-21T14:13:20.000Z","type":"io.driftmonitor.drift.detected"}"#)
    }

    @Test func `several targets share the fingerprint as subject, none have none`() throws {
        let two = CloudEvent(
            message(targets: [try target("lab/r1/images"), try target("lab/r2/images")]), monitor: "m")
        #expect(try JSONValue(parsing: two.body)["subject"] == "abc123")
        var none = message(targets: [], event: .credentialLocked)
        none.fingerprint = nil
        none.impact = nil
        let event = try JSONValue(parsing: CloudEvent(none, monitor: "m").body)
        #expect(event["subject"] == nil)
        #expect(event["data"]?["impact"] == nil)
        #expect(event["data"]?["drift"] == nil)
    }

    @Test(arguments: [1, 20, 21, 300, 1_500]) func `it stays under 20 kB whatever the number of changes and targets`(
        count: Int
    ) throws {
        let changes = (0..<count).map { index in
            Change(
                pointer: Pointer(tokens: [
                    "properties", JSONString(String(repeating: "x", count: count)), JSONString("\(index)"),
                ]), kind: ChangeKind("property-removed"), old: .array(Array(repeating: "\u{1}\"", count: count)),
                new: nil, backward: .compatible, forward: .breaking, impact: .breaking,
                message: String(repeating: "\u{2}", count: count), fingerprint: Sample.fingerprint(1))
        }
        let verdict = Verdict.breaking(
            Witness(
                instance: .array(Array(repeating: 7, count: count)), instancePointer: .root, schemaPointer: .root,
                sentence: String(repeating: "é", count: count * 10)))
        let drift = Drift(
            impact: .breaking, fingerprint: Sample.fingerprint(1), backward: verdict, forward: verdict,
            changes: changes,
            findings: [
                Finding(side: .new, pointer: .root, message: String(repeating: "\\", count: count))
            ])
        let targets = try (0..<count).map { index in
            try target(
                "lab/r\(index)\(String(repeating: "\"", count: count))/images",
                url: "http://x/" + String(repeating: "y", count: count))
        }
        let event = CloudEvent(
            message(targets: targets, drift: drift, text: String(repeating: "\u{1F600}", count: count * 5)),
            monitor: String(repeating: "é", count: count))
        #expect(event.body.count < CloudEvent.maximumBytes)
        let data = try #require(try JSONValue(parsing: event.body)["data"])
        #expect(data["targets_total"]?.number?.int == count)
        #expect(data["drift"]?["changes_total"]?.number?.int == count)
        #expect((data["drift"]?["changes"]?.array?.count ?? 0) <= 20)
        #expect(data["truncated"]?.bool == (count > 20))
        #expect((data["drift"]?["backward"]?["witness"] == nil) == (count > 1000))
    }
}
