import Testing

@testable import DriftCore

@Suite struct IdentificationTests {
    @Test func `the built-in table is whole`() throws {
        let known = try KnownSchemas(table: KnownSchemaTable.text)
        #expect(known.releases.count == 88)
        #expect(known.documents.filter { $0.runs.isEmpty }.isEmpty)
        #expect(
            Set(known.documents.map(\.schema)) == [
                "image", "images", "member", "members", "task", "tasks", "metadefs/namespace", "metadefs/namespaces",
                "metadefs/object", "metadefs/objects", "metadefs/property", "metadefs/properties",
                "metadefs/resource_type",
                "metadefs/resource_types", "metadefs/tag", "metadefs/tags",
            ])
    }

    @Test func `every known document is found again, and nothing nearer`() {
        var wrong: [String] = []
        for document in KnownSchemas.builtIn.documents {
            guard let found = Identification.of(document.value), found.isExact, found.isBare == document.isBare else {
                wrong.append("\(document.schema) \(document.runs)")
                continue
            }
        }
        #expect(wrong == [])
    }

    @Test func `a release is named with what a deployment changed in it`() throws {
        var juno = try known("image", "2014.2")
        #expect(Identification.of(juno)?.summary == "Juno (2014.2)")
        juno = try change(juno, "/properties/disk_format/enum") { .array(($0.array ?? []) + ["zvhd", "zvhd2"]) }
        #expect(Identification.of(juno)?.summary == "Juno (2014.2), plus 2 values in disk_format")
        juno = try change(juno, "/properties/min_ram") { _ in nil }
        #expect(
            Identification.of(juno)?.summary == "Juno (2014.2), plus 2 values in disk_format, minus property min_ram")
        juno = try change(juno, "/properties/owner/description") { _ in "The project" }
        #expect(
            Identification.of(juno)?.summary
                == "Juno (2014.2), plus 2 values in disk_format, minus property min_ram, and 1 other text")
    }

    @Test func `the order of sets does not matter`() throws {
        let train = try known("image", "19.0.0")
        let reversed = try change(train, "/properties/disk_format/enum") { .array(($0.array ?? []).reversed()) }
        #expect(reversed != train)
        #expect(Identification.of(reversed)?.isExact == true)
        #expect(Identification.of(train)?.release == "Train (19.0.0) to 2026.2 (33.0.0)")
    }

    @Test(arguments: [#"{}"#, #"{"type":"object","properties":{"a":{"type":"string"}}}"#, "[]", #""image""#, "true"])
    func `what is no image service schema is nearest to none`(text: String) throws {
        #expect(Identification.of(try JSONValue(parsing: text)) == nil)
    }

    private func known(_ schema: String, _ release: String) throws -> JSONValue {
        let known = KnownSchemas.builtIn
        let index = try #require(known.releases.firstIndex { $0.version == release })
        let document = known.documents.first {
            $0.schema == schema && !$0.isBare && $0.runs.contains { $0.contains(index) }
        }
        return try #require(document?.value)
    }

    private func change(_ document: JSONValue, _ pointer: String, _ edit: (JSONValue) -> JSONValue?) throws -> JSONValue
    {
        let pointer = try Pointer(pointer)
        let value = try #require(document[pointer])
        let name = try #require(pointer.last)
        let parent = try #require(pointer.parent)
        let changed = document.replacing(parent) { $0?.setting(name, to: edit(value)) }
        return try #require(changed)
    }
}

/// What is known about real documents.
@Suite struct PublishedSchemaTests {
    @Test(arguments: [
        ("documented-images.json", "images", "Juno (2014.2)", 1),
        ("documented-image.json", "image", "Juno (2014.2)", 0),
        ("documented-member.json", "member", "Mitaka (12.0.0) to 2026.2 (33.0.0)", 0),
        ("documented-members.json", "members", "Mitaka (12.0.0) to 2026.2 (33.0.0)", 0),
    ])
    func `the documented schemas of Huawei Cloud are known`(file: String, schema: String, release: String, count: Int)
        throws
    {
        let document = try Fixture("huawei-ims/\(file)").json
        let found = try #require(Identification.of(document))
        #expect(found.schema == schema)
        #expect(found.release == release)
        #expect(found.differences.count == count)
        if count == 1 {
            #expect(found.differences.map(\.kind.id) == ["schema-invalid"])
            #expect(
                found.summary
                    == #"Juno (2014.2), images[].*: type is "String", which JSON Schema does not allow; it was "string""#
            )
        }
    }

    /// The digests were taken of the documents that each release's own sources make, by another program.
    @Test func `the built-in table holds what every release published, and nothing else`() throws {
        let known = KnownSchemas.builtIn
        let file = try Fixture("glance-digests.json").json
        #expect(known.releases.map(\.version) == file["releases"]?.array?.compactMap(\.string))
        let published = (file["published"]?.array ?? []).map { run in
            ["schema", "from", "to", "sha256"].map { run[$0]?.string ?? "" }
        }
        var found: [[String]] = []
        for document in known.documents {
            let schema = document.isBare ? "bare/\(document.schema)" : document.schema
            let digest = Digest(of: document.value.canonicalText).hex
            for run in document.runs {
                let ends = [run.lowerBound, run.upperBound].map { known.releases[$0].version }
                found.append([schema] + ends + [digest])
            }
        }
        #expect(found.count == 114)
        #expect(Set(found) == Set(published))
    }
}
