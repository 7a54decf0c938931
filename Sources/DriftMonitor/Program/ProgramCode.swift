#if canImport(Glibc)
    import Glibc
#endif

/// How the program's own code stands in memory.
enum ProgramCode {
    /// Gives back the pages of code that the start has used, so that only what runs from here on counts as this process's memory.
    ///
    /// The start reads files and looks through the types of all libraries. And where the system keeps the program's file in large
    /// pages, it maps these whole: nearly all of the 35 MB of code, or half of it, by how the file came into its cache. The code is
    /// never written to, so what is needed again comes from there.
    static func giveBackPages() {
        #if os(Linux)
            guard let maps = try? Files.read("/proc/self/maps", limit: 1 << 20) else { return }
            let function: @convention(c) () -> Void = {}
            let here = unsafeBitCast(function, to: UInt.self)
            for line in maps.split(separator: UInt8(ascii: "\n")) {
                // "00400000-02724000 r-xp 00000000 fe:00 1234 /usr/local/bin/driftmonitor"
                let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
                let ends = words[0].split(separator: UInt8(ascii: "-")).compactMap {
                    UInt(String(decoding: $0, as: UTF8.self), radix: 16)
                }
                guard words.count == 3, ends.count == 2, ends[0] <= here, here < ends[1],
                    words[1].elementsEqual("r-xp".utf8), let start = UnsafeMutableRawPointer(bitPattern: ends[0])
                else { continue }
                // A system without large pages refuses the first, and has nothing to give back.
                guard madvise(start, Int(ends[1] - ends[0]), MADV_NOHUGEPAGE) == 0 else { return }
                _ = madvise(start, Int(ends[1] - ends[0]), MADV_DONTNEED)
            }
        #endif
    }
}
