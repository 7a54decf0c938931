import Testing

@testable import DriftSchema

@Suite struct NumberTheoryTests {
    private func number(_ text: String) throws -> JSONNumber {
        try #require(try JSONValue(parsing: text).number)
    }

    /// The number found by all atoms, `none`, or `unknown`.
    private func answer(_ atoms: [(Formula, Bool)]) -> String {
        var theory = NumberTheory()
        for (formula, isNegated) in atoms { theory.add(formula, isNegated: isNegated) }
        return switch try? theory.solve(Budget(limit: 100_000)) {
        case .some(.none): "none"
        case .number(let number): JSONValue.number(number).canonicalString
        case .unknown: "unknown"
        case nil: "exhausted"
        }
    }

    @Test func `bounds, multiples and single numbers leave a number or none`() throws {
        let one = try number("1")
        let seven = try number("7")
        let cent = try number("0.01")
        #expect(answer([]) == "0")
        #expect(answer([(.above(one, orEqual: true), false), (.above(one, orEqual: false), true)]) == "1")
        #expect(answer([(.above(one, orEqual: false), false), (.above(one, orEqual: false), true)]) == "none")
        #expect(answer([(.multiple(of: seven), false), (.above(try number("14"), orEqual: false), false)]) == "21")
        #expect(
            answer([
                (.multiple(of: seven), false), (.above(try number("14"), orEqual: false), false),
                (.above(try number("20"), orEqual: false), true),
            ]) == "none")
        #expect(answer([(.multiple(of: one), false), (.multiple(of: cent), true)]) == "none")
        #expect(answer([(.multiple(of: cent), false), (.multiple(of: one), true)]) == "0.01")
        #expect(answer([(.multiple(of: one), true), (.above(try number("5"), orEqual: false), false)]) == "5.5")
        #expect(answer([(.numbers([one, seven]), false), (.numbers([one]), true)]) == "7")
        #expect(answer([(.above(try number("1e308"), orEqual: false), false), (.multiple(of: cent), false)]) != "none")
        #expect(answer([(.multiple(of: try number("1e-900000000")), false), (.multiple(of: one), true)]) == "unknown")
    }

    @Test(arguments: [
        ("1e308", "0.5", true), ("0.3", "0.1", true), ("0.35", "0.1", false), ("0", "7", true), ("-14", "7", true),
        ("9007199254740993", "2", false), ("1e-5", "1", false), ("1e999999999", "1e-999999999", true),
        ("3e999999999", "7", false),
    ])
    func `multiples are exact`(value: String, divisor: String, expected: Bool) throws {
        #expect(try number(value).isMultiple(of: try number(divisor)) == expected)
    }

    @Test func `nobody waits for numbers that are too long to be divided`() throws {
        let long = try number(String(repeating: "3", count: 300_000))
        #expect(long.isMultiple(of: try number(String(repeating: "7", count: 150_000))) == nil)
        #expect(long.isMultiple(of: try number("3")) == true)
        let far = try number("1e99999999999999999999")
        #expect(far.isMultiple(of: try number("1e-99999999999999999999")) == nil)
    }

    @Test func `excluded numbers leave short ones`() throws {
        let excluded = (0..<500).map { JSONNumber($0) }
        #expect(answer([(.numbers(excluded), true), (.above(JSONNumber(0), orEqual: true), false)]).count <= 3)
    }

    @Test func `division gives back what multiplication put in`() {
        var random = SeededGenerator(seed: 3)
        func integer(_ random: inout SeededGenerator) -> BigInteger {
            let digits = (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0...9, using: &random)
            }
            return BigInteger(isNegative: Bool.random(using: &random), digits: digits)
        }
        var failures: [String] = []
        for _ in 0..<2_000 {
            let (a, b) = (integer(&random), integer(&random))
            if b.isZero { continue }
            let (quotient, remainder) = a.dividedFloor(by: b)
            let isSmall =
                remainder.isZero || (remainder.isNegative == b.isNegative && remainder.magnitude < b.magnitude)
            if quotient * b + remainder != a || !isSmall { failures.append("\(a.digits) / \(b.digits)") }
            if BigInteger(isNegative: a.isNegative, digits: a.digits) != a { failures.append("\(a.digits)") }
            if !(a * b).isMultiple(of: b) { failures.append("\(a.digits) * \(b.digits)") }
        }
        // The borrow of long division that random numbers hardly ever reach.
        let high = BigInteger.power(ofTen: 38)
        #expect((high * high - .one).dividedFloor(by: high).quotient == high - .one)
        #expect(failures == [])
    }
}
