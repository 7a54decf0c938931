extension SchemaEdit {
    /// The old document with this edit alone made, and with the definitions of the newer one that it needs.
    ///
    /// Nil when it cannot be made alone: it moves things in both documents, or what comes refers to more than definitions.
    func applied(to document: JSONValue, from newer: JSONValue = .null) -> JSONValue? {
        var document = document
        // Nothing but references reaches a definition, so what one refers to itself need not be there.
        if let new, place != .value, new.mentionsReference, !Self.definitions.contains(keyword) {
            guard let complete = document.adding(definitionsFor: new, from: newer) else { return nil }
            document = complete
        }
        // Another dialect is another meaning of all the rest, and is judged as that.
        if keyword == "$schema" || JSONString.references.contains(keyword) { return nil }
        switch place {
        case .schema: return document.replacing(site.old) { _ in new }
        case .keyword, .spelling, .unknownKeyword, .invalid:
            return document.replacing(site.old) { $0?.setting(keyword, to: new) }
        case .member:
            guard let name else { return nil }
            let holder = keyword == "dependencies" || keyword == "dependentRequired" ? owner : site.old
            return document.replacing(holder) { schema in
                schema?.setting(keyword, to: (schema?[keyword] ?? .object([:])).setting(name, to: new))
            }
        case .renamedMember:
            guard keyword == "properties", let from = old?.string, let to = new?.string else { return nil }
            return document.replacing(site.old) { schema in
                guard let properties = schema?[keyword], let part = properties[JSONString(from)] else { return nil }
                let renamed = properties.setting(JSONString(from), to: nil).setting(JSONString(to), to: part)
                return schema?.setting(keyword, to: renamed)
            }
        case .value:
            return document.replacing(site.old) { schema in
                var values = schema?[keyword]?.array ?? []
                if let old { values.removeAll { $0 == old } }
                if let new { values.append(new) }
                return schema?.setting(keyword, to: values.isEmpty ? nil : .array(values))
            }
        case .element:
            guard let index = name?.arrayIndex else { return nil }
            return document.replacing(site.old) { schema in
                guard var list = schema?[keyword]?.array else { return nil }
                if let new {
                    list.insert(new, at: min(index, list.count))
                } else if index < list.count {
                    list.remove(at: index)
                }
                return schema?.setting(keyword, to: .array(list))
            }
        case .inlined, .order, .data, .movedData, .emptiness: return nil
        }
    }

    fileprivate static let definitions: Set<JSONString> = ["definitions", "$defs"]

    /// The schema that holds the map of a dependency, whose own place is the member.
    private var owner: Pointer { site.old.last == name ? site.old.parent?.parent ?? .root : site.old }
}

extension JSONValue {
    /// With the definitions that a value refers to and this document lacks, as another document has them.
    /// - Returns: nil where a reference is to anything else.
    fileprivate func adding(definitionsFor value: JSONValue, from other: JSONValue) -> JSONValue? {
        var result = self
        var pending = [value]
        while let next = pending.popLast() {
            guard let references = next.localReferences else { return nil }
            for pointer in references where result[pointer] == nil {
                guard pointer.tokens.count == 2, SchemaEdit.definitions.contains(pointer.tokens[0]),
                    let definition = other[pointer]
                else { return nil }
                let map = result[pointer.tokens[0]] ?? .object([:])
                result = result.setting(pointer.tokens[0], to: map.setting(pointer.tokens[1], to: definition))
                pending.append(definition)
            }
        }
        return result
    }

    /// Where the references inside lead, all within the document; nil when that is not sure.
    private var localReferences: [Pointer]? {
        var found: [Pointer] = []
        var pending = [self]
        while let next = pending.popLast() {
            switch next {
            case .array(let elements): pending += elements
            case .object(let object):
                for member in object.members {
                    let (key, value) = (member.key, member.value)
                    // Another base, or a target that depends on the way to it.
                    if ["$id", "id", "$dynamicRef", "$recursiveRef"].contains(key), value.string != nil { return nil }
                    if key == "$ref", let text = value.string {
                        guard !text.contains("%"), let reference = LocalReference(text) else { return nil }
                        found.append(reference.pointer)
                    } else {
                        pending.append(value)
                    }
                }
            default: break
            }
        }
        return found
    }

    /// An object with a member set, or removed for nil; any other value as it is.
    func setting(_ key: JSONString, to value: JSONValue?) -> JSONValue {
        guard case .object(var object) = self else { return self }
        object[key] = value
        return .object(object)
    }

    /// The document with one value replaced; nil when the place does not exist or nothing is to stand there.
    func replacing(_ pointer: Pointer, with value: (JSONValue?) -> JSONValue?) -> JSONValue? {
        replacing(pointer.tokens[...], with: value)
    }

    private func replacing(_ tokens: ArraySlice<JSONString>, with value: (JSONValue?) -> JSONValue?) -> JSONValue? {
        guard let first = tokens.first else { return value(self) }
        switch self {
        case .object(let object):
            guard let part = object[first]?.replacing(tokens.dropFirst(), with: value) else { return nil }
            return setting(first, to: part)
        case .array(var elements):
            guard let index = first.arrayIndex, index < elements.count,
                let part = elements[index].replacing(tokens.dropFirst(), with: value)
            else { return nil }
            elements[index] = part
            return .array(elements)
        default: return nil
        }
    }
}
