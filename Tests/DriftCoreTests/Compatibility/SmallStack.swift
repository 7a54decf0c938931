import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Runs work on a thread with 512 KiB of stack: what secondary threads have on some systems.
///
/// Work that overflows the stack ends the process, which is what a test of it has to fear.
func onSmallStack<Value: Sendable>(_ work: @escaping @Sendable () -> Value) throws -> Value {
    var attributes = pthread_attr_t()
    try #require(pthread_attr_init(&attributes) == 0)
    defer { pthread_attr_destroy(&attributes) }
    try #require(pthread_attr_setstacksize(&attributes, 512 * 1024) == 0)
    let errand = Errand { work() }
    #if canImport(Darwin)
        var thread: pthread_t?
    #else
        var thread = pthread_t()
    #endif
    let created = pthread_create(
        &thread, &attributes,
        { argument in
            #if canImport(Darwin)
                Unmanaged<Errand>.fromOpaque(argument).takeUnretainedValue().run()
            #else
                if let argument { Unmanaged<Errand>.fromOpaque(argument).takeUnretainedValue().run() }
            #endif
            return nil
        }, Unmanaged.passUnretained(errand).toOpaque())
    try #require(created == 0)
    #if canImport(Darwin)
        if let thread { pthread_join(thread, nil) }
    #else
        pthread_join(thread, nil)
    #endif
    return try #require(withExtendedLifetime(errand) { errand.result } as? Value)
}

/// `result` is written by the thread and read when it has been joined.
private final class Errand: @unchecked Sendable {
    private let work: @Sendable () -> any Sendable
    private(set) var result: (any Sendable)?

    init(_ work: @escaping @Sendable () -> any Sendable) {
        self.work = work
    }

    func run() { result = work() }
}
