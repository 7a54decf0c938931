import DriftCore

/// The JSON Schema of the configuration file, for editors; made of the table that files are read by.
enum ConfigurationSchema {
    static let document: JSONValue = {
        guard case .object(var schema) = schema(of: .section(ConfigurationTable.top)) else { return .null }
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = "DriftMonitor configuration"
        return .object(schema)
    }()

    static func schema(of form: Form) -> JSONValue {
        switch form {
        // YAML reads an unquoted 0 or 4.5 as a number; as a name it is taken as written.
        case .text, .name, .schemaName: ["type": ["string", "number"], "minLength": 1]
        case .path, .urlTemplate, .network: ["type": "string", "minLength": 1]
        case .url: ["type": "string", "pattern": "^https?://"]
        case .pattern: ["type": "string", "pattern": "^/"]
        case .day: ["type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}"]
        case .flag: ["type": "boolean"]
        case .count(let range):
            [
                "type": "integer", "minimum": .number(JSONNumber(range.lowerBound)),
                "maximum": .number(JSONNumber(range.upperBound)),
            ]
        case .duration: ["type": "string", "pattern": .string(JSONString(Quantity.durationPattern))]
        case .size: ["type": "string", "pattern": .string(JSONString(Quantity.sizePattern))]
        case .choice(let words): ["enum": .array(words.map { JSONValue($0) })]
        case .secret: secret
        case .openOrSecret(let open): ["anyOf": [schema(of: open), secret]]
        case .allOr(let other): ["anyOf": [["const": "all"], schema(of: other)]]
        case .oneOrMore(let one): ["anyOf": [schema(of: one), schema(of: .list(one))]]
        case .list(let element): ["type": "array", "items": schema(of: element)]
        case .map(_, let values): ["type": "object", "additionalProperties": schema(of: values)]
        case .section(let section): object(section)
        }
    }

    private static let secret: JSONValue = [
        "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
        "properties": [
            "env": [
                "type": "string", "pattern": "^[A-Za-z0-9_]+$",
                "description": "The environment variable that holds it.",
            ],
            "file": ["type": "string", "minLength": 1, "description": "The file that holds it, relative to this one."],
        ],
    ]

    private static func object(_ section: Form.Section) -> JSONValue {
        var properties = JSONObject()
        for key in section.keys {
            guard case .object(var property) = schema(of: key.form) else { continue }
            property["description"] = JSONValue(key.meaning)
            properties[JSONString(key.name)] = .object(property)
        }
        let required = section.keys.filter(\.isRequired).map { JSONValue($0.name) }
        var schema: JSONObject = ["type": "object", "additionalProperties": false]
        schema["properties"] = .object(properties)
        if !required.isEmpty { schema["required"] = .array(required) }
        return .object(schema)
    }
}
