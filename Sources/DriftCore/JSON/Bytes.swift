/// Sixteen bytes at once. The comparisons are of vectors with vectors: with a scalar the compiler makes a loop of them.
enum Bytes {
    @inline(__always)
    static func load(_ base: UnsafePointer<UInt8>, _ position: Int) -> SIMD16<UInt8> {
        unsafe UnsafeRawPointer(base + position).loadUnaligned(as: SIMD16<UInt8>.self)
    }

    /// The index of the first lane that is set, 16 for none. Branches, because a right guess lets the processor go on
    /// before the comparison is done.
    @inline(__always)
    static func first(_ mask: SIMDMask<SIMD16<Int8>>) -> Int {
        let halves = unsafe unsafeBitCast(mask, to: SIMD2<UInt64>.self)
        if halves[0] != 0 { return halves[0].trailingZeroBitCount &>> 3 }
        if halves[1] != 0 { return 8 &+ halves[1].trailingZeroBitCount &>> 3 }
        return 16
    }

    /// The same without branches, for what nobody can guess.
    @inline(__always)
    static func firstUnpredicted(_ mask: SIMDMask<SIMD16<Int8>>) -> Int {
        let halves = unsafe unsafeBitCast(mask, to: SIMD2<UInt64>.self)
        let low = halves[0].trailingZeroBitCount &>> 3
        let high = halves[1].trailingZeroBitCount &>> 3
        // `low` is 8 when its half has none.
        return low &+ (high & (0 &- (low &>> 3)))
    }

    /// Whether two texts of one length are equal.
    @inline(__always)
    static func areEqual(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        // The last load may overlap with the one before it.
        if count >= 16 {
            var index = 0
            while index &+ 16 < count {
                if unsafe first(load(a, index) .!= load(b, index)) < 16 { return false }
                index &+= 16
            }
            return unsafe first(load(a, count &- 16) .!= load(b, count &- 16)) == 16
        }
        if count >= 8 { return unsafe word(a) == word(b) && word(a + (count &- 8)) == word(b + (count &- 8)) }
        var index = 0
        while index < count {
            if unsafe a[index] != b[index] { return false }
            index &+= 1
        }
        return true
    }

    @inline(__always)
    private static func word(_ text: UnsafePointer<UInt8>) -> UInt64 {
        unsafe UnsafeRawPointer(text).loadUnaligned(as: UInt64.self)
    }
}
