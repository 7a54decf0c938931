/// Which instances conform to a schema, and where the others do not.
package struct ValidationReport: Sendable {
    package struct Row: Sendable {
        package var instance: String
        package var result: ValidationResult

        package init(instance: String, result: ValidationResult) {
            self.instance = instance
            self.result = result
        }
    }

    package var schema: String
    package var rows: [Row]

    package init(schema: String, rows: [Row]) {
        self.schema = schema
        self.rows = rows
    }

    package var isValid: Bool { rows.allSatisfy(\.result.isValid) }

    /// Whether an instance could be neither accepted nor refused.
    package var isUndecided: Bool {
        rows.contains { if case .undecided = $0.result { true } else { false } }
    }

    package var json: JSONValue {
        ["schema": JSONValue(schema), "valid": .bool(isValid), "instances": .array(rows.map(\.json))]
    }

    package func text(_ style: TextStyle) -> String {
        rows.flatMap { $0.lines(style) }.joined(separator: "\n")
    }
}

extension ValidationReport.Row {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["instance": JSONValue(instance)]
        switch result {
        case .valid: object["verdict"] = "valid"
        case .invalid(let violations):
            object["verdict"] = "invalid"
            object["violations"] = .array(
                violations.map {
                    [
                        "pointer": JSONValue($0.instancePointer.description),
                        "schema_pointer": JSONValue($0.schemaPointer.description), "keyword": .string($0.keyword),
                        "message": JSONValue($0.sentence),
                    ]
                })
        case .undecided(let doubts):
            object["verdict"] = "undecided"
            object["doubts"] = .array(
                doubts.map { ["pointer": JSONValue($0.instancePointer.description), "reason": JSONValue($0.reason)] })
        }
        return .object(object)
    }

    fileprivate func lines(_ style: TextStyle) -> [String] {
        let name = style.bold(instance.shown())
        func place(_ pointer: Pointer) -> String { pointer == .root ? "(root)" : pointer.description.shown() }
        switch result {
        case .valid: return ["\(name)  \(style.green("valid"))"]
        case .invalid(let violations):
            return ["\(name)  \(style.red("invalid"))"]
                + violations.prefix(50).map {
                    "  \(place($0.instancePointer)): \($0.sentence.shown(limit: 400))  \(style.dim("#" + $0.schemaPointer.description.shown()))"
                } + (violations.count > 50 ? ["  … and \(violations.count - 50) more"] : [])
        case .undecided(let doubts):
            return ["\(name)  \(style.yellow("undecided"))"]
                + doubts.prefix(50).map { "  \(place($0.instancePointer)): \($0.reason.shown(limit: 400))" }
        }
    }
}
