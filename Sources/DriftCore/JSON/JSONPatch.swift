/// A list of operations that turns one document into another (RFC 6902).
public struct JSONPatch: Hashable, Sendable {
    /// One step; each pointer is of the document as the steps before have left it.
    public enum Operation: Hashable, Sendable {
        case add(Pointer, JSONValue)
        case remove(Pointer)
        case replace(Pointer, JSONValue)
        case move(from: Pointer, to: Pointer)
        case copy(from: Pointer, to: Pointer)
        case test(Pointer, JSONValue)
    }

    /// In the order in which they are applied.
    public var operations: [Operation]

    /// Takes the operations as they are; `apply(to:)` checks them.
    public init(_ operations: [Operation] = []) {
        self.operations = operations
    }

    /// Reads a patch document. Members that RFC 6902 does not name are passed over.
    public init(_ document: JSONValue) throws(JSONPatchError) {
        guard let elements = document.array else { throw .notAList }
        operations = []
        for (index, element) in elements.enumerated() {
            operations.append(try Self.operation(element, at: index))
        }
    }

    private static func operation(_ value: JSONValue, at index: Int) throws(JSONPatchError) -> Operation {
        guard let members = value.object else { throw .malformed(index, "it is no object") }
        func pointer(_ name: JSONString) throws(JSONPatchError) -> Pointer {
            guard let text = members[name]?.string else { throw .malformed(index, "it needs '\(name)', a string") }
            do throws(PointerError) {
                return try Pointer(text)
            } catch {
                throw .malformed(index, error.description)
            }
        }
        func operand() throws(JSONPatchError) -> JSONValue {
            guard let value = members["value"] else { throw .malformed(index, "it needs 'value'") }
            return value
        }
        switch members["op"]?.string {
        case "add": return .add(try pointer("path"), try operand())
        case "remove": return .remove(try pointer("path"))
        case "replace": return .replace(try pointer("path"), try operand())
        case "move": return .move(from: try pointer("from"), to: try pointer("path"))
        case "copy": return .copy(from: try pointer("from"), to: try pointer("path"))
        case "test": return .test(try pointer("path"), try operand())
        case let name?: throw .malformed(index, "'\(name)' is none of add, remove, replace, move, copy, test")
        case nil: throw .malformed(index, "it needs 'op', a string")
        }
    }

    /// The patch document.
    public var document: JSONValue {
        .array(operations.map(\.document))
    }
}

extension JSONPatch.Operation {
    /// The operation as an element of a patch document.
    public var document: JSONValue {
        switch self {
        case .add(let path, let value): ["op": "add", "path": JSONValue(path.description), "value": value]
        case .remove(let path): ["op": "remove", "path": JSONValue(path.description)]
        case .replace(let path, let value): ["op": "replace", "path": JSONValue(path.description), "value": value]
        case .move(let from, let path):
            ["from": JSONValue(from.description), "op": "move", "path": JSONValue(path.description)]
        case .copy(let from, let path):
            ["from": JSONValue(from.description), "op": "copy", "path": JSONValue(path.description)]
        case .test(let path, let value): ["op": "test", "path": JSONValue(path.description), "value": value]
        }
    }
}

/// Why a patch cannot be read or applied; operations are counted from 0.
public enum JSONPatchError: Error, Hashable {
    case notAList
    case malformed(Int, String)
    case missing(Int, Pointer)
    case notAContainer(Int, Pointer)
    case badIndex(Int, Pointer)
    case testFailed(Int, Pointer)
    case moveIntoItself(Int, Pointer)
    case removesTheDocument(Int)
    case tooDeep(Int, limit: Int)
    case tooMuchCopied(Int, limit: Int)
}

extension JSONPatchError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAList: "a JSON Patch is a list of operations"
        case .malformed(let index, let why): "operation \(index) of the patch is malformed: \(why)"
        case .missing(let index, let pointer): "operation \(index) of the patch: there is nothing at '\(pointer)'"
        case .notAContainer(let index, let pointer):
            "operation \(index) of the patch: '\(pointer)' is inside something that is neither object nor list"
        case .badIndex(let index, let pointer):
            "operation \(index) of the patch: '\(pointer)' does not name a place in that list"
        case .testFailed(let index, let pointer):
            "operation \(index) of the patch: the value at '\(pointer)' is not the expected one"
        case .moveIntoItself(let index, let pointer):
            "operation \(index) of the patch would move '\(pointer)' into itself"
        case .removesTheDocument(let index): "operation \(index) of the patch would remove the whole document"
        case .tooDeep(let index, let limit):
            "operation \(index) of the patch would nest arrays and objects more than \(limit) levels deep"
        case .tooMuchCopied(let index, let limit):
            "operation \(index) of the patch: copies would add more than \(limit) values"
        }
    }
}
