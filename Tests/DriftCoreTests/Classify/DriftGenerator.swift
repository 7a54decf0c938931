import DriftCore

/// Random drifts: every shape that the form has, with values and texts around the sizes at which messages cut them.
struct DriftGenerator {
    private var random: SeededGenerator
    private var documents: DocumentGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        documents = DocumentGenerator(seed: seed &+ 1)
    }

    mutating func drift() -> Drift {
        let count = [0, 1, 3, 19, 20, 21, 60].randomElement(using: &random) ?? 0
        let findings = Int.random(in: 0...7, using: &random)
        return Drift(
            impact: impact(), fingerprint: fingerprint(), backward: verdict(), forward: verdict(),
            changes: (0..<count).map { _ in change() },
            findings: (0..<findings).map { _ in
                Finding(side: Bool.random(using: &random) ? .old : .new, pointer: pointer(), message: text())
            })
    }

    private mutating func change() -> Change {
        Change(
            pointer: pointer(), kind: ChangeKind(Bool.random(using: &random) ? "property-removed" : "é-\"kind\""),
            old: value(), new: value(), backward: local(), forward: local(), impact: impact(), message: text(),
            fingerprint: fingerprint())
    }

    private mutating func verdict() -> Verdict {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .compatible(reason: nil)
        case 1: .compatible(reason: text())
        case 2: .unknown(reason: text())
        default:
            .breaking(
                Witness(
                    instance: witness(), instancePointer: pointer(), schemaPointer: pointer(), sentence: text()))
        }
    }

    private mutating func witness() -> JSONValue {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .null
        case 1: .array(Array(repeating: 7, count: [998, 999, 1000, 1001].randomElement(using: &random) ?? 0))
        default: documents.document()
        }
    }

    /// Nil for a side on which there is nothing, which is another thing than null.
    private mutating func value() -> JSONValue? {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: nil
        case 1: .null
        case 2: JSONValue(text())
        case 3: .array(Array(repeating: true, count: Int.random(in: 50...70, using: &random)))
        default: documents.document()
        }
    }

    private mutating func impact() -> Impact { Impact.allCases.randomElement(using: &random) ?? .unknown }
    private mutating func local() -> LocalVerdict { LocalVerdict.allCases.randomElement(using: &random) ?? .unknown }

    private mutating func fingerprint() -> Fingerprint {
        Fingerprint(hex: Digest(of: Array("\(random.next())".utf8)).hex)
    }

    /// Around the limits 200, 300 and 500, with characters that take one to four bytes, and two or six when escaped.
    private mutating func text() -> String {
        let length = [0, 3, 20, 180, 198, 199, 290, 298, 299, 490, 498, 499, 900].randomElement(using: &random) ?? 0
        let unit = ["a", "é", "\u{1F600}", "\"", "\n", "\u{1}", "a b~/"].randomElement(using: &random) ?? "a"
        let count = length / max(1, JSONValue(unit).canonicalText.count - 2)
        return String(repeating: unit, count: count) + ["", "z", "zz"].randomElement(using: &random)!
    }

    private mutating func pointer() -> Pointer {
        let count = Int.random(in: 0..<4, using: &random)
        var tokens = (0..<count).map { _ in documents.key() }
        if Int.random(in: 0..<4, using: &random) == 0 {
            let unit = ["x", "~", "/", "é"].randomElement(using: &random) ?? "x"
            let length = Int.random(in: 90...310, using: &random)
            tokens.append(JSONString(String(repeating: unit, count: length)))
        }
        return Pointer(tokens: tokens)
    }
}
