import Testing

@testable import DriftSchema

/// What real changes of image service schemas mean, in small, with the real engine.
@Suite struct MeaningTests {
    @Test(arguments: [
        // Null in `type` and in `enum`: harmless one by one, together a break of readers.
        (
            #"{"properties":{"f":{"type":"string","enum":["raw"]}}}"#,
            #"{"properties":{"f":{"type":["null","string"],"enum":["raw",null]}}}"#, "breaking", "",
            ["breaking enum-value-added", "breaking type-widened"]
        ),
        // Other properties are strings: a new string breaks nobody, a new boolean both.
        (
            #"{"properties":{},"additionalProperties":{"type":"string"}}"#,
            #"{"properties":{"os":{"type":"string"}},"additionalProperties":{"type":"string"}}"#, "compatible",
            "compatible", ["compatible property-added"]
        ),
        (
            #"{"properties":{},"additionalProperties":{"type":"string"}}"#,
            #"{"properties":{"hidden":{"type":"boolean"}},"additionalProperties":{"type":"string"}}"#, "breaking",
            "breaking",
            ["breaking property-added"]
        ),
        // The server alone writes the status: a new value of it concerns readers only.
        (
            #"{"properties":{"status":{"enum":["active"],"description":"Status (READ-ONLY)"}}}"#,
            #"{"properties":{"status":{"enum":["active","deactivated"],"description":"Status (READ-ONLY)"}}}"#,
            "breaking",
            "compatible", ["breaking enum-value-added"]
        ),
        // The marker moves from the text to the keyword.
        (
            #"{"properties":{"size":{"type":"integer","description":"Size (READ-ONLY)"}}}"#,
            #"{"properties":{"size":{"type":"integer","description":"Size","readOnly":true}}}"#, "semantic", "semantic",
            ["semantic read-only-changed", "cosmetic description-changed"]
        ),
        (
            #"{"properties":{"os":{"type":"string"}}}"#, #"{"properties":{"os":{"type":"string","is_base":false}}}"#,
            "semantic", "semantic", ["semantic is-base-changed"]
        ),
        // A broken part that stays what it was hides nothing else.
        (
            #"{"properties":{"f":{"enum":["raw"]}},"additionalProperties":{"type":"String"}}"#,
            #"{"properties":{"f":{"enum":["raw","zvhd2"]}},"additionalProperties":{"type":"String"}}"#, "breaking",
            "compatible", ["breaking enum-value-added"]
        ),
        // A part breaks by itself, but nothing can reach it.
        (
            #"{"allOf":[{"type":"string"},{"properties":{"a":{"maxLength":5}}}]}"#,
            #"{"allOf":[{"type":"string"},{"properties":{"a":{"maxLength":4}}}]}"#, "compatible", "compatible",
            ["compatible max-length-decreased"]
        ),
        (
            #"{"properties":{"a":{"type":"string"}},"required":["a"]}"#,
            #"{"properties":{"b":{"type":"string"}},"required":["b"]}"#, "breaking", "breaking",
            ["breaking property-renamed", "breaking required-removed", "breaking required-added"]
        ),
    ])
    func `a change means what it meant`(
        old: String, new: String, reader: String, writer: String, changes: [String]
    ) throws {
        let drift = try drift(old, new, .both)
        #expect(drift.changes.map { "\($0.impact.rawValue) \($0.kind.id)" } == changes)
        #expect(try self.drift(old, new, .reader).impact.rawValue == reader)
        #expect(try self.drift(old, new, .writer).impact.rawValue == (writer.isEmpty ? "compatible" : writer))
    }

    @Test(arguments: [
        (#"{"additionalProperties":{},"type":"object"}"#, #"{"additionalProperties":true,"type":"object"}"#),
        (#"{"type":"object"}"#, #"{"additionalProperties":true,"type":"object"}"#),
        (#"{"type":"array","uniqueItems":false}"#, #"{"type":"array"}"#),
        (#"{"maximum":3,"exclusiveMaximum":false}"#, #"{"maximum":3}"#),
        (#"{"type":"string"}"#, #"{"type":["string"]}"#),
        (#"{"type":"object","required":[]}"#, #"{"type":"object"}"#),
        (#"{"type":"object","properties":{}}"#, #"{"type":"object"}"#),
        (#"{"type":"string","readOnly":false}"#, #"{"type":"string"}"#),
    ])
    func `another text for the same thing breaks nobody`(old: String, new: String) throws {
        for (old, new) in [(old, new), (new, old)] {
            let drift = try Classifier(
                options: .init(
                    schema: "s", dialect: old.contains("exclusive") || new.contains("exclusive") ? .draft4 : .draft7)
            ).drift(
                from: JSONValue(parsing: old), to: JSONValue(parsing: new))
            #expect(drift.changes.map(\.kind.id) == ["spelling-changed"])
            #expect(drift.impact == .compatible)
        }
    }

    @Test func `a schema that admits nothing any more is said to be empty`() throws {
        let drift = try drift(
            #"{"type":"object","properties":{"a":{"type":"string","maxLength":5}},"required":["a"]}"#,
            #"{"type":"object","properties":{"a":{"type":"string","maxLength":5,"minLength":6}},"required":["a"]}"#,
            .both)
        #expect(drift.impact == .breaking)
        #expect(drift.changes.map(\.kind.id) == ["schema-became-empty", "min-length-added"])
        #expect(drift.changes.map(\.message).first == "the document accepts nothing any more; breaks writers")
        #expect(drift.changes.map(\.pointer).first == .root)
    }

    @Test func `a document without known keywords is judged unknown`() throws {
        let drift = try drift(#"{"error":{"code":503}}"#, #"{"error":{"code":500}}"#, .both)
        #expect(drift.impact == .unknown)
    }

    @Test func `documents that name their dialects are read as they say`() throws {
        let drift = try drift(
            #"{"$schema":"http://json-schema.org/draft-04/schema#","maximum":3,"exclusiveMaximum":true}"#,
            #"{"$schema":"http://json-schema.org/draft-07/schema#","exclusiveMaximum":3}"#, .both)
        #expect(drift.impact == .compatible)
        #expect(drift.changes.contains { $0.kind.id == "dialect-changed" })
    }

    @Test func `an invalid value comes with a finding`() throws {
        let drift = try drift(#"{"type":"string"}"#, #"{"type":"String"}"#, .both)
        #expect(drift.changes.map(\.kind.id) == ["schema-invalid"])
        #expect(drift.impact == .unknown)
        #expect(drift.findings.map(\.side) == [.new])
        #expect(drift.findings.map(\.pointer) == [try Pointer("/type")])
    }

    private func drift(_ old: String, _ new: String, _ role: Role) throws -> Drift {
        try Classifier(options: .init(schema: "image", role: role, dialect: .draft4)).drift(
            from: JSONValue(parsing: old), to: JSONValue(parsing: new))
    }
}
