import Testing

@testable import DriftSchema

/// What must hold of verdicts whatever the schemas are.
@Suite struct VerdictLawTests {
    private static let dialects: [Dialect] = [.draft4, .draft6, .draft7, .draft201909, .draft202012]

    private func schemas(_ dialect: Dialect, seed: UInt64, count: Int) -> [JSONValue] {
        var generator = SchemaGenerator(seed: seed, dialect: dialect)
        return (0..<count).map { _ in generator.schema(depth: 2) }
    }

    private func isCompatible(_ verdict: Verdict) -> Bool { if case .compatible = verdict { true } else { false } }
    private func isBreaking(_ verdict: Verdict) -> Bool { if case .breaking = verdict { true } else { false } }

    @Test(arguments: dialects)
    func `no instance contradicts a verdict, and the swap swaps`(dialect: Dialect) {
        var generator = SchemaGenerator(seed: 7, dialect: dialect)
        var contradictions: [String] = []
        var proved = 0
        for _ in 0..<60 {
            let old = generator.schema(depth: 2)
            let new = generator.schema(depth: 2)
            let judgement = Compatibility.judge(old: old, new: new, dialect: dialect)
            let swapped = Compatibility.judge(old: new, new: old, dialect: dialect)
            if isCompatible(judgement.backward) != isCompatible(swapped.forward)
                || isBreaking(judgement.backward) != isBreaking(swapped.forward)
            {
                contradictions.append("swapped: \(old) \(new)")
            }
            let before = Validator(schema: old, dialect: dialect)
            let after = Validator(schema: new, dialect: dialect)
            if isCompatible(judgement.backward) { proved += 1 }
            for _ in 0..<60 {
                let instance = generator.value(depth: 3)
                let (a, b) = (before.isValid(instance), after.isValid(instance))
                if isCompatible(judgement.backward), a == true, b == false {
                    contradictions.append("\(instance) \(old) \(new)")
                }
                if isCompatible(judgement.forward), b == true, a == false {
                    contradictions.append("\(instance) \(new) \(old)")
                }
            }
        }
        #expect(contradictions == [])
        #expect(proved > 0)
    }

    @Test(arguments: dialects)
    func `another way to write a schema changes nothing`(dialect: Dialect) {
        var failures: [String] = []
        for schema in schemas(dialect, seed: 11, count: 30) {
            let rewritten: [JSONValue] = [
                ["allOf": [schema, [:]]], ["anyOf": [schema, schema]], ["not": ["not": schema]],
                ["oneOf": [schema, ["not": [:]]]], ["anyOf": [["allOf": [schema, schema]], ["not": [:]]]],
                ["definitions": ["s": schema], "allOf": [["$ref": "#/definitions/s"]]],
            ]
            for other in rewritten {
                let judgement = Compatibility.judge(old: schema, new: other, dialect: dialect)
                if !isCompatible(judgement.backward) || !isCompatible(judgement.forward) {
                    failures.append("\(judgement) \(schema) \(other)")
                }
            }
        }
        #expect(failures == [])
    }

    @Test(arguments: dialects)
    func `an edit of known direction is compatible in that direction`(dialect: Dialect) {
        var failures: [String] = []
        var edits = SchemaGenerator(seed: 23, dialect: dialect)
        for schema in schemas(dialect, seed: 13, count: 30) {
            let edit = edits.schema(depth: 1)
            let narrowed = Compatibility.judge(old: schema, new: ["allOf": [schema, edit]], dialect: dialect)
            if isBreaking(narrowed.forward) || !isCompatible(narrowed.forward) {
                failures.append("narrowed \(schema) \(edit)")
            }
            let widened = Compatibility.judge(old: schema, new: ["anyOf": [schema, edit]], dialect: dialect)
            if !isCompatible(widened.backward) { failures.append("widened \(schema) \(edit)") }
        }
        #expect(failures == [])
    }

    @Test func `compatibility is transitive`() {
        let all = schemas(.draft202012, seed: 29, count: 14)
        var table: [[Verdict]] = []
        for old in all {
            table.append(all.map { Compatibility.judge(old: old, new: $0, dialect: .draft202012).backward })
        }
        var failures: [String] = []
        for a in all.indices {
            for b in all.indices where isCompatible(table[a][b]) {
                for c in all.indices where isCompatible(table[b][c]) && isBreaking(table[a][c]) {
                    failures.append("\(all[a]) \(all[b]) \(all[c])")
                }
            }
        }
        #expect(failures == [])
        // Every counterexample is a value near the edge of two schemas: none may contradict any proof.
        let instances = table.joined().compactMap { verdict -> JSONValue? in
            if case .breaking(let witness) = verdict { witness.instance } else { nil }
        }
        let validators = all.map { Validator(schema: $0, dialect: .draft202012) }
        for instance in Set(instances).sorted(by: { $0.canonicalText.lexicographicallyPrecedes($1.canonicalText) }) {
            let valid = validators.map { $0.isValid(instance) }
            for a in all.indices where valid[a] == true {
                for b in all.indices where valid[b] == false && isCompatible(table[a][b]) {
                    failures.append("\(instance) \(all[a]) \(all[b])")
                }
            }
        }
        #expect(failures == [])
        #expect(Set(instances).count > 20)
    }

    @Test(arguments: dialects)
    func `what means nothing changes no verdict`(dialect: Dialect) {
        var failures: [String] = []
        for schema in schemas(dialect, seed: 37, count: 40) {
            guard case .object(var object) = MeaningForm.of(schema, dialect: dialect) else { continue }
            object["title"] = "t"
            object["x-unknown"] = [1]
            let judgement = Compatibility.judge(old: schema, new: .object(object), dialect: dialect)
            if !isCompatible(judgement.backward) || !isCompatible(judgement.forward) {
                failures.append("\(judgement) \(schema)")
            }
        }
        #expect(failures == [])
    }

    /// Draft 3 says it in its own words.
    @Test(arguments: [
        (#"{"extends":{"type":"string"}}"#, #"{"type":"string"}"#, "yes yes"),
        (#"{"extends":[{"minimum":1},{"maximum":5}]}"#, #"{"minimum":1,"maximum":6}"#, "yes no"),
        (#"{"disallow":["string",{"type":"integer","minimum":3}]}"#, #"{"disallow":"string"}"#, "yes no"),
        (#"{"type":["null",{"type":"string","minLength":2}]}"#, #"{"type":["null","string"]}"#, "yes no"),
        (#"{"type":["integer","any"]}"#, #"{}"#, "yes yes"),
        (#"{"divisibleBy":0.02}"#, #"{"divisibleBy":0.01}"#, "yes no"),
        (
            #"{"properties":{"a":{"type":"string","required":true}}}"#, #"{"properties":{"a":{"type":"string"}}}"#,
            "yes no"
        ),
        (#"{"dependencies":{"a":"b"}}"#, #"{"dependencies":{"a":["b"]}}"#, "yes yes"),
        (#"{"minimum":1,"exclusiveMinimum":true}"#, #"{"minimum":1}"#, "yes no"),
        (#"{"type":"any","anyOf":[{"type":"string"}],"not":{}}"#, #"{}"#, "yes yes"),
        (##"{"$ref":"#/definitions/a","minimum":3,"definitions":{"a":{}}}"##, "{}", "yes yes"),
    ])
    func `draft 3 is judged by its own keywords`(old: String, new: String, expected: String) throws {
        let judgement = Compatibility.judge(
            old: try JSONValue(parsing: old), new: try JSONValue(parsing: new), dialect: .draft3)
        let letters = [judgement.backward, judgement.forward].map {
            isCompatible($0) ? "yes" : isBreaking($0) ? "no" : "unknown"
        }
        #expect(letters.joined(separator: " ") == expected)
    }

    @Test func `two runs agree`() {
        let all = schemas(.draft7, seed: 31, count: 12)
        for (old, new) in zip(all, all.dropFirst()) {
            #expect(
                Compatibility.judge(old: old, new: new, dialect: .draft7)
                    == Compatibility.judge(old: old, new: new, dialect: .draft7))
        }
    }
}
