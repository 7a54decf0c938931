extension Evaluation {
    /// Applies one constraint. Appliers of parts mark what they evaluated in `own` when `tracks` says so.
    mutating func apply(
        _ constraint: Schema.Constraint, of id: Schema.ID, to instance: JSONValue, _ own: inout Evaluated, tracks: Bool
    ) -> Outcome {
        let keyword = constraint.keyword
        switch constraint.rule {
        case .type, .disallow, .const, .enum: return applyAny(constraint, of: id, to: instance)
        case .multipleOf, .minimum, .maximum:
            guard case .number(let number) = instance else { return .valid }
            return applyNumber(constraint, of: id, to: number)
        case .minLength, .maxLength, .pattern, .format: return applyString(constraint, of: id, to: instance)
        case .minItems, .maxItems, .uniqueItems:
            guard case .array(let items) = instance else { return .valid }
            return applyCounts(constraint, of: id, to: items)
        case .minProperties, .maxProperties, .required, .dependentRequired:
            guard case .object(let object) = instance else { return .valid }
            return applyCounts(constraint, of: id, to: object)
        case .never: return violate(id, keyword, "nothing is allowed here")
        case .opaque(_, let reason):
            if tracks, constraint.hidesEvaluation { own.markAll(.undecided) }
            return doubt(id, keyword, reason)
        case .items, .contains, .unevaluatedItems:
            guard case .array(let items) = instance else { return .valid }
            return applyToItems(constraint, of: id, items, &own, tracks: tracks)
        case .properties, .propertyNames, .unevaluatedProperties:
            guard case .object(let object) = instance else { return .valid }
            return applyToMembers(constraint, of: id, object, &own, tracks: tracks)
        case .reference(let target): return apply(target, instance, &own, tracks: tracks)
        case .dynamicReference, .recursiveReference:
            return apply(dynamicTarget(of: constraint.rule), instance, &own, tracks: tracks)
        case .dependentSchemas, .allOf, .anyOf, .oneOf, .not, .condition:
            return applyInPlace(constraint, of: id, to: instance, &own, tracks: tracks)
        }
    }

    // MARK: Any instance

    private mutating func applyAny(
        _ constraint: Schema.Constraint, of id: Schema.ID, to instance: JSONValue
    ) -> Outcome {
        let keyword = constraint.keyword
        switch constraint.rule {
        case .type(let types, let schemas):
            let outcome = conforms(instance, to: types, or: schemas)
            guard outcome == .invalid else { return outcome }
            return violate(id, keyword, "\(instance.described) is not of type \(types.listed)")
        case .disallow(let types, let schemas):
            let outcome = !conforms(instance, to: types, or: schemas)
            guard outcome == .invalid else { return outcome }
            return violate(id, keyword, "\(instance.described) is of a type that is not allowed")
        case .const(let value):
            if instance == value { return .valid }
            return violate(id, keyword, "\(Excerpt.text(of: instance)) is not \(Excerpt.text(of: value))")
        case .enum(let values):
            if values.contains(instance) { return .valid }
            let listed = Excerpt.text(of: .array(values), limit: 120)
            return violate(id, keyword, "\(Excerpt.text(of: instance)) is none of the allowed values \(listed)")
        default: return .valid
        }
    }

    private mutating func conforms(
        _ instance: JSONValue, to types: Schema.TypeSet, or schemas: [Schema.ID]
    ) -> Outcome {
        if types.contains(Schema.TypeSet(of: instance)) { return .valid }
        var outcome = Outcome.invalid
        for schema in schemas {
            outcome = outcome || quietly { $0.evaluate(schema, instance) }
            if outcome == .valid { break }
        }
        return outcome
    }

    // MARK: Numbers

    private mutating func applyNumber(
        _ constraint: Schema.Constraint, of id: Schema.ID, to number: JSONNumber
    ) -> Outcome {
        let keyword = constraint.keyword
        switch constraint.rule {
        case .multipleOf(let divisor):
            guard let isMultiple = number.isMultiple(of: divisor) else {
                return doubt(id, keyword, "the numbers have too many digits to be divided")
            }
            if isMultiple { return .valid }
            return violate(id, keyword, "\(number) is not a multiple of \(divisor)")
        case .minimum(let bound, let isExclusive):
            if isExclusive ? number > bound : number >= bound { return .valid }
            return violate(
                id, keyword, "\(number) is less than the minimum, \(isExclusive ? "more than " : "")\(bound)")
        case .maximum(let bound, let isExclusive):
            if isExclusive ? number < bound : number <= bound { return .valid }
            return violate(
                id, keyword, "\(number) is greater than the maximum, \(isExclusive ? "less than " : "")\(bound)")
        default: return .valid
        }
    }

    // MARK: Strings

    private mutating func applyString(
        _ constraint: Schema.Constraint, of id: Schema.ID, to instance: JSONValue
    ) -> Outcome {
        let keyword = constraint.keyword
        guard case .string(let string) = instance else { return .valid }
        switch constraint.rule {
        case .minLength(let bound):
            let length = string.codePointCount
            if length >= bound { return .valid }
            return violate(
                id, keyword,
                "\(Excerpt.text(of: instance)) has \(length.counted("character")); at least \(bound) are needed")
        case .maxLength(let bound):
            // No code point takes less than a byte.
            if string.text.utf8.count <= bound { return .valid }
            let length = string.codePointCount
            if length <= bound { return .valid }
            return violate(
                id, keyword,
                "\(Excerpt.text(of: instance)) has \(length.counted("character")); at most \(bound) are allowed")
        case .pattern(let pattern):
            let outcome = matches(pattern, string, of: id, keyword)
            guard outcome == .invalid else { return outcome }
            return violate(id, keyword, "\(Excerpt.text(of: instance)) does not match the pattern '\(pattern.source)'")
        case .format(let name):
            guard let check = validator.formats[id], !check(string.text) else { return .valid }
            return violate(id, keyword, "\(Excerpt.text(of: instance)) is not of the format '\(name)'")
        default: return .valid
        }
    }

    // MARK: Counts and names

    private mutating func applyCounts(
        _ constraint: Schema.Constraint, of id: Schema.ID, to items: [JSONValue]
    ) -> Outcome {
        let keyword = constraint.keyword
        let count = items.count
        switch constraint.rule {
        case .minItems(let bound) where count < bound:
            return violate(id, keyword, "the list has \(count.counted("item")); at least \(bound) are needed")
        case .maxItems(let bound) where count > bound:
            return violate(id, keyword, "the list has \(count.counted("item")); at most \(bound) are allowed")
        case .uniqueItems:
            guard let (first, second) = items.firstRepetition else { return .valid }
            return violate(id, keyword, "the items \(first) and \(second) are equal")
        default: return .valid
        }
    }

    private mutating func applyCounts(
        _ constraint: Schema.Constraint, of id: Schema.ID, to object: JSONObject
    ) -> Outcome {
        let keyword = constraint.keyword
        let count = object.count
        switch constraint.rule {
        case .minProperties(let bound) where count < bound:
            return violate(id, keyword, "the object has \(count.counted("property")); at least \(bound) are needed")
        case .maxProperties(let bound) where count > bound:
            return violate(id, keyword, "the object has \(count.counted("property")); at most \(bound) are allowed")
        case .required(let names):
            let isFlag = schema.nodes[id].dialect == .draft3
            var outcome = Outcome.valid
            for name in names where object[name] == nil {
                outcome = violate(
                    id, keyword, at: isFlag ? [name, "required"] : [], "the property '\(name)' is missing")
                if !collects { break }
            }
            return outcome
        case .dependentRequired(let rules):
            var outcome = Outcome.valid
            for rule in rules where object[rule.name] != nil {
                for name in rule.required where object[name] == nil {
                    outcome = violate(
                        id, keyword, at: [rule.name],
                        "the property '\(name)' is missing, which '\(rule.name)' requires")
                }
            }
            return outcome
        default: return .valid
        }
    }

    mutating func matches(
        _ pattern: Pattern, _ text: JSONString, of id: Schema.ID, _ keyword: JSONString
    ) -> Outcome {
        switch validator.matchers[pattern.source]?.answer(text.text) {
        case .matches?: return .valid
        case .differs?: return .invalid
        case .exhausted?, nil:
            return doubt(id, keyword, "the pattern '\(pattern.source)' takes too many steps to decide")
        }
    }
}

extension Schema.TypeSet {
    /// `string`, `integer or null`, `array, object or string`.
    var listed: String {
        let names = names
        guard names.count > 1 else { return names.first ?? "none" }
        return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }
}

extension Int {
    /// `1 item`, `2 items`.
    func counted(_ noun: String) -> String {
        if self == 1 { return "1 \(noun)" }
        return noun.hasSuffix("y") ? "\(self) \(noun.dropLast())ies" : "\(self) \(noun)s"
    }
}
