/// Reads the text of a pattern by recursive descent, as the grammar of ECMA-262 (22.2.1, with `u`) is written.
struct PatternParser {
    private(set) var referencedGroups: Set<Int> = []
    private(set) var hasLookAround = false

    let text: [UInt32]
    var at = 0
    private var depth = 0
    private var groupCount = 0
    private let totalGroups: Int
    private let groupNumbers: [String: Int]

    private static let deepest = 200

    init(_ source: String) {
        text = source.unicodeScalars.map(\.value)
        (totalGroups, groupNumbers) = Self.countGroups(in: text)
    }

    mutating func parse() throws(PatternError) -> Pattern.Node {
        let node = try disjunction()
        guard at == text.count else { throw invalid("')' without '('") }
        return node.withoutCaptures(except: referencedGroups)
    }

    // MARK: Text

    var current: UInt32? { at < text.count ? text[at] : nil }

    func isNext(_ expected: String) -> Bool {
        var position = at
        for scalar in expected.unicodeScalars {
            guard position < text.count, text[position] == scalar.value else { return false }
            position += 1
        }
        return true
    }

    mutating func take(_ expected: String) -> Bool {
        guard isNext(expected) else { return false }
        at += expected.unicodeScalars.count
        return true
    }

    func invalid(_ what: String, at offset: Int? = nil) -> PatternError {
        .invalid(what, offset: offset ?? at)
    }

    // MARK: Grammar

    private mutating func disjunction() throws(PatternError) -> Pattern.Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw .tooDeep(limit: Self.deepest) }
        var branches = [try alternative()]
        while take("|") { branches.append(try alternative()) }
        return branches.count == 1 ? branches[0] : .alternation(branches)
    }

    private mutating func alternative() throws(PatternError) -> Pattern.Node {
        var terms: [Pattern.Node] = []
        while let next = current, next != "|", next != ")" {
            let start = at
            let (atom, isQuantifiable) = try term()
            guard let (min, max, isLazy) = try quantifier() else {
                terms.append(atom)
                continue
            }
            guard isQuantifiable else { throw invalid("a quantifier after an assertion", at: start) }
            terms.append(.repetition(atom, min: min, max: max, isLazy: isLazy))
        }
        switch terms.count {
        case 0: return .empty
        case 1: return terms[0]
        default: return .sequence(terms)
        }
    }

    private mutating func term() throws(PatternError) -> (Pattern.Node, isQuantifiable: Bool) {
        let start = at
        let next = text[at]
        at += 1
        switch next {
        case "^": return (.start, false)
        case "$": return (.end, false)
        case ".": return (.set(.dot), true)
        case "[": return (.set(try characterClass()), true)
        case "(": return try group()
        case "\\": return try escape()
        case "*", "+", "?": throw invalid("a quantifier with nothing to repeat", at: start)
        case "{":
            at = start
            if try quantifier() != nil { throw invalid("a quantifier with nothing to repeat", at: start) }
            at = start + 1
            return (.set(CodePointSet(next)), true)
        default: return (.set(CodePointSet(next)), true)
        }
    }

    /// Nil, with nothing taken, when no quantifier follows; `{` may be itself.
    private mutating func quantifier() throws(PatternError) -> (min: Int, max: Int?, isLazy: Bool)? {
        let start = at
        var min = 0
        var max: Int?
        switch current {
        case "*"?: at += 1
        case "+"?:
            at += 1
            min = 1
        case "?"?:
            at += 1
            max = 1
        case "{"?:
            at += 1
            guard let low = number() else {
                at = start
                return nil
            }
            min = low
            max = low
            if take(",") { max = number() }
            guard take("}") else {
                at = start
                return nil
            }
            if let max, max < min { throw invalid("the bounds of a quantifier are out of order", at: start) }
        default: return nil
        }
        return (min, max, take("?"))
    }

    private mutating func number() -> Int? {
        let start = at
        var value = 0
        while let digit = current, CodePointSet.digits.contains(digit) {
            value = Swift.min(value * 10 + Int(digit - 0x30), Pattern.Node.largestCount)
            at += 1
        }
        return at == start ? nil : value
    }

    private mutating func group() throws(PatternError) -> (Pattern.Node, isQuantifiable: Bool) {
        let start = at - 1
        var number: Int?
        var look: (isAhead: Bool, isNegated: Bool)?
        if take("?:") {
        } else if take("?=") {
            look = (true, false)
        } else if take("?!") {
            look = (true, true)
        } else if take("?<=") {
            look = (false, false)
        } else if take("?<!") {
            look = (false, true)
        } else {
            if take("?<") {
                guard groupName() != nil else { throw invalid("a group name that is none", at: start) }
            } else if isNext("?") {
                throw invalid("a group that ECMA-262 does not have", at: start)
            }
            groupCount += 1
            number = groupCount
        }
        let body = try disjunction()
        guard take(")") else { throw invalid("'(' without ')'", at: start) }
        if let look {
            hasLookAround = true
            return (.look(body, isAhead: look.isAhead, isNegated: look.isNegated), look.isAhead)
        }
        return (number.map { .capture($0, body) } ?? body, true)
    }

    /// The name and its `>`, after `<`.
    private mutating func groupName() -> String? {
        let (name, end) = Self.groupName(in: text, from: at)
        if name != nil { at = end }
        return name
    }

    mutating func namedReference() throws(PatternError) -> Pattern.Node {
        let start = at
        guard take("<"), let name = groupName(), let number = groupNumbers[name] else {
            throw invalid("a reference to no group", at: start)
        }
        referencedGroups.insert(number)
        return .backReference(number)
    }

    mutating func numberedReference() throws(PatternError) -> Pattern.Node {
        let start = at
        guard let value = number(), value <= totalGroups else {
            throw invalid("a reference to a group that the pattern does not have", at: start)
        }
        referencedGroups.insert(value)
        return .backReference(value)
    }

    // MARK: Groups, counted ahead since a reference may come before its group

    private static func countGroups(in text: [UInt32]) -> (Int, [String: Int]) {
        var count = 0
        var names: [String: Int] = [:]
        var isInClass = false
        var at = 0
        while at < text.count {
            switch text[at] {
            case "\\": at += 1
            case "[": isInClass = true
            case "]": isInClass = false
            case "(" where !isInClass:
                let rest = Array(text[(at + 1)...].prefix(3))
                if rest.isEmpty || rest[0] != "?" {
                    count += 1
                } else if rest.count == 3, rest[1] == "<", rest[2] != "=", rest[2] != "!" {
                    count += 1
                    if let name = groupName(in: text, from: at + 3).name { names[name] = count }
                }
            default: break
            }
            at += 1
        }
        return (count, names)
    }

    private static func groupName(in text: [UInt32], from start: Int) -> (name: String?, end: Int) {
        var name = ""
        for at in start..<text.count {
            guard text[at] != ">" else { return (name.isEmpty ? nil : name, at + 1) }
            guard let scalar = Unicode.Scalar(text[at]) else { break }
            let isStart = scalar.properties.isIDStart || scalar == "$" || scalar == "_"
            guard isStart || (!name.isEmpty && scalar.properties.isIDContinue) else { break }
            name.unicodeScalars.append(scalar)
        }
        return (nil, start)
    }
}

extension UInt32 {
    /// So that a code point compares with a literal: `next == "("`.
    static func ~= (scalar: Unicode.Scalar, value: UInt32) -> Bool { scalar.value == value }
    static func == (value: UInt32, scalar: Unicode.Scalar) -> Bool { scalar.value == value }
    static func != (value: UInt32, scalar: Unicode.Scalar) -> Bool { scalar.value != value }
}

extension UInt32? {
    static func == (value: UInt32?, scalar: Unicode.Scalar) -> Bool { scalar.value == value }
    static func != (value: UInt32?, scalar: Unicode.Scalar) -> Bool { scalar.value != value }
}

extension Pattern.Node {
    /// The same tree with only the captures that a back-reference needs.
    fileprivate func withoutCaptures(except kept: Set<Int>) -> Pattern.Node {
        switch self {
        case .empty, .set, .backReference, .start, .end, .wordBoundary: self
        case .sequence(let nodes): .sequence(nodes.map { $0.withoutCaptures(except: kept) })
        case .alternation(let nodes): .alternation(nodes.map { $0.withoutCaptures(except: kept) })
        case .repetition(let node, let min, let max, let isLazy):
            .repetition(node.withoutCaptures(except: kept), min: min, max: max, isLazy: isLazy)
        case .capture(let number, let node):
            kept.contains(number)
                ? .capture(number, node.withoutCaptures(except: kept)) : node.withoutCaptures(except: kept)
        case .look(let node, let isAhead, let isNegated):
            .look(node.withoutCaptures(except: kept), isAhead: isAhead, isNegated: isNegated)
        }
    }
}
