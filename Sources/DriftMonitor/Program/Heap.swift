#if canImport(Glibc)
    import Glibc
#endif

/// How the program's memory is laid out, where the C library lets it say so.
enum Heap {
    static let smallestDocument = 1 << 20

    /// Text, tape, hashes and edits of two documents that are compared, in bytes for each byte of text.
    private static let share = 6
    private static let largePage: UInt = 2 << 20

    /// Lets all threads share two heaps: each of its own would keep what it once needed.
    static func shareAmongThreads() {
        #if canImport(Glibc)
            if let set = parameters() { _ = set(Parameter.arenas, 2) }
        #endif
    }

    /// Makes room for a large document, in large pages.
    ///
    /// A program that runs once touches each page of its memory once, and a fault for each 4 kB is then half of what a document of a
    /// few megabytes costs. Only reading large files asks for this; the daemon never does.
    static func prepare(forDocumentOf bytes: Int) {
        #if canImport(Glibc)
            guard bytes >= smallestDocument, let set = parameters() else { return }
            // One heap for all threads, which neither maps what is large on its own nor gives back what is free.
            _ = set(Parameter.arenas, 1)
            _ = set(Parameter.mapThreshold, 32 << 20)
            _ = set(Parameter.trimThreshold, .max)
            _ = set(Parameter.topPad, CInt(min(bytes, 64 << 20) * share))
            // More than is free at the start, so that the heap grows by it and the pad.
            guard let probe = malloc(256 << 10) else { return }
            defer { free(probe) }
            let start = (UInt(bitPattern: probe) + largePage - 1) & ~(largePage - 1)
            let after = UInt(bitPattern: sbrk(0))
            _ = set(Parameter.topPad, 128 << 10)
            guard start < after, let region = UnsafeMutableRawPointer(bitPattern: start) else { return }
            // Where there are no large pages, this says so and all goes on with small ones.
            _ = madvise(region, Int(after - start), MADV_HUGEPAGE)
        #endif
    }

    #if canImport(Glibc)
        /// The names of mallopt(3).
        private enum Parameter {
            static let trimThreshold: CInt = -1
            static let topPad: CInt = -2
            static let mapThreshold: CInt = -3
            static let arenas: CInt = -8
        }

        /// glibc's `mallopt`, which its Swift module leaves out, and other libraries do not have.
        private static func parameters() -> (@convention(c) (CInt, CInt) -> CInt)? {
            guard let symbol = dlsym(nil, "mallopt") else { return nil }
            return unsafeBitCast(symbol, to: (@convention(c) (CInt, CInt) -> CInt).self)
        }
    #endif
}
