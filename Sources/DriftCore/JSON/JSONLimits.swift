/// What a reader accepts at most. Passing a limit is an error with its place, never a crash.
public struct JSONLimits: Hashable, Sendable {
    /// Levels of arrays and objects, at most 1,000,000.
    public var depth: Int
    /// Bytes of the text, at most 4 GiB - 1.
    public var bytes: Int

    /// More than that is cut to it.
    public static let maximumDepth = 1_000_000
    /// More than that is cut to it: the tape counts in 32 bits.
    public static let maximumBytes = Int(UInt32.max)

    /// What a `JSONValue` can be nested: its equality, hash and release recurse, and this many levels fit any thread's stack.
    public static let maximumValueDepth = 2_000

    /// Values out of range are brought to its nearest end.
    public init(depth: Int = 1_000, bytes: Int = JSONLimits.maximumBytes) {
        self.depth = max(0, min(depth, Self.maximumDepth))
        self.bytes = max(0, min(bytes, Self.maximumBytes))
    }
}
