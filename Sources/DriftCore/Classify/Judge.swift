extension Judgement {
    static func unknown(_ reason: String) -> Judgement {
        Judgement(backward: .unknown(reason: reason), forward: .unknown(reason: reason))
    }
}

/// Decides whether each of two schemas admits what the other does.
package typealias Judge = @Sendable (_ old: JSONValue, _ new: JSONValue, _ dialect: Dialect) -> Judgement

extension Verdict {
    var local: LocalVerdict {
        switch self {
        case .compatible: .compatible
        case .breaking: .breaking
        case .unknown: .unknown
        }
    }
}

/// The verdict on one change alone, on the nearest enclosing subschemas.
struct LocalJudge {
    let old: JSONValue
    let new: JSONValue
    let dialect: Dialect
    let judge: Judge
    private var known: [Pair: (backward: LocalVerdict, forward: LocalVerdict)] = [:]

    private struct Pair: Hashable {
        let old: JSONValue
        let new: JSONValue
    }

    init(old: JSONValue, new: JSONValue, dialect: Dialect, judge: @escaping Judge) {
        self.old = old
        self.new = new
        self.dialect = dialect
        self.judge = judge
    }

    /// With this change alone made to the old schema where that can be done, so that its neighbours are not blamed on it.
    mutating func verdicts(of edit: SchemaEdit) -> (backward: LocalVerdict, forward: LocalVerdict) {
        let pair: Pair
        if let changed = edit.applied(to: old) {
            pair = enclosing(old, changed, edit.site.judgedOld, edit.site.judgedOld)
        } else {
            pair = enclosing(old, new, edit.site.judgedOld, edit.site.judgedNew)
        }
        if let found = known[pair] { return found }
        let judgement = judge(pair.old, pair.new, dialect)
        let found = (judgement.backward.local, judgement.forward.local)
        known[pair] = found
        return found
    }

    private func enclosing(_ old: JSONValue, _ new: JSONValue, _ oldPlace: Pointer, _ newPlace: Pointer) -> Pair {
        if let oldPart = StandaloneSchema.of(oldPlace, in: old), let newPart = StandaloneSchema.of(newPlace, in: new) {
            return Pair(old: oldPart, new: newPart)
        }
        return Pair(old: old, new: new)
    }
}

/// A subschema as a document of its own, with the definitions it refers to.
enum StandaloneSchema {
    private static let definitionKeywords: [JSONString] = ["definitions", "$defs"]

    /// Nil when its references would lead elsewhere: then only the whole document can be judged.
    static func of(_ pointer: Pointer, in root: JSONValue) -> JSONValue? {
        guard let part = root[pointer] else { return nil }
        guard pointer != .root, case .object(var object) = part else { return part }
        guard mentionsReference(part) else { return part }
        var shared = JSONObject()
        for keyword in definitionKeywords {
            guard let definitions = root[keyword] else { continue }
            guard object[keyword] == nil else { return nil }
            shared[keyword] = definitions
        }
        guard areShared(.object(object)), areShared(.object(shared)) else { return nil }
        for member in shared.members { object[member.key] = member.value }
        return .object(object)
    }

    static func mentionsReference(_ value: JSONValue) -> Bool {
        switch value {
        case .object(let object):
            object.members.contains { $0.key.isReference || mentionsReference($0.value) }
        case .array(let elements): elements.contains(where: mentionsReference)
        default: false
        }
    }

    /// Whether every reference leads into the definitions of the root, and nothing moves the base they start from.
    private static func areShared(_ value: JSONValue) -> Bool {
        switch value {
        case .object(let object):
            object.members.allSatisfy { member in
                if member.key == "$ref", let reference = member.value.string {
                    return definitionKeywords.contains { reference.hasPrefix("#/\($0.text)/") }
                }
                if member.key.isReference || member.key == "$id" || (member.key == "id" && member.value.string != nil) {
                    return false
                }
                return areShared(member.value)
            }
        case .array(let elements): elements.allSatisfy(areShared)
        default: true
        }
    }
}

extension JSONString {
    fileprivate var isReference: Bool { self == "$ref" || self == "$dynamicRef" || self == "$recursiveRef" }
}
