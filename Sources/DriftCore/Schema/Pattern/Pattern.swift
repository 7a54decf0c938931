/// A regular expression of ECMA-262 as JSON Schema uses it: parsed in Unicode mode, over code points.
///
/// A pattern *searches*: a string conforms when some part of it matches. Without flags, `^` and `$` are the ends of
/// the whole string, and `.` excludes the four line terminators. Beyond the Unicode mode, what the older mode allows and
/// schemas in the wild use is read as it is meant there: `\-` and other escaped punctuation, a lone `{`, `}` or `]`,
/// a class such as `\w` next to `-` inside brackets, a quantified look-ahead.
struct Pattern: Hashable, Sendable {
    let source: String
    let root: Node
    /// With back-references the language need not be regular: no automaton can be built.
    let hasBackReferences: Bool
    /// Whether the tree holds a `look` node. The language is regular all the same, unless it has back-references.
    let hasLookAround: Bool

    /// One node of the tree. Groups are gone where they only grouped; greed does not change the language.
    indirect enum Node: Hashable, Sendable {
        /// The empty string.
        case empty
        /// One code point of the set; the empty set (`[]`, or a lone surrogate) matches nothing.
        case set(CodePointSet)
        /// Two or more, one after the other.
        case sequence([Node])
        /// Two or more, any of them.
        case alternation([Node])
        /// `max` nil means without end; `max` ≥ `min` otherwise. Counts saturate at `Node.largestCount`.
        case repetition(Node, min: Int, max: Int?, isLazy: Bool)
        /// A group that a back-reference names; other groups are not kept. Numbers start at 1.
        case capture(Int, Node)
        /// The text that a group matched last, or the empty string when it took no part.
        case backReference(Int)
        /// `^`: the start of the string.
        case start
        /// `$`: the end of the string, never before a last line feed.
        case end
        /// `\b`, negated `\B`: between a character of `\w` and one that is not, or an end.
        case wordBoundary(isNegated: Bool)
        /// `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`: consumes nothing.
        case look(Node, isAhead: Bool, isNegated: Bool)
    }

    /// - Throws: `PatternError` when ECMA-262 has no such pattern, or when it names a property this reader lacks.
    init(_ source: String) throws(PatternError) {
        var parser = PatternParser(source)
        let tree = try parser.parse()
        self.source = source
        root = tree
        hasBackReferences = !parser.referencedGroups.isEmpty
        hasLookAround = parser.hasLookAround
    }
}

extension Pattern.Node {
    /// Larger counts in `{n,m}` are read as this; no string is that long.
    static let largestCount = Int(Int32.max)
}

/// Why a text is no pattern, or none that can be decided.
enum PatternError: Error, Hashable {
    /// Against the grammar of ECMA-262; `offset` counts code points from the start of the pattern.
    case invalid(String, offset: Int)
    /// Good ECMA-262, but beyond this reader: a script or property without a table.
    case unsupported(String, offset: Int)
    case tooDeep(limit: Int)
}

extension PatternError: CustomStringConvertible {
    var description: String {
        switch self {
        case .invalid(let what, let offset): "\(what) at character \(offset + 1) of the pattern"
        case .unsupported(let what, let offset): "\(what) at character \(offset + 1) of the pattern is not supported"
        case .tooDeep(let limit): "the pattern nests groups more than \(limit) deep"
        }
    }
}
