/// A regular pattern that finds a match wherever a pattern with back-references does.
///
/// A back-reference repeats what its group matched, or nothing. So it is replaced by whatever the group can match, without
/// the conditions on what surrounds it.
enum WiderPattern {
    /// - Throws: When a back-reference stands where more matches mean fewer strings, in a negated look-around.
    static func node(for pattern: Pattern) throws(PatternLanguage.Failure) -> Pattern.Node {
        var groups: [Int: Pattern.Node] = [:]
        collect(pattern.root, into: &groups)
        return try widened(pattern.root, groups, depth: 0)
    }

    private static func collect(_ node: Pattern.Node, into groups: inout [Int: Pattern.Node]) {
        switch node {
        case .sequence(let parts), .alternation(let parts): for part in parts { collect(part, into: &groups) }
        case .repetition(let part, _, _, _), .look(let part, _, _): collect(part, into: &groups)
        case .capture(let number, let part):
            groups[number] = part
            collect(part, into: &groups)
        case .empty, .set, .backReference, .start, .end, .wordBoundary: break
        }
    }

    /// - Parameter taken: Groups that have certainly matched before this node.
    private static func widened(
        _ node: Pattern.Node, _ groups: [Int: Pattern.Node], taken: Set<Int> = [], depth: Int, inGroup: Bool = false
    ) throws(PatternLanguage.Failure) -> Pattern.Node {
        if depth > 100 { throw .notRegular }
        func inner(_ part: Pattern.Node, taken: Set<Int>) throws(PatternLanguage.Failure) -> Pattern.Node {
            try widened(part, groups, taken: taken, depth: depth + 1, inGroup: inGroup)
        }
        switch node {
        case .empty, .set: return node
        case .start, .end, .wordBoundary: return inGroup ? .empty : node
        case .sequence(let parts):
            var taken = taken
            var result: [Pattern.Node] = []
            for part in parts {
                result.append(try inner(part, taken: taken))
                taken.formUnion(groupsTaken(by: part))
            }
            return .sequence(result)
        case .alternation(let parts):
            var result: [Pattern.Node] = []
            for part in parts { result.append(try inner(part, taken: taken)) }
            return .alternation(result)
        case .repetition(let part, let min, let max, let isLazy):
            return .repetition(try inner(part, taken: taken), min: min, max: max, isLazy: isLazy)
        case .capture(_, let part): return try inner(part, taken: taken)
        case .look(let part, let isAhead, let isNegated):
            if inGroup { return .empty }
            if isNegated, hasBackReference(part) { throw .notRegular }
            // What is behind is matched from right to left, so nothing has been taken for certain.
            return .look(try inner(part, taken: isAhead ? taken : []), isAhead: isAhead, isNegated: isNegated)
        case .backReference(let number):
            guard let group = groups[number] else { return .empty }
            let repeated = try widened(group, groups, depth: depth + 1, inGroup: true)
            return taken.contains(number) ? repeated : .alternation([.empty, repeated])
        }
    }

    /// Groups that have matched whenever the node has.
    private static func groupsTaken(by node: Pattern.Node) -> Set<Int> {
        switch node {
        case .sequence(let parts): parts.reduce(into: []) { $0.formUnion(groupsTaken(by: $1)) }
        case .alternation(let parts):
            parts.dropFirst().reduce(parts.first.map(groupsTaken) ?? []) { $0.intersection(groupsTaken(by: $1)) }
        case .repetition(let part, let min, _, _): min > 0 ? groupsTaken(by: part) : []
        case .capture(let number, let part): groupsTaken(by: part).union([number])
        case .empty, .set, .backReference, .start, .end, .wordBoundary, .look: []
        }
    }

    private static func hasBackReference(_ node: Pattern.Node) -> Bool {
        switch node {
        case .backReference: true
        case .sequence(let parts), .alternation(let parts): parts.contains(where: hasBackReference)
        case .repetition(let part, _, _, _), .capture(_, let part), .look(let part, _, _): hasBackReference(part)
        case .empty, .set, .start, .end, .wordBoundary: false
        }
    }
}
