/// A message as a CloudEvent 1.0 in structured JSON, under 20 kB whatever it tells.
package struct CloudEvent: Sendable {
    package let body: [UInt8]

    package static let contentType = "application/cloudevents+json; charset=utf-8"
    package static let maximumBytes = 20_000
    private static let targetsBytes = 4_000

    /// - Parameter monitor: the name of this installation, the last part of `source`.
    package init(_ message: Message, monitor: String) {
        var isCut = false
        var event: JSONObject = [
            "specversion": "1.0", "id": JSONValue(message.id),
            "source": JSONValue("/driftmonitor/" + Self.encoded(monitor)),
            "type": JSONValue("io.driftmonitor." + message.event.rawValue),
            "time": JSONValue(message.time.description), "datacontenttype": "application/json",
        ]
        if message.targets.count == 1, let target = message.targets.first {
            event["subject"] = JSONValue(BoundedText.cut(target.key.description, bytes: 500))
        } else if let fingerprint = message.fingerprint {
            event["subject"] = JSONValue(fingerprint.hex)
        }
        var data: JSONObject = [
            "alert_id": JSONValue(message.alertID), "sequence": JSONValue(message.sequence),
            "message": JSONValue(BoundedText.cut(message.text, bytes: 1_000)),
            "targets": .array(Self.targets(message.targets, &isCut)),
            "targets_total": JSONValue(message.targets.count),
        ]
        isCut = isCut || data["message"]?.string != message.text
        data["impact"] = message.impact.map { JSONValue($0.rawValue) }
        data["fingerprint"] = message.fingerprint.map { JSONValue($0.hex) }
        if let drift = message.drift {
            isCut = isCut || drift.isTruncated
            data["drift"] = drift.json
        }
        data["truncated"] = .bool(isCut)
        event["data"] = .object(data)
        body = JSONValue.object(event).canonicalText
    }

    /// As many targets as fit; a name or URL that is too long by itself is cut or left out.
    private static func targets(_ targets: [AlertTarget], _ isCut: inout Bool) -> [JSONValue] {
        var kept: [JSONValue] = []
        var size = 0
        for target in targets {
            let key = target.key.description
            var object: JSONObject = ["target": JSONValue(BoundedText.cut(key, bytes: 500))]
            if target.url.utf8.count <= 1_000 { object["url"] = JSONValue(target.url) }
            isCut = isCut || object["url"] == nil || object["target"]?.string != key
            size += JSONValue.object(object).canonicalText.count + 1
            guard size <= targetsBytes else {
                isCut = true
                break
            }
            kept.append(.object(object))
        }
        return kept
    }

    /// Percent-encoded but for the characters that every part of a URI may hold (RFC 3986, 2.3), at most 200 of them.
    private static func encoded(_ name: String) -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        var text: [UInt8] = []
        for byte in name.utf8 where text.count < 200 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                text.append(byte)
            default: text += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
