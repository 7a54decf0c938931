/// A pattern as places and steps between them (Thompson's construction), counted repetitions written out.
struct PatternPositions {
    enum Step {
        case set(CodePointSet, then: Int)
        case fork([Int])
        case start(then: Int)
        case end(then: Int)
        case boundary(isNegated: Bool, then: Int)
        case ahead(Int, isNegated: Bool, then: Int)
        case behind(Int, isNegated: Bool, then: Int)
    }

    /// The place where the whole pattern has matched.
    static let accept = -1

    private(set) var steps: [Step] = []
    private(set) var entry = accept
    private(set) var aheads: [Pattern.Node] = []
    private(set) var behinds: [Pattern.Node] = []
    private(set) var hasBoundary = false

    var sets: [CodePointSet] {
        steps.compactMap { if case .set(let set, _) = $0 { set } else { nil } }
    }

    mutating func add(_ node: Pattern.Node) throws(PatternLanguage.Failure) {
        entry = try place(node, then: Self.accept)
    }

    private mutating func append(_ step: Step) throws(PatternLanguage.Failure) -> Int {
        if steps.count >= PatternLanguage.positionLimit { throw .exhausted(.states) }
        steps.append(step)
        return steps.count - 1
    }

    /// The place from which the node leads to `then`.
    private mutating func place(_ node: Pattern.Node, then: Int) throws(PatternLanguage.Failure) -> Int {
        switch node {
        case .empty: return then
        case .set(let set): return try append(.set(set, then: then))
        case .sequence(let parts):
            var target = then
            for part in parts.reversed() { target = try place(part, then: target) }
            return target
        case .alternation(let parts):
            var targets: [Int] = []
            for part in parts { targets.append(try place(part, then: then)) }
            return try append(.fork(targets))
        case .repetition(let part, let min, let max, _):
            return try repetition(part, min: min, max: max, then: then)
        case .capture(_, let part): return try place(part, then: then)
        case .backReference: throw .notRegular
        case .start: return try append(.start(then: then))
        case .end: return try append(.end(then: then))
        case .wordBoundary(let isNegated):
            hasBoundary = true
            return try append(.boundary(isNegated: isNegated, then: then))
        case .look(let part, let isAhead, let isNegated):
            if isAhead {
                if Self.hasBoundary(part) { hasBoundary = true }
                aheads.append(part)
                return try append(.ahead(aheads.count - 1, isNegated: isNegated, then: then))
            }
            behinds.append(part)
            return try append(.behind(behinds.count - 1, isNegated: isNegated, then: then))
        }
    }

    private mutating func repetition(
        _ part: Pattern.Node, min: Int, max: Int?, then: Int
    ) throws(PatternLanguage.Failure) -> Int {
        var target = then
        if let max {
            if max - min > PatternLanguage.positionLimit { throw .exhausted(.states) }
            for _ in 0..<(max - min) {
                let inner = try place(part, then: target)
                target = try append(.fork([inner, then]))
            }
        } else {
            let loop = try append(.fork([then]))
            let inner = try place(part, then: loop)
            steps[loop] = .fork([inner, then])
            target = loop
        }
        if min > PatternLanguage.positionLimit { throw .exhausted(.states) }
        for _ in 0..<min { target = try place(part, then: target) }
        return target
    }
}

extension PatternPositions {
    private static func children(_ node: Pattern.Node) -> [Pattern.Node] {
        switch node {
        case .sequence(let parts), .alternation(let parts): parts
        case .repetition(let part, _, _, _), .capture(_, let part), .look(let part, _, _): [part]
        case .empty, .set, .backReference, .start, .end, .wordBoundary: []
        }
    }

    /// Whether what the node matches depends on what follows it.
    static func looksAhead(_ node: Pattern.Node) -> Bool {
        switch node {
        case .end, .wordBoundary, .backReference: true
        case .look(let part, let isAhead, _): isAhead || looksAhead(part)
        default: children(node).contains(where: looksAhead)
        }
    }

    private static func hasBoundary(_ node: Pattern.Node) -> Bool {
        if case .wordBoundary = node { return true }
        return children(node).contains(where: hasBoundary)
    }

    static func sets(in node: Pattern.Node) -> [CodePointSet] {
        if case .set(let set) = node { return [set] }
        if case .wordBoundary = node { return [.word] }
        return children(node).flatMap(sets)
    }
}
