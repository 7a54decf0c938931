extension JSONValue {
    /// The value over several lines, two blanks for each level, keys in canonical order: for a person to read.
    package func indented() -> String {
        var text = ""
        write(into: &text, indent: "\n")
        return text
    }

    /// Recurses as deep as the value is nested, which reading limits.
    private func write(into text: inout String, indent: String) {
        switch self {
        case .array(let elements) where !elements.isEmpty:
            let inner = indent + "  "
            for (index, element) in elements.enumerated() {
                text += (index == 0 ? "[" : ",") + inner
                element.write(into: &text, indent: inner)
            }
            text += indent + "]"
        case .object(let object) where !object.isEmpty:
            let inner = indent + "  "
            for (index, member) in object.members.enumerated() {
                text += (index == 0 ? "{" : ",") + inner + JSONValue.string(member.key).canonicalString + ": "
                member.value.write(into: &text, indent: inner)
            }
            text += indent + "}"
        default: text += canonicalString
        }
    }
}
