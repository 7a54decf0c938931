/// Judges pairs of schemas as JSON lines, for measuring from outside.
///
/// A line is `{"id","draft","old","new"}`; the answer is one line
/// `{"id","backward":true|false|null,"forward":…,"witness_backward":[DOC],"witness_forward":[DOC]}`. A pair that cannot be
/// judged, or a line that cannot be read, is answered with null for both: the stream never ends because of its input.
public enum PairStream {
    /// - Parameter line: Without its line feed.
    /// - Returns: Canonical JSON text without a line feed; nil for an empty line.
    public static func answer(_ line: [UInt8]) -> [UInt8]? {
        if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return nil }
        var answer: JSONObject = ["backward": .null, "forward": .null]
        guard let pair = try? JSONValue(parsing: line), let object = pair.object else {
            return JSONValue.object(answer).canonicalText
        }
        answer["id"] = object["id"] ?? .null
        guard let old = object["old"], let new = object["new"] else { return JSONValue.object(answer).canonicalText }
        let named = object["draft"].flatMap { $0.string ?? $0.number?.int.map(String.init) }
        let dialect = named.flatMap(Dialect.init(name:)) ?? .applying(to: new, configured: nil, urlPath: nil)
        let judgement = Compatibility.judge(old: old, new: new, dialect: dialect)
        for (key, verdict) in [("backward", judgement.backward), ("forward", judgement.forward)] {
            switch verdict {
            case .compatible: answer[JSONString(key)] = true
            case .unknown: break
            case .breaking(let witness):
                answer[JSONString(key)] = false
                answer[JSONString("witness_" + key)] = [witness.instance]
            }
        }
        return JSONValue.object(answer).canonicalText
    }
}
