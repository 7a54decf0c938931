#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A stack on which work may nest as deeply as documents do.
///
/// Schemas are trees, and much that is done with them calls itself for what is inside. The limits of depth fit this stack;
/// the threads of Swift's pool have half a mebibyte on some systems.
enum DeepStack {
    private static let bytes = 16 << 20

    @TaskLocal private static var isHere = false

    /// Runs the work on a thread with a deep stack while this thread waits.
    ///
    /// Where no thread is to be had it runs here.
    static func run<Value>(_ work: () -> Value) -> Value {
        if isHere { return work() }
        var value: Value?
        withoutActuallyEscaping({ value = $isHere.withValue(true, operation: work) }) { body in
            let errand = Errand(body)
            if !errand.runOnThread(bytes: bytes) { body() }
        }
        return value ?? work()
    }

    /// `@unchecked Sendable`: whoever hands it over waits until the other thread has done it.
    private final class Errand: @unchecked Sendable {
        private let body: () -> Void

        init(_ body: @escaping () -> Void) {
            self.body = body
        }

        /// - Returns: Whether it ran.
        func runOnThread(bytes: Int) -> Bool {
            let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
            defer { unsafe attributes.deallocate() }
            guard unsafe pthread_attr_init(attributes) == 0 else { return false }
            defer { unsafe pthread_attr_destroy(attributes) }
            guard unsafe pthread_attr_setstacksize(attributes, bytes) == 0 else { return false }
            #if canImport(Darwin)
                var thread: pthread_t?
            #else
                var thread = pthread_t()
            #endif
            let argument = unsafe Unmanaged.passUnretained(self).toOpaque()
            let code = unsafe pthread_create(
                &thread, attributes,
                { argument in
                    #if canImport(Darwin)
                        unsafe Unmanaged<Errand>.fromOpaque(argument).takeUnretainedValue().body()
                    #else
                        guard let argument = unsafe argument else { return nil }
                        unsafe Unmanaged<Errand>.fromOpaque(argument).takeUnretainedValue().body()
                    #endif
                    return nil
                }, argument)
            guard code == 0 else { return false }
            #if canImport(Darwin)
                if let thread = unsafe thread { unsafe pthread_join(thread, nil) }
            #else
                pthread_join(thread, nil)
            #endif
            return true
        }
    }
}
