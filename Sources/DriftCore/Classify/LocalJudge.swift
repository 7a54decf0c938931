/// The verdicts on single changes: on the nearest enclosing subschemas of both sides, and of several changes in these, on which
/// of them it is.
struct LocalJudge {
    typealias Verdicts = (backward: LocalVerdict, forward: LocalVerdict)

    /// How many changes of a document get verdicts of their own.
    static let limit = 200
    /// How many values are read for them in all: reading a whole document again for each change must not take seconds.
    private static let readingLimit = 500_000
    /// How many steps they may take in all before no more are asked for.
    private static let stepLimit = 300_000

    private let old: Schema
    private let new: Schema
    private let judge: Judge
    private var read = 0
    private var steps = 0
    private var known: [Pair: Verdicts] = [:]

    private struct Pair: Hashable {
        let old: Part
        let new: Part
    }

    private struct Part: Hashable {
        let document: JSONValue
        let pointer: Pointer
        let dialect: Dialect
    }

    init(old: Schema, new: Schema, judge: @escaping Judge) {
        self.old = old
        self.new = new
        self.judge = judge
    }

    /// One for each edit; both are `unknown` past the limits.
    mutating func verdicts(of edits: [SchemaEdit]) -> [Verdicts] {
        let judged = Array(edits.prefix(Self.limit))
        var enclosing: [Pointer: Verdicts] = [:]
        for edit in judged where enclosing[edit.site.judgedOld] == nil {
            enclosing[edit.site.judgedOld] = verdict(
                part(old, edit.site.judgedOld), part(new, edit.site.judgedNew))
        }
        var found: [Verdicts] = []
        for edit in judged {
            let around = enclosing[edit.site.judgedOld] ?? (.unknown, .unknown)
            let isOnlyOne = edits.count { $0.site.judgedOld.starts(with: edit.site.judgedOld) } == 1
            let alone = isOnlyOne || around == (.compatible, .compatible) ? around : alone(edit)
            // What its surroundings make harmless is harmless, whatever it would be without them.
            found.append(
                (
                    around.backward == .compatible ? .compatible : alone.backward,
                    around.forward == .compatible ? .compatible : alone.forward
                ))
        }
        found += Array(repeating: (.unknown, .unknown), count: edits.count - judged.count)
        blame(edits, enclosing, &found)
        return found
    }

    /// Where changes are harmless one by one and not together (`null` in `type` and in `enum`), it is all of them.
    private func blame(_ edits: [SchemaEdit], _ enclosing: [Pointer: Verdicts], _ found: inout [Verdicts]) {
        for (place, around) in enclosing.sorted(by: { $0.key.tokens.count > $1.key.tokens.count }) {
            let inside = edits.indices.filter { edits[$0].site.judgedOld.starts(with: place) }
            let own = inside.filter { edits[$0].site.judgedOld == place }
            if !inside.contains(where: { found[$0].backward >= around.backward }) {
                for index in own { found[index].backward = around.backward }
            }
            if !inside.contains(where: { found[$0].forward >= around.forward }) {
                for index in own { found[index].forward = around.forward }
            }
        }
    }

    /// With this change alone made to the old schema where that can be done, so that its neighbours are not blamed on it.
    private mutating func alone(_ edit: SchemaEdit) -> Verdicts {
        let place = edit.site.judgedOld
        guard let changed = edit.applied(to: old.root.value, from: new.root.value) else {
            return verdict(part(old, place), part(new, edit.site.judgedNew))
        }
        return verdict(part(old, place), part(changed, place, old.dialect))
    }

    private mutating func verdict(_ before: Part, _ after: Part) -> Verdicts {
        let pair = Pair(old: before, new: after)
        if let found = known[pair] { return found }
        guard read <= Self.readingLimit, steps <= Self.stepLimit else { return (.unknown, .unknown) }
        read += before.document.valueCount + after.document.valueCount
        let judgement = judge(schema(before), before.pointer, schema(after), after.pointer)
        steps += judgement.steps
        let found = (judgement.backward.local, judgement.forward.local)
        known[pair] = found
        return found
    }

    /// The documents themselves have been read already.
    private func schema(_ part: Part) -> Schema {
        for known in [old, new] where known.dialect == part.dialect && known.root.value == part.document {
            return known
        }
        return Schema(part.document, dialect: part.dialect)
    }

    private func part(_ schema: Schema, _ pointer: Pointer) -> Part {
        part(schema.root.value, pointer, schema.dialect)
    }

    /// A subschema without references stands for itself; one with references needs its document.
    private func part(_ document: JSONValue, _ pointer: Pointer, _ dialect: Dialect) -> Part {
        if pointer != .root, let part = document[pointer], !part.mentionsReference {
            return Part(document: part, pointer: .root, dialect: dialect)
        }
        return Part(document: document, pointer: pointer, dialect: dialect)
    }
}

extension Pointer {
    /// Whether this is at or below another place.
    func starts(with other: Pointer) -> Bool { tokens.starts(with: other.tokens) }
}

extension LocalVerdict: Comparable {
    /// The worse a verdict, the greater.
    package static func < (a: LocalVerdict, b: LocalVerdict) -> Bool { a.severity < b.severity }

    private var severity: Int {
        switch self {
        case .compatible: 0
        case .unknown: 1
        case .breaking: 2
        }
    }
}

extension JSONValue {
    /// Whether a key anywhere inside is one of the keywords that refer.
    var mentionsReference: Bool {
        switch self {
        case .object(let object):
            object.members.contains { JSONString.references.contains($0.key) || $0.value.mentionsReference }
        case .array(let elements): elements.contains(where: \.mentionsReference)
        default: false
        }
    }

    /// How many values there are, this one and all inside it.
    var valueCount: Int {
        switch self {
        case .object(let object): object.members.reduce(1) { $0 + $1.value.valueCount }
        case .array(let elements): elements.reduce(1) { $0 + $1.valueCount }
        default: 1
        }
    }
}
