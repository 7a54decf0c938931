import Testing

@testable import DriftJSON

@Suite struct CanonicalLengthsTests {
    @Test(arguments: [
        "null", "false", "[]", "{}", #"{"a":[1.0,1e2,{"b":"\u00e9\n"}],"c":""}"#, "[[[[1]]],2]",
    ])
    func `the length of each value is that of its text`(text: String) throws {
        try expectLengths(of: JSONDocument(parsing: Array(text.utf8)))
    }

    @Test func `sums over blocks are those over nodes`() throws {
        for count in [1, 30, 512, 513, 520, 600, 900] {
            let objects = (0..<count).map { #"{"name": "object \#($0)", "list": [\#($0), 1e3, null, []]}"# }
            try expectLengths(of: JSONDocument(parsing: Array("[\(objects.joined(separator: ", "))]".utf8)))
        }
    }

    private func expectLengths(of document: JSONDocument) {
        var lengths = CanonicalLengths(document)
        let wrong = document.nodes.indices.filter { index in
            guard document.nodes[index].kind != .key else { return false }
            var text: [UInt8] = []
            document.appendCanonicalText(of: index, to: &text)
            return lengths[index] != text.count || !lengths.isAtMost(text.count, at: index)
                || lengths.isAtMost(text.count - 1, at: index)
        }
        #expect(wrong.isEmpty)
    }
}
