import Testing

@testable import DriftSchema

@Suite struct CodePointSetTests {
    @Test func `ranges are merged, sorted and without surrogates`() {
        let set = CodePointSet([0x62...0x63, 0x61...0x61, 0x70...0x72, 0x71...0x75, 0xD7FE...0xE001])
        #expect(set.ranges == [0x61...0x63, 0x70...0x75, 0xD7FE...0xD7FF, 0xE000...0xE001])
        #expect(set.count == 13)
        #expect(CodePointSet([0xD800...0xDFFF]).isEmpty)
        #expect(CodePointSet([0x110000...0x110005]).isEmpty)
    }

    @Test func `the complement is among the scalar values and undone by itself`() {
        #expect(CodePointSet.none.complement == .all)
        #expect(CodePointSet.all.complement == .none)
        #expect(CodePointSet([0...0x60, 0x62...0x10FFFF]).complement.ranges == [0x61...0x61])
        for set in [CodePointSet.digits, .word, .space, .dot] {
            #expect(set.complement.complement == set)
            #expect(set.union(set.complement) == .all)
            #expect(set.intersection(set.complement) == .none)
        }
    }

    @Test func `intersection and difference keep what both or only one have`() {
        let letters = CodePointSet([0x61...0x7A])
        let some = CodePointSet([0x30...0x39, 0x60...0x62, 0x79...0x80])
        #expect(letters.intersection(some).ranges == [0x61...0x62, 0x79...0x7A])
        #expect(some.subtracting(letters).ranges == [0x30...0x39, 0x60...0x60, 0x7B...0x80])
    }

    @Test func `membership finds the ends of every range`() {
        let set = CodePointSet([0x30...0x39, 0x41...0x41])
        let inside: [UInt32] = [0x30, 0x35, 0x39, 0x41]
        let outside: [UInt32] = [0, 0x2F, 0x3A, 0x40, 0x42, 0x10FFFF]
        #expect(inside.allSatisfy(set.contains))
        #expect(!outside.contains(where: set.contains))
    }
}
