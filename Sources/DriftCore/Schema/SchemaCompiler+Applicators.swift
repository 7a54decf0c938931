// Keywords that apply schemas: in place, to items, to members.
extension SchemaCompiler {
    mutating func compileCombinations(_ object: JSONObject) {
        if dialect == .draft3 { return compileExtends(object) }
        if let nodes = schemaList("allOf", object) { add("allOf", .allOf(nodes)) }
        if let nodes = schemaList("anyOf", object) { add("anyOf", .anyOf(nodes)) }
        if let nodes = schemaList("oneOf", object) { add("oneOf", .oneOf(nodes)) }
        if let node = child("not") { add("not", .not(node)) }
        guard dialect >= .draft7, let condition = child("if") else { return }
        add("if", .condition(if: condition, then: child("then"), else: child("else")))
    }

    private mutating func compileExtends(_ object: JSONObject) {
        guard let value = object["extends"] else { return }
        if let node = child("extends") {
            add("extends", .allOf([node]))
        } else if let list = value.array {
            let nodes = index.children(of: current, "extends").map(\.id)
            if !list.isEmpty { add("extends", .allOf(nodes)) }
        }
    }

    mutating func compileItems(_ object: JSONObject) {
        var prefix: [Schema.ID] = []
        var rest: Schema.ID?
        if dialect >= .draft202012 {
            prefix = schemaList("prefixItems", object) ?? []
            rest = child("items")
        } else if object["items"]?.array != nil {
            prefix = index.children(of: current, "items").map(\.id)
            rest = child("additionalItems")
        } else {
            rest = child("items")
        }
        if !prefix.isEmpty || rest != nil {
            let keyword: JSONString = dialect >= .draft202012 && !prefix.isEmpty ? "prefixItems" : "items"
            add(keyword, .items(prefix: prefix, rest: rest))
        }
        guard dialect >= .draft6, let node = child("contains") else { return }
        var min = 1
        var max: Int?
        // They belong to the validation vocabulary but mean nothing alone.
        if dialect >= .draft201909 {
            min = count("minContains", object) ?? 1
            max = count("maxContains", object)
        }
        add("contains", .contains(node, min: min, max: max))
    }

    mutating func compileProperties(_ object: JSONObject) {
        let named = schemaMap("properties", object) ?? []
        let patterned = schemaMap("patternProperties", object) ?? []
        let patterns = patterned.map { (namePattern($0.name.text), schema: $0.schema) }
        let additional = child("additionalProperties")
        if !named.isEmpty || !patterned.isEmpty || additional != nil {
            let keyword: JSONString =
                !named.isEmpty ? "properties" : patterned.isEmpty ? "additionalProperties" : "patternProperties"
            add(keyword, .properties(named: named, patterned: patterns, additional: additional))
        }
        if dialect >= .draft6, let node = child("propertyNames") { add("propertyNames", .propertyNames(node)) }
        if dialect >= .draft201909, let schemas = schemaMap("dependentSchemas", object), !schemas.isEmpty {
            add("dependentSchemas", .dependentSchemas(schemas))
        }
        if dialect <= .draft7 { compileDependencies(object) }
    }

    private mutating func namePattern(_ source: String) -> Schema.NamePattern {
        do throws(PatternError) {
            return .pattern(try Pattern(source))
        } catch {
            let location = node.location / "patternProperties" / JSONString(source)
            issues.append(SchemaIssue(location: location, message: error.description))
            return .opaque(source, reason: error.description)
        }
    }

    /// Lists of names and schemas in one keyword; draft 3 also takes a single name.
    private mutating func compileDependencies(_ object: JSONObject) {
        guard let value = object["dependencies"] else { return }
        guard let map = value.object else {
            return refuse("dependencies", value, "it must be an object, not \(value.described)")
        }
        var required: [(name: JSONString, required: [JSONString])] = []
        var schemas: [(name: JSONString, schema: Schema.ID)] = []
        for member in map.members {
            if let names = names(member.value) {
                required.append((member.key, names))
            } else if dialect == .draft3, case .string(let name) = member.value {
                required.append((member.key, [name]))
            } else if let schema = child("dependencies", member.key) {
                schemas.append((member.key, schema))
            } else {
                refuse("dependencies", value, "the entry '\(member.key)' must be a list of names or a schema")
            }
        }
        if !required.isEmpty { add("dependencies", .dependentRequired(required)) }
        if !schemas.isEmpty { add("dependencies", .dependentSchemas(schemas)) }
    }

    mutating func compileRequired(_ object: JSONObject) {
        if dialect == .draft3 {
            compileRequiredFlags(object)
        } else if let value = object["required"] {
            if let names = names(value) {
                if !names.isEmpty { add("required", .required(names)) }
            } else {
                refuse("required", value, "it must be a list of names, not \(value.described)")
            }
        }
        guard dialect >= .draft201909, let value = object["dependentRequired"] else { return }
        guard let map = value.object else {
            return refuse("dependentRequired", value, "it must be an object, not \(value.described)")
        }
        var rules: [(name: JSONString, required: [JSONString])] = []
        for member in map.members {
            guard let names = names(member.value) else {
                return refuse("dependentRequired", value, "the entry '\(member.key)' must be a list of names")
            }
            rules.append((member.key, names))
        }
        if !rules.isEmpty { add("dependentRequired", .dependentRequired(rules)) }
    }

    /// In draft 3 a property says itself that it is required; as in later drafts, its object must have it.
    private mutating func compileRequiredFlags(_ object: JSONObject) {
        if let value = object["required"], value.bool == nil {
            report("required", "it must be true or false in \(dialect), not \(value.described)")
        }
        var names: [JSONString] = []
        for member in object["properties"]?.object?.members ?? [] {
            guard let property = member.value.object, !SchemaIndex.isHiddenByReference(property, dialect) else {
                continue
            }
            if property["required"] == true { names.append(member.key) }
        }
        if !names.isEmpty { add("properties", .required(names)) }
    }

    mutating func compileUnevaluated(_ object: JSONObject) {
        guard dialect >= .draft201909 else { return }
        if let node = child("unevaluatedItems") { add("unevaluatedItems", .unevaluatedItems(node)) }
        if let node = child("unevaluatedProperties") { add("unevaluatedProperties", .unevaluatedProperties(node)) }
    }
}
