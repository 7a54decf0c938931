import DriftCore
import Testing

@Suite struct BoundedDriftTests {
    @Test func `a small drift is whole, without its patch`() {
        guard case .object(var drift) = Sample.driftJSON(1) else { return }
        drift["patch"] = []
        drift["old"] = ["source": "lab/r1/images@1", "digest": "00"]
        var expected = drift
        expected["patch"] = nil
        expected["changes_total"] = 1
        expected["truncated"] = false
        #expect(BoundedDrift.json(of: .object(drift)) == .object(expected))
    }

    @Test func `at most twenty changes are kept`() {
        let change: JSONValue = ["pointer": "/a", "kind": "property-added"]
        let drift: JSONValue = ["changes": .array(Array(repeating: change, count: 21))]
        let bounded = BoundedDrift.json(of: drift)
        #expect(bounded["changes"]?.array?.count == 20)
        #expect(bounded["changes_total"] == 21)
        #expect(bounded["truncated"] == true)
    }

    @Test func `a value that is left out is told from one that is not there, and null stays null`() throws {
        let change: JSONValue = [
            "pointer": "/a", "new": .null, "old": .array(Array(repeating: 1, count: 1000)),
        ]
        let bounded = BoundedDrift.json(of: ["changes": [change]])
        let kept = try #require(bounded["changes"]?.array?.first)
        #expect(kept == ["pointer": "/a", "new": .null, "truncated": true])
        #expect(bounded["truncated"] == true)
    }

    @Test func `a witness above two thousand bytes is left out, one below stays`() {
        func witness(_ count: Int) -> JSONValue? {
            let text = JSONValue(String(repeating: "w", count: count))
            return BoundedDrift.json(of: ["backward": ["verdict": "breaking", "witness": text]])["backward"]?["witness"]
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
