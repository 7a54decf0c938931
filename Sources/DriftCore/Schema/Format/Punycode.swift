/// Punycode (RFC 3492): code points as ASCII letters, digits and hyphens.
enum Punycode {
    private static let base = 36
    private static let firstBias = 72
    private static let firstCode = 128

    static func decode(_ text: [UInt32]) -> [UInt32]? {
        guard text.allSatisfy({ $0 < 0x80 }) else { return nil }
        var output: [UInt32] = []
        var input = text[...]
        if let delimiter = text.lastIndex(of: 0x2D) {
            output = Array(text[..<delimiter])
            input = text[(delimiter + 1)...]
        }
        var code = firstCode
        var position = 0
        var bias = firstBias
        while !input.isEmpty {
            let start = position
            var weight = 1
            var step = base
            while true {
                guard let digit = input.popFirst().flatMap(digit) else { return nil }
                position += digit * weight
                let threshold = threshold(step, bias)
                if digit < threshold { break }
                weight *= base - threshold
                // No code point is that far; a longer run would overflow.
                guard weight < 1 << 40, position < 1 << 40 else { return nil }
                step += base
            }
            let count = output.count + 1
            bias = adapt(position - start, count, isFirst: start == 0)
            code += position / count
            position %= count
            guard code <= 0x10FFFF, !(0xD800...0xDFFF ~= code) else { return nil }
            output.insert(UInt32(code), at: position)
            position += 1
        }
        return output
    }

    static func encode(_ text: [UInt32]) -> [UInt32] {
        var output = text.filter { $0 < 0x80 }
        let basicCount = output.count
        var handled = basicCount
        if basicCount > 0 { output.append(0x2D) }
        var code = firstCode
        var delta = 0
        var bias = firstBias
        while handled < text.count {
            guard let next = text.lazy.filter({ $0 >= code }).min().map(Int.init) else { break }
            delta += (next - code) * (handled + 1)
            code = next
            for value in text.map(Int.init) {
                if value < code { delta += 1 }
                guard value == code else { continue }
                var rest = delta
                var step = base
                while true {
                    let threshold = threshold(step, bias)
                    if rest < threshold { break }
                    output.append(character(threshold + (rest - threshold) % (base - threshold)))
                    rest = (rest - threshold) / (base - threshold)
                    step += base
                }
                output.append(character(rest))
                bias = adapt(delta, handled + 1, isFirst: handled == basicCount)
                delta = 0
                handled += 1
            }
            delta += 1
            code += 1
        }
        return output
    }

    private static func threshold(_ step: Int, _ bias: Int) -> Int {
        max(1, min(26, step - bias))
    }

    private static func adapt(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var bias = 0
        while delta > (base - 1) * 26 / 2 {
            delta /= base - 1
            bias += base
        }
        return bias + base * delta / (delta + 38)
    }

    private static func digit(_ value: UInt32) -> Int? {
        switch value {
        case 0x30...0x39: Int(value) - 0x30 + 26
        case 0x41...0x5A: Int(value) - 0x41
        case 0x61...0x7A: Int(value) - 0x61
        default: nil
        }
    }

    private static func character(_ digit: Int) -> UInt32 {
        UInt32(digit < 26 ? digit + 0x61 : digit - 26 + 0x30)
    }
}
