import DriftJSON
import Testing

@Suite struct JSONPropertyTests {
    @Test(arguments: 0..<4)
    func `canonical text does not depend on order, blanks, escapes and spelling of numbers`(seed: Int) throws {
        var generator = DocumentGenerator(seed: UInt64(100 + seed))
        var failures: [String] = []
        for _ in 0..<200 {
            let value = generator.document(depth: 5)
            var speller = Speller(random: generator.random)
            let text = speller.spell(value)
            generator.random = speller.random
            let document = try JSONDocument(parsing: text)
            if document.canonicalText != value.canonicalText
                || document.canonicalDigest != Digest(of: value.canonicalText)
            {
                failures.append(String(decoding: text, as: UTF8.self))
            }
            if try JSONValue(parsing: text) != value { failures.append(value.canonicalString) }
        }
        #expect(failures.first == nil)
    }

    @Test func `canonical text is read as itself`() throws {
        var generator = DocumentGenerator(seed: 200)
        var failures: [String] = []
        for _ in 0..<500 {
            let text = generator.document(depth: 5).canonicalText
            if try JSONDocument(parsing: text).canonicalText != text {
                failures.append(String(decoding: text, as: UTF8.self))
            }
        }
        #expect(failures.first == nil)
    }

    @Test func `a document that is cut or changed somewhere is read or refused, with a place inside it`() throws {
        var generator = DocumentGenerator(seed: 300)
        for _ in 0..<500 {
            var text = generator.document(depth: 4).canonicalText
            switch Int.random(in: 0..<3, using: &generator.random) {
            case 0: text.removeLast(Int.random(in: 0...text.count, using: &generator.random))
            case 1:
                text[Int.random(in: 0..<text.count, using: &generator.random)] = UInt8.random(
                    in: 0...255, using: &generator.random)
            default:
                text.insert(
                    UInt8.random(in: 0...255, using: &generator.random),
                    at: Int.random(in: 0...text.count, using: &generator.random))
            }
            do {
                let document = try JSONDocument(parsing: text)
                #expect(try JSONDocument(parsing: document.canonicalText).canonicalText == document.canonicalText)
            } catch {
                #expect(error.offset <= text.count && error.line > 0 && error.column > 0)
            }
        }
    }

    @Test func `each piece of a long text is written once`() throws {
        // Strings and nesting around the size of the pieces in which text is handed over.
        for length in [8_180, 8_190, 8_191, 8_192, 8_193, 16_383, 16_384, 16_385, 40_000] {
            let string = String(repeating: "x", count: length)
            let text =
                "{\"\(string)\":[\"\(string)\",\"\\u0041\(string)\",\(String(repeating: "[", count: 900))"
                + String(repeating: "]", count: 900) + ",\(String(repeating: "1", count: length))]}"
            let document = try JSONDocument(parsing: Array(text.utf8))
            #expect(document.canonicalDigest == Digest(of: document.canonicalText), "\(length)")
            #expect(document.canonicalText == (try JSONValue(parsing: text)).canonicalText, "\(length)")
        }
    }
}

/// Writes a value in one of its many spellings.
private struct Speller {
    var random: SeededGenerator
    private var text: [UInt8] = []

    init(random: SeededGenerator) {
        self.random = random
    }

    mutating func spell(_ value: JSONValue) -> [UInt8] {
        text = []
        write(value)
        return text
    }

    private mutating func blank() {
        for _ in 0..<(Int.random(in: 0..<8, using: &random) / 3) {
            text.append([0x20, 0x09, 0x0A, 0x0D].randomElement(using: &random) ?? 0x20)
        }
    }

    private mutating func write(_ value: JSONValue) {
        blank()
        switch value {
        case .null, .bool: text += value.canonicalText
        case .number(let number): text += spelling(number).utf8
        case .string(let string): write(string)
        case .array(let elements):
            text.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                write(element)
            }
            blank()
            text.append(UInt8(ascii: "]"))
        case .object(let object):
            text.append(UInt8(ascii: "{"))
            for (index, member) in object.members.shuffled(using: &random).enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                blank()
                write(member.key)
                blank()
                text.append(UInt8(ascii: ":"))
                write(member.value)
            }
            blank()
            text.append(UInt8(ascii: "}"))
        }
        blank()
    }

    private mutating func write(_ string: JSONString) {
        text.append(UInt8(ascii: "\""))
        for scalar in string.text.unicodeScalars {
            if Bool.random(using: &random) {
                text += JSONString(String(scalar)).escapedInside.utf8
            } else {
                for unit in String(scalar).utf16 {
                    let hex = String(unit, radix: 16, uppercase: Bool.random(using: &random))
                    text += ("\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex).utf8
                }
            }
        }
        text.append(UInt8(ascii: "\""))
    }

    private mutating func spelling(_ number: JSONNumber) -> String {
        let sign = number.isNegative ? "-" : ""
        let digits = String(decoding: number.digits.map { $0 + 48 }, as: UTF8.self)
        guard !digits.isEmpty else { return ["0", "-0", "0.000", "0e7"].randomElement(using: &random) ?? "0" }
        return switch Int.random(in: 0..<3, using: &random) {
        case 0: "\(sign)\(digits)e\(number.exponent)"
        case 1: "\(sign)\(digits).000E\(number.exponent)"
        default: "\(sign)0.\(digits)e\(number.exponent + number.digits.count)"
        }
    }
}

extension JSONString {
    /// The string as canonical text without its quotes.
    fileprivate var escapedInside: String {
        // By scalars: a quote and a combining accent are one Character.
        String(String.UnicodeScalarView(JSONValue.string(self).canonicalString.unicodeScalars.dropFirst().dropLast()))
    }
}
