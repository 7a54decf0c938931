extension JSONPatch {
    /// The document after all operations; none takes effect when one fails.
    public func apply(to document: JSONValue) throws(JSONPatchError) -> JSONValue {
        var target = PatchTarget(document)
        for (index, operation) in operations.enumerated() { try target.apply(operation, index) }
        return target.document
    }
}

/// A document while a patch works on it.
private struct PatchTarget {
    /// Values that `copy` may add in all: shared copies cost nothing until they are written out.
    static let copyLimit = 5_000_000

    private(set) var document: JSONValue
    /// No part of the document is nested deeper.
    private var depthBound: Int
    private var copied = 0

    init(_ document: JSONValue) {
        self.document = document
        depthBound = document.depth
    }

    mutating func apply(_ operation: JSONPatch.Operation, _ index: Int) throws(JSONPatchError) {
        switch operation {
        case .add(let path, let value): try add(value, at: path, depth: value.depth, index)
        case .remove(let path): _ = try remove(path, index)
        case .replace(let path, let value):
            try checkDepth(value, path, bound: value.depth, index)
            try replace(path, with: value, index)
        case .move(let from, let path):
            guard path.tokens.count <= from.tokens.count || !path.tokens.starts(with: from.tokens) else {
                throw .moveIntoItself(index, from)
            }
            guard from != path else {
                guard document[from] != nil else { throw .missing(index, from) }
                return
            }
            guard from != .root else { throw .moveIntoItself(index, from) }
            let value = try remove(from, index)
            try add(value, at: path, depth: depthBound, index)
        case .copy(let from, let path):
            guard let value = document[from] else { throw .missing(index, from) }
            copied += value.count(atMost: Self.copyLimit - copied + 1)
            guard copied <= Self.copyLimit else { throw .tooMuchCopied(index, limit: Self.copyLimit) }
            try add(value, at: path, depth: depthBound, index)
        case .test(let path, let expected):
            guard let value = document[path] else { throw .missing(index, path) }
            guard value == expected else { throw .testFailed(index, path) }
        }
    }

    /// - Parameter bound: What the value's depth cannot pass; the exact depth is counted only when that is too much.
    private mutating func checkDepth(
        _ value: JSONValue, _ path: Pointer, bound: Int, _ index: Int
    ) throws(JSONPatchError) {
        let limit = JSONLimits.maximumValueDepth
        let depth = path.tokens.count + bound <= limit ? bound : value.depth
        guard path.tokens.count + depth <= limit else { throw .tooDeep(index, limit: limit) }
        depthBound = max(depthBound, path.tokens.count + depth)
    }

    private mutating func add(
        _ value: JSONValue, at path: Pointer, depth: Int, _ index: Int
    ) throws(JSONPatchError) {
        try checkDepth(value, path, bound: depth, index)
        guard let last = path.last else {
            document = value
            return
        }
        try edit(path, index) { parent throws(JSONPatchError) in
            switch parent {
            case .object(var object):
                parent = .null
                object[last] = value
                parent = .object(object)
            case .array(var elements):
                let place = last == "-" ? elements.count : last.arrayIndex
                guard let place, place <= elements.count else { throw .badIndex(index, path) }
                parent = .null
                elements.insert(value, at: place)
                parent = .array(elements)
            default: throw .notAContainer(index, path)
            }
        }
    }

    private mutating func remove(_ path: Pointer, _ index: Int) throws(JSONPatchError) -> JSONValue {
        guard let last = path.last else { throw .removesTheDocument(index) }
        var removed = JSONValue.null
        try edit(path, index) { parent throws(JSONPatchError) in
            switch parent {
            case .object(var object):
                guard let value = object[last] else { throw .missing(index, path) }
                removed = value
                parent = .null
                object[last] = nil
                parent = .object(object)
            case .array(var elements):
                guard let place = last.arrayIndex, place < elements.count else { throw .badIndex(index, path) }
                parent = .null
                removed = elements.remove(at: place)
                parent = .array(elements)
            default: throw .notAContainer(index, path)
            }
        }
        return removed
    }

    private mutating func replace(_ path: Pointer, with value: JSONValue, _ index: Int) throws(JSONPatchError) {
        guard let last = path.last else {
            document = value
            return
        }
        try edit(path, index) { parent throws(JSONPatchError) in
            guard parent.exchange(last, with: value) != nil else { throw .missing(index, path) }
        }
    }

    /// Runs an edit on the container around a place. On the way down each container gives its child away, so that nothing but
    /// the edited container itself is copied, and that only when someone else holds it.
    private mutating func edit(
        _ path: Pointer, _ index: Int, _ body: (inout JSONValue) throws(JSONPatchError) -> Void
    ) throws(JSONPatchError) {
        var around: [JSONValue] = []
        var current = document
        document = .null
        for token in path.tokens.dropLast() {
            guard let child = current.exchange(token, with: .null) else { throw .missing(index, path) }
            around.append(current)
            current = child
        }
        try body(&current)
        for token in path.tokens.dropLast().reversed() {
            guard var container = around.popLast() else { break }
            _ = container.exchange(token, with: current)
            current = container
        }
        document = current
    }
}

extension JSONValue {
    /// Puts a value in the place of a child.
    /// - Returns: the child that was there; nil, and nothing happens, when there is none.
    fileprivate mutating func exchange(_ token: JSONString, with value: JSONValue) -> JSONValue? {
        switch self {
        case .object(var object):
            guard let place = object.index(of: token) else { return nil }
            self = .null
            let old = object.exchange(at: place, with: value)
            self = .object(object)
            return old
        case .array(var elements):
            guard let place = token.arrayIndex, place < elements.count else { return nil }
            self = .null
            let old = elements[place]
            elements[place] = value
            self = .array(elements)
            return old
        default: return nil
        }
    }

    /// Levels of arrays and objects: 0 for a scalar.
    var depth: Int {
        var deepest = 0
        visit { _, depth in
            deepest = max(deepest, depth)
            return true
        }
        return deepest
    }

    /// How many values there are, counted up to a bound.
    fileprivate func count(atMost bound: Int) -> Int {
        var count = 0
        visit { _, _ in
            count += 1
            return count < bound
        }
        return count
    }

    /// Visits this value and all inside, in no particular order, without recursion, until the visitor returns false.
    private func visit(_ visitor: (JSONValue, Int) -> Bool) {
        var rest = [(self, 0)]
        while let (value, around) = rest.popLast() {
            switch value {
            case .array(let elements):
                guard visitor(value, around + 1) else { return }
                for element in elements { rest.append((element, around + 1)) }
            case .object(let object):
                guard visitor(value, around + 1) else { return }
                for member in object.members { rest.append((member.value, around + 1)) }
            default: guard visitor(value, around) else { return }
            }
        }
    }
}
