import DriftJSON
import Foundation
import Testing

@Suite(.enabled(if: JSONCorpus.exists, "the shared corpus is not here")) struct JSONPatchCorpusTests {
    @Test(arguments: ["tests.json", "spec_tests.json"])
    func `the conformance cases are applied as they say, and turned round`(file: String) throws {
        // The files hold disabled cases with a key twice, which no reader of ours takes.
        let lenient = try JSONSerialization.jsonObject(with: Data(JSONCorpus.bytes("json-patch/\(file)")))
        let text = Array(try JSONSerialization.data(withJSONObject: lenient))
        let cases = try JSONValue(parsing: text).array ?? []
        #expect(cases.count > 10)
        var failures: [String] = []
        for test in cases where test["disabled"] != true {
            guard let document = test["doc"], let patch = test["patch"] else { continue }
            let result = Result { try JSONPatch(patch).apply(to: document) }
            let expected = test["error"] == nil ? test["expected"] ?? document : nil
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
        var pairs: [(JSONValue, JSONValue)] = []
        for name in try JSONCorpus.names("json-patch/jd-spec") where name.hasSuffix(".json") {
            for test in try JSONValue(parsing: JSONCorpus.bytes("json-patch/jd-spec/\(name)")).array ?? [] {
                guard let a = test["content_a"]?.string, let b = test["content_b"]?.string else { continue }
                guard let old = try? JSONValue(parsing: a), let new = try? JSONValue(parsing: b) else { continue }
                pairs += [(old, new), (new, old)]
            }
        }
        #expect(pairs.count > 20)
        for (old, new) in pairs {
            #expect(try JSONPatch.make(from: old, to: new).apply(to: old) == new)
        }
    }

    @Test func `patches between real versions lead both ways, exactly`() throws {
        let files = try JSONCorpus.realFiles()
        var wrong: [String] = []
        for (old, new) in zip(files, files.dropFirst()) where old.series == new.series {
            let (a, b) = (try JSONValue(parsing: old.text()), try JSONValue(parsing: new.text()))
            for (from, to, name) in [(a, b, "\(old.path) -> \(new.path)"), (b, a, "\(new.path) -> \(old.path)")] {
                let patch = try JSONPatch.make(from: from, to: to)
                if try patch.apply(to: from) != to { wrong.append(name) }
            }
        }
        #expect(files.count > 10)
        #expect(wrong == [])
    }
}
