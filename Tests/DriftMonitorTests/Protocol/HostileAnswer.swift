/// One kind of answer that a server should not give, or may give though few do, in as many variants as there are numbers.
struct HostileAnswer: Sendable, CustomStringConvertible {
    /// What is right to make of it as a target's answer.
    enum Verdict: Sendable {
        case failed, suspect
        /// HTTP all the same: the document is read.
        case fine
        /// Some variants are one, some the other.
        case failedOrFine, failedOrSuspect, any

        var outcomes: Set<String> {
            switch self {
            case .failed: ["failed"]
            case .suspect: ["suspect"]
            case .fine: ["initial"]
            case .failedOrFine: ["failed", "initial"]
            case .failedOrSuspect: ["failed", "suspect"]
            case .any: ["failed", "suspect", "initial"]
            }
        }
    }

    let name: String
    let verdict: Verdict
    private let make: @Sendable (inout Dice, _ variant: Int) -> [ScriptedServer.Step]

    init(
        _ name: String, _ verdict: Verdict,
        _ make: @escaping @Sendable (inout Dice, _ variant: Int) -> [ScriptedServer.Step]
    ) {
        self.name = name
        self.verdict = verdict
        self.make = make
    }

    var description: String { name }

    /// Always the same for the same number.
    func steps(_ variant: Int) -> [ScriptedServer.Step] {
        var dice = Dice(name: name, variant: variant)
        return make(&dice, variant)
    }

    static let all: [HostileAnswer] = [heads, fields, lengths, chunks, bodies].flatMap { $0 }

    static let document = #"{"type":"object","properties":{"kind":{"type":"string","enum":["a","b"]}}}"#

    /// A good answer with other lines in the place of the usual ones.
    static func answer(_ status: String = "HTTP/1.1 200 OK", _ fields: String = "", body: String = document) -> String {
        "\(status)\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    static func chunked(_ body: String, _ fields: String = "") -> String {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\(fields)\r\n\(body)"
    }

    static func chunk(_ text: some StringProtocol, _ more: String = "") -> String {
        String(text.utf8.count, radix: 16) + more + "\r\n" + text + "\r\n"
    }

    static func encoded(_ coding: String, _ body: [UInt8], status: String = "200 OK") -> [ScriptedServer.Step] {
        [
            .send("HTTP/1.1 \(status)\r\nContent-Encoding: \(coding)\r\nContent-Length: \(body.count)\r\n\r\n"),
            .bytes(body),
        ]
    }
}

/// SplitMix64 from a kind's name and a variant's number.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(name: String, variant: Int) {
        state = name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } &+ UInt64(variant)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func one<Element>(_ elements: [Element]) -> Element { elements[number(0...elements.count - 1)] }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) } }

    /// Letters.
    mutating func word(_ count: Int) -> String {
        String(decoding: (0..<count).map { _ in UInt8(number(97...122)) }, as: UTF8.self)
    }
}
