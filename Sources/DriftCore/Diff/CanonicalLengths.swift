/// How long the canonical text of any value of a document is.
///
/// Each node adds a length of its own, so a value's is the sum over the nodes from it to its end. For large values sums are kept for
/// whole blocks of nodes, from the first answer on that needs them: little memory, and a bound on what is added up for an answer.
struct CanonicalLengths {
    private static let block = 64
    /// So many nodes are added up without the sums.
    private static let few = 4_096

    private let document: JSONDocument
    /// The sum of all blocks before each one, and of all at last.
    private lazy var sums = Self.sums(document)
    /// How many nodes were added up to no end.
    private var looked = 0

    init(_ document: JSONDocument) {
        self.document = document
    }

    private static func sums(_ document: JSONDocument) -> [Int] {
        let nodes = document.nodes
        var sums: [Int] = []
        sums.reserveCapacity(nodes.count / block + 2)
        var sum = 0
        for start in stride(from: 0, to: nodes.count, by: block) {
            sums.append(sum)
            for index in start..<min(start + block, nodes.count) { sum += length(of: nodes[index], document) }
        }
        sums.append(sum)
        return sums
    }

    /// The length of the value at a node, in bytes.
    subscript(index: Int) -> Int {
        mutating get {
            let end = document.nodes[index].end(at: index)
            guard end - index > Self.few else { return sum(index..<end) }
            let (first, last) = (index / Self.block + 1, end / Self.block)
            return sum(index..<first * Self.block) + sums[last] - sums[first] + sum(last * Self.block..<end)
        }
    }

    /// Whether the value at a node is at most so long; a large value that is plainly longer is not added up to its end.
    mutating func isAtMost(_ length: Int, at index: Int) -> Bool {
        let end = document.nodes[index].end(at: index)
        // Each node adds one byte at least.
        guard end - index <= length else { return false }
        // Values inside each other would be added up again and again: the sums are there for that.
        guard end - index > Self.few, looked < 2 * document.nodes.count else { return self[index] <= length }
        var sum = 0
        for node in index..<end {
            sum += Self.length(of: document.nodes[node], document)
            if sum > length {
                looked += node - index
                return false
            }
        }
        return true
    }

    private func sum(_ range: Range<Int>) -> Int {
        range.reduce(0) { $0 + Self.length(of: document.nodes[$1], document) }
    }

    /// What a node adds: a key brings its colon, a container its brackets and commas.
    @inline(__always)
    private static func length(of node: TapeNode, _ document: JSONDocument) -> Int {
        switch node.kind {
        case .null, .true: 4
        case .false: 5
        case .number: text(node, document)
        case .string: text(node, document) + 2
        case .key: text(node, document) + 3
        case .array, .object: 2 + max(0, Int(node.length) - 1)
        }
    }

    @inline(__always)
    private static func text(_ node: TapeNode, _ document: JSONDocument) -> Int {
        node.flags.contains(.rewritten) ? document.canonicalBytes(node).count : Int(node.length)
    }
}
