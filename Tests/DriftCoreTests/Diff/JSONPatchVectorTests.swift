import DriftCore
import Testing

@Suite struct JSONPatchVectorTests {
    @Test func `the conformance cases are applied as they say, and turned round`() throws {
        let cases = try Fixture("json-patch.jsonl").lines
        #expect(cases.count == 108)
        var failures: [String] = []
        for test in cases {
            let document = try #require(test["doc"])
            let result = Result { try JSONPatch(try #require(test["patch"])).apply(to: document) }
            let expected = test["expected"]
            #expect((expected == nil) == (test["refused"] == true))
            if (try? result.get()) != expected {
                failures.append("\(test.canonicalString): \(result)")
            }
            guard let expected else { continue }
            let pairs = [(document, expected), (expected, document)]
            for (from, to) in pairs where try JSONPatch.make(from: from, to: to).apply(to: from) != to {
                failures.append("\(from.canonicalString) -> \(to.canonicalString)")
            }
        }
        #expect(failures == [])
    }

    @Test func `pairs with lists, sets and keys make patches that lead both ways`() throws {
        let pairs = try Fixture("json-patch-pairs.jsonl").lines
        #expect(pairs.count == 63)
        for pair in pairs {
            let (a, b) = (try #require(pair["a"]), try #require(pair["b"]))
            #expect(try JSONPatch.make(from: a, to: b).apply(to: a) == b)
            #expect(try JSONPatch.make(from: b, to: a).apply(to: b) == a)
        }
    }

    @Test func `patches between the releases of the image service lead both ways`() throws {
        let history = try GlanceHistory()
        var steps = 0
        for (old, new) in zip(history.releases, history.releases.dropFirst()) {
            for (schema, name) in new.documents {
                guard let before = old.documents[schema], before != name else { continue }
                let (a, b) = (try history.document(before), try history.document(name))
                steps += 1
                #expect(try JSONPatch.make(from: a, to: b).apply(to: a) == b)
                #expect(try JSONPatch.make(from: b, to: a).apply(to: b) == a)
            }
        }
        #expect(steps == 28)
    }
}
