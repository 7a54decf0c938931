import Testing

@testable import DriftJSON

@Suite struct TapeComparisonTests {
    @Test(arguments: 0..<300)
    func `containers under the same keys differ exactly when their values do`(seed: Int) throws {
        var generator = DocumentGenerator(seed: UInt64(seed))
        let old: JSONValue = ["root": generator.document(depth: 6)]
        try expectAgreement(old, generator.edited(old, edits: seed % 4))
    }

    @Test func `what was written in another way is equal`() throws {
        let old = try JSONDocument(parsing: Array(#"{"a":{"é":[1.0,{"x":"\u0041"}],"\n":100},"b":{}}"#.utf8))
        let new = try JSONDocument(parsing: Array(#"{"b":{},"a":{"\u000a":1e2,"\u00e9":[1,{"x":"A"}]}}"#.utf8))
        #expect(!TapeComparison(old, new).differs(0))
    }

    @Test func `after a list that differs the members behind it are still compared`() throws {
        let old = try JSONDocument(parsing: Array(#"{"a":{"l":[[1],2],"z":{"y":1}},"b":{"c":{}}}"#.utf8))
        let new = try JSONDocument(parsing: Array(#"{"a":{"l":[[3],2],"z":{"y":2}},"b":{"c":{}}}"#.utf8))
        let comparison = TapeComparison(old, new)
        let differing = old.nodes.indices.filter { old.nodes[$0].isContainer && comparison.differs($0) }
        // The root, a, l without what is inside it, z; not b and c.
        #expect(differing == [0, 2, 4, 9])
    }

    private func expectAgreement(_ old: JSONValue, _ new: JSONValue) throws {
        let (a, b) = (try old.document, try new.document)
        guard a.nodes[0].kind == b.nodes[0].kind, a.nodes[0].isContainer else { return }
        let comparison = TapeComparison(a, b)
        var pending = [(0, 0)]
        while let (x, y) = pending.popLast() {
            #expect(comparison.differs(x) == (a.value(at: x) != b.value(at: y)))
            guard a.nodes[x].kind == .object else { continue }
            var key = a.firstKey(of: x)
            while key != 0 {
                var other = b.firstKey(of: y)
                while other != 0, b.decodedBytes(b.nodes[other]) != a.decodedBytes(a.nodes[key]) {
                    other = Int(b.nodes[other].link)
                }
                if other != 0, a.nodes[key + 1].isContainer, a.nodes[key + 1].kind == b.nodes[other + 1].kind {
                    pending.append((key + 1, other + 1))
                }
                key = Int(a.nodes[key].link)
            }
        }
    }
}
