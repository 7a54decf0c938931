/// A JSON document as a value: exact numbers, strings by code points, objects without order.
///
/// This is the form in which schemas are read, compared and judged. Bulk work on large texts uses `JSONDocument`.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(JSONString)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// The value, if it is a boolean.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The value, if it is a number.
    public var number: JSONNumber? { if case .number(let value) = self { value } else { nil } }
    /// The text, if it is a string. `String ==` is not JSON's equality; `JSONString ==` is.
    public var string: String? { if case .string(let value) = self { value.text } else { nil } }
    /// The elements, if it is an array.
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    /// The members, if it is an object.
    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

    /// The member of an object; nil for any other value.
    public subscript(key: JSONString) -> JSONValue? { object?[key] }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(JSONString(value)) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (JSONString, JSONValue)...) { self = .object(JSONObject(elements)) }
}

extension JSONValue {
    /// A string of these characters: the text is not read as JSON.
    public init(_ text: String) { self = .string(JSONString(text)) }
    /// The integer, exactly.
    public init(_ integer: Int) { self = .number(JSONNumber(integer)) }
}
