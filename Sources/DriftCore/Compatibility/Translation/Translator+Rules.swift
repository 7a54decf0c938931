// The meaning of each rule. An atom includes its kind, so the negation of an atom admits all other kinds.
extension Translator {
    func term(of constraint: Schema.Constraint, at place: Place) throws(Exhausted) -> Term {
        switch constraint.rule {
        case .type(let types, let schemas): return try union(types, schemas, place)
        case .disallow(let types, let schemas): return !(try union(types, schemas, place))
        case .const(let value): return table.constant(value)
        case .enum(let values): return try enumeration(values)

        case .multipleOf(let divisor): return table.implies(table.kinds(.number), table.multiple(of: divisor))
        case .minimum(let bound, let isExclusive):
            return table.implies(table.kinds(.number), table.above(bound, orEqual: !isExclusive))
        case .maximum(let bound, let isExclusive): return !table.above(bound, orEqual: isExclusive)

        case .minLength(let count): return table.implies(table.kinds(.string), table.length(atLeast: count))
        case .maxLength(let count): return count == .max ? .anything : !table.length(atLeast: count + 1)
        case .pattern(let pattern): return table.implies(table.kinds(.string), try self.pattern(pattern))
        case .format(let name):
            guard assertsFormats else { return .anything }
            let reason = "the format '\(name)' is not looked into"
            return table.implies(
                table.kinds(.string), opaque("format", JSONValue(name), reason: reason, kinds: .string))

        case .minItems(let count):
            return table.implies(table.kinds(.array), table.items(.all, .anything, atLeast: count))
        case .maxItems(let count): return count == .max ? .anything : !table.items(.all, .anything, atLeast: count + 1)
        case .uniqueItems: return table.implies(table.kinds(.array), table.unique)
        case .items(let prefix, let rest): return try items(prefix, rest, at: place)
        case .contains(let node, let least, let most):
            let item = try term(node, from: place)
            var parts = [table.implies(table.kinds(.array), table.items(.all, item, atLeast: least))]
            if let most, most < .max { parts.append(!table.items(.all, item, atLeast: most + 1)) }
            return table.all(parts)
        case .unevaluatedItems(let node): return try unevaluatedItems(node, at: place)

        case .minProperties(let count):
            return table.implies(
                table.kinds(.object), table.members(keys: .anything, values: .anything, atLeast: count))
        case .maxProperties(let count):
            return count == .max ? .anything : !table.members(keys: .anything, values: .anything, atLeast: count + 1)
        case .required(let names):
            return table.implies(table.kinds(.object), table.all(names.map(table.has)))
        case .dependentRequired(let rules):
            return table.all(
                rules.map { rule in table.implies(table.has(rule.name), table.all(rule.required.map(table.has))) })
        case .dependentSchemas(let rules):
            var parts: [Term] = []
            for rule in rules { parts.append(table.implies(table.has(rule.name), try term(rule.schema, from: place))) }
            return table.all(parts)
        case .properties(let named, let patterned, let additional):
            return try properties(named, patterned, additional, at: place)
        case .propertyNames(let node):
            return !table.members(keys: !(try term(node, from: place)), values: .anything, atLeast: 1)
        case .unevaluatedProperties(let node): return try unevaluatedProperties(node, at: place)

        case .allOf(let nodes): return table.all(try terms(nodes, place))
        case .anyOf(let nodes): return table.any(try terms(nodes, place))
        case .oneOf(let nodes): return try exactlyOne(try terms(nodes, place))
        case .not(let node): return !(try term(node, from: place))
        case .condition(let condition, let then, let otherwise):
            let holds = try term(condition, from: place)
            var parts: [Term] = []
            if let then { parts.append(table.implies(holds, try term(then, from: place))) }
            if let otherwise { parts.append(table.any([holds, try term(otherwise, from: place)])) }
            return table.all(parts)
        case .reference, .dynamicReference, .recursiveReference:
            guard let node = target(of: constraint.rule, from: place) else { return .anything }
            return try term(node, from: place)
        case .never: return .nothing
        case .opaque(let value, let reason): return opaque(constraint.keyword, value, reason: reason)
        }
    }

    private func terms(_ nodes: [Schema.ID], _ place: Place) throws(Exhausted) -> [Term] {
        var result: [Term] = []
        for node in nodes { result.append(try term(node, from: place)) }
        return result
    }

    private func union(_ types: Schema.TypeSet, _ schemas: [Schema.ID], _ place: Place) throws(Exhausted) -> Term {
        var kinds: Kinds = []
        if types.contains(.null) { kinds.formUnion(.null) }
        if types.contains(.boolean) { kinds.formUnion(.boolean) }
        if types.contains(.number) { kinds.formUnion(.number) }
        if types.contains(.string) { kinds.formUnion(.string) }
        if types.contains(.array) { kinds.formUnion(.array) }
        if types.contains(.object) { kinds.formUnion(.object) }
        var parts = try terms(schemas, place) + [table.kinds(kinds)]
        let integer = table.multiple(of: JSONNumber(1))
        if types.contains(.integer), !types.contains(.fraction) { parts.append(integer) }
        if types.contains(.fraction), !types.contains(.integer) {
            parts.append(table.all([table.kinds(.number), !integer]))
        }
        return table.any(parts)
    }

    private func enumeration(_ values: [JSONValue]) throws(Exhausted) -> Term {
        var numbers: [JSONNumber] = []
        var strings: [JSONString] = []
        var others: [Term] = []
        for value in values {
            switch value {
            case .number(let number): numbers.append(number)
            case .string(let string): strings.append(string)
            default:
                others.append(table.constant(value))
                try budget.spend(table.takeSteps())
            }
        }
        return table.any([table.numbers(numbers), table.strings(strings)] + others)
    }

    /// Some, and no two of them.
    private func exactlyOne(_ terms: [Term]) throws(Exhausted) -> Term {
        var parts = [table.any(terms)]
        for (index, first) in terms.enumerated() {
            try budget.spend(terms.count - index + table.takeSteps())
            for second in terms[(index + 1)...] { parts.append(!table.all([first, second])) }
        }
        return table.all(parts)
    }

    private func items(_ prefix: [Schema.ID], _ rest: Schema.ID?, at place: Place) throws(Exhausted) -> Term {
        var parts: [Term] = []
        for (index, node) in prefix.enumerated() {
            let range = ItemRange(start: index, end: index + 1)
            parts.append(!table.items(range, !(try term(node, from: place)), atLeast: 1))
        }
        if let rest {
            let range = ItemRange(start: prefix.count, end: nil)
            parts.append(!table.items(range, !(try term(rest, from: place)), atLeast: 1))
        }
        return table.all(parts)
    }

    private func properties(
        _ named: [(name: JSONString, schema: Schema.ID)], _ patterned: [(Schema.NamePattern, schema: Schema.ID)],
        _ additional: Schema.ID?, at place: Place
    ) throws(Exhausted) -> Term {
        var parts: [Term] = []
        for (name, node) in named {
            let value = try term(node, from: place)
            parts.append(!table.members(keys: table.strings([name]), values: !value, atLeast: 1))
        }
        for (pattern, node) in patterned {
            let value = try term(node, from: place)
            parts.append(!table.members(keys: try keys(of: pattern), values: !value, atLeast: 1))
        }
        if let additional {
            let value = try term(additional, from: place)
            let keys = try keys(named.map(\.name), patterned.map(\.0))
            parts.append(!table.members(keys: !keys, values: !value, atLeast: 1))
        }
        return table.all(parts)
    }

    /// The keys that some name or pattern names.
    func keys(_ names: [JSONString], _ patterns: [Schema.NamePattern]) throws(Exhausted) -> Term {
        var parts = [table.strings(names)]
        for pattern in patterns { parts.append(try keys(of: pattern)) }
        return table.any(parts)
    }

    private func keys(of pattern: Schema.NamePattern) throws(Exhausted) -> Term {
        switch pattern {
        case .pattern(let pattern): try self.pattern(pattern)
        case .opaque(let source, let reason): opaque("pattern", JSONValue(source), reason: reason, kinds: .string)
        }
    }
}
