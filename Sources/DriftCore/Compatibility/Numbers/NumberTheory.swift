/// Numbers as unions of intervals with lattices, in exact decimals.
struct NumberTheory {
    /// Numbers whose digits lie further apart than this are not brought to one scale.
    static let widestScale = 2_000
    /// So many multiples are tried before a search among them is given up.
    static let candidateLimit = 20_000
    /// A common multiple of more limbs than this is not looked for.
    static let longestMultiple = 1_000

    private var lower: (bound: JSONNumber, orEqual: Bool)?
    private var upper: (bound: JSONNumber, orEqual: Bool)?
    private var multiples: [JSONNumber] = []
    private var nonMultiples: [JSONNumber] = []
    private var candidates: Set<JSONNumber>?
    private var excluded: Set<JSONNumber> = []

    enum Answer {
        case none
        case number(JSONNumber)
        case unknown(String)
    }

    private static func scaled(_ number: JSONNumber, _ scale: Int) -> BigInteger? {
        if number.digits.isEmpty { return .zero }
        // Beyond this the exponent is only a limit.
        guard abs(number.exponent) < 1 << 61 else { return nil }
        let shift = number.exponent.subtractingReportingOverflow(scale)
        guard !shift.overflow, shift.partialValue >= 0, shift.partialValue + number.digits.count <= widestScale else {
            return nil
        }
        return BigInteger(isNegative: number.isNegative, digits: number.digits) * .power(ofTen: shift.partialValue)
    }
}

extension NumberTheory {
    mutating func add(_ formula: Formula, isNegated: Bool) {
        switch formula {
        case .above(let bound, let orEqual):
            if isNegated {
                if upper.map({ bound < $0.bound || (bound == $0.bound && orEqual) }) ?? true {
                    upper = (bound, !orEqual)
                }
            } else if lower.map({ $0.bound < bound || (bound == $0.bound && !orEqual) }) ?? true {
                lower = (bound, orEqual)
            }
        case .multiple(let divisor):
            if isNegated { nonMultiples.append(divisor) } else { multiples.append(divisor) }
        case .numbers(let values):
            if isNegated {
                excluded.formUnion(values)
            } else {
                candidates = candidates?.intersection(values) ?? Set(values)
            }
        default: break
        }
    }

    func solve(_ budget: Budget) throws(Exhausted) -> Answer {
        try budget.spend((multiples.count + nonMultiples.count + excluded.count) / 8)
        if let lower, let upper {
            if upper.bound < lower.bound { return .none }
            if upper.bound == lower.bound, !(lower.orEqual && upper.orEqual) { return .none }
        }
        if let candidates { return try solve(among: candidates.subtracting(excluded), budget) }
        if let lower, let upper, lower.bound == upper.bound {
            return try solve(among: Set([lower.bound]).subtracting(excluded), budget)
        }
        for simple in [0, 1, -1].map(JSONNumber.init) where !excluded.contains(simple) && allows(simple) == true {
            return .number(simple)
        }
        let involved = [lower?.bound, upper?.bound].compactMap(\.self) + multiples + nonMultiples + excluded
        // One digit finer than everything involved: between any two of these numbers there is room.
        let scale = (involved.filter { !$0.digits.isEmpty }.map(\.exponent).min() ?? 0).subtractingReportingOverflow(1)
        guard !scale.overflow, let grid = Grid(self, scale: min(scale.partialValue, -1)) else {
            return .unknown("the numbers are too far apart to be divided")
        }
        return try multiples.isEmpty ? grid.between(budget) : grid.multiple(budget)
    }

    private func solve(among candidates: Set<JSONNumber>, _ budget: Budget) throws(Exhausted) -> Answer {
        try budget.spend(candidates.count / 4)
        var unsure = false
        for number in candidates.sorted(by: { ($0.digits.count, $0) < ($1.digits.count, $1) }) {
            try budget.spend((multiples.count + nonMultiples.count) / 2)
            switch allows(number) {
            case true?: return .number(number)
            case nil: unsure = true
            case false?: continue
            }
        }
        return unsure ? .unknown("the numbers are too far apart to be divided") : .none
    }

    private func allows(_ number: JSONNumber) -> Bool? {
        if let lower, !(lower.bound < number || (lower.orEqual && lower.bound == number)) { return false }
        if let upper, !(number < upper.bound || (upper.orEqual && upper.bound == number)) { return false }
        let tests =
            multiples.map { number.isMultiple(of: $0) }
            + nonMultiples.map { number.isMultiple(of: $0).map { !$0 } }
        if tests.contains(false) { return false }
        return tests.contains(nil) ? nil : true
    }

    /// The same question in integers: everything in units of 10^scale.
    private struct Grid {
        let scale: Int
        var lower: (bound: BigInteger, orEqual: Bool)?
        var upper: (bound: BigInteger, orEqual: Bool)?
        var multiples: [BigInteger] = []
        var nonMultiples: [BigInteger] = []
        var excluded: Set<BigInteger> = []

        init?(_ theory: NumberTheory, scale: Int) {
            self.scale = scale
            func convert(_ numbers: some Sequence<JSONNumber>) -> [BigInteger]? {
                var result: [BigInteger] = []
                for number in numbers {
                    guard let value = NumberTheory.scaled(number, scale) else { return nil }
                    result.append(value)
                }
                return result
            }
            guard let multiples = convert(theory.multiples), let nonMultiples = convert(theory.nonMultiples),
                let excluded = convert(theory.excluded), let lower = convert([theory.lower?.bound].compactMap(\.self)),
                let upper = convert([theory.upper?.bound].compactMap(\.self))
            else { return nil }
            self.multiples = multiples
            self.nonMultiples = nonMultiples
            self.excluded = Set(excluded)
            if let bound = lower.first, let old = theory.lower { self.lower = (bound, old.orEqual) }
            if let bound = upper.first, let old = theory.upper { self.upper = (bound, old.orEqual) }
        }

        private func isInside(_ value: BigInteger) -> Bool {
            if let lower, !(lower.bound < value || (lower.orEqual && lower.bound == value)) { return false }
            if let upper, !(value < upper.bound || (upper.orEqual && upper.bound == value)) { return false }
            return true
        }

        private func allows(_ value: BigInteger) -> Bool {
            isInside(value) && !excluded.contains(value) && !nonMultiples.contains { value.isMultiple(of: $0) }
        }

        private func answer(_ value: BigInteger) -> Answer {
            .number(JSONNumber(isNegative: value.isNegative, digits: value.digits, exponent: scale))
        }

        /// Without lattices an interval of more than one point always has room: a number with one digit more than all
        /// others is no multiple of theirs.
        func between(_ budget: Budget) throws(Exhausted) -> Answer {
            let unit = -scale > NumberTheory.widestScale ? BigInteger.one : .power(ofTen: -scale)
            var candidates = [BigInteger.zero, unit, -unit]
            if let bound = lower?.bound { candidates += [bound, bound + unit, rounded(bound + unit, unit)] }
            if let bound = upper?.bound { candidates += [bound, bound - unit, rounded(bound, unit)] }
            if let low = lower?.bound, let high = upper?.bound {
                candidates.append((low + high).dividedFloor(by: BigInteger(2)).quotient)
            }
            let half = (unit * BigInteger(5)).dividedFloor(by: BigInteger(10)).quotient
            candidates +=
                [half, unit + half, -half]
                + [lower, upper].compactMap { $0?.bound }.flatMap { [$0 + half, $0 - half] }
            // Where short numbers are excluded, as many whole steps are tried before a longer one is taken.
            if !excluded.isEmpty {
                let start = rounded(lower?.bound ?? upper?.bound ?? .zero, unit)
                let step = lower == nil && upper != nil ? -unit : unit
                var next = start
                for _ in 0..<min(excluded.count + 2, NumberTheory.candidateLimit) {
                    next = next + step
                    candidates.append(next)
                }
            }
            candidates.append((lower?.bound ?? upper.map { $0.bound - BigInteger(2) } ?? .zero) + .one)
            for candidate in candidates {
                try budget.spend(1 + nonMultiples.count / 4)
                if allows(candidate) { return answer(candidate) }
            }
            return .unknown("no number was found between the bounds")
        }

        private func rounded(_ value: BigInteger, _ unit: BigInteger) -> BigInteger {
            value.dividedFloor(by: unit).quotient * unit
        }

        func multiple(_ budget: Budget) throws(Exhausted) -> Answer {
            var step = multiples[0]
            for other in multiples.dropFirst() {
                try budget.spend(1 + step.limbs.count * other.limbs.count / 64)
                step = BigInteger.leastCommonMultiple(step, other)
                if step.limbs.count > NumberTheory.longestMultiple {
                    return .unknown("the numbers are too far apart to be divided")
                }
            }
            // A multiple of the step is a multiple of n exactly when its factor is one of lcm(step, n) / step.
            var forbidden: [BigInteger] = []
            for other in nonMultiples {
                try budget.spend(1 + step.limbs.count * other.limbs.count / 64)
                forbidden.append(BigInteger.leastCommonMultiple(step, other).dividedFloor(by: step).quotient)
            }
            if forbidden.contains(.one) { return .none }
            var first = lower.map { bound in
                let (quotient, remainder) = bound.bound.dividedFloor(by: step)
                return remainder.isZero && bound.orEqual ? quotient : quotient + .one
            }
            var last = upper.map { bound in
                let (quotient, remainder) = bound.bound.dividedFloor(by: step)
                return remainder.isZero && !bound.orEqual ? quotient - .one : quotient
            }
            if let first, let last, last < first { return .none }
            // From the factor nearest to zero outwards.
            var start = BigInteger.zero
            if let low = first, start < low { start = low }
            if let high = last, high < start { start = high }
            first = first ?? start - BigInteger(NumberTheory.candidateLimit)
            last = last ?? start + BigInteger(NumberTheory.candidateLimit)
            var (up, down) = (start, start)
            let cost = 1 + (step.limbs.count + nonMultiples.count) / 4
            for _ in 0..<NumberTheory.candidateLimit {
                guard let first, let last else { break }
                try budget.spend(cost)
                if up <= last, allows(up * step) { return answer(up * step) }
                if down >= first, allows(down * step) { return answer(down * step) }
                up = up + .one
                down = down - .one
                if up > last, down < first {
                    // With a bound at both ends every multiple has been tried.
                    return lower != nil && upper != nil ? .none : .unknown("no multiple was found between the bounds")
                }
            }
            return .unknown("no multiple was found between the bounds")
        }
    }
}
