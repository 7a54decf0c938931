import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Reads whole files with errors that name the operand and the way out.
enum Files {
    /// - Parameter path: a file, or `-` for standard input.
    static func read(_ path: String, limit: Int = Int(UInt32.max)) throws(Trouble) -> [UInt8] {
        let name = path == "-" ? "standard input" : "'\(path)'"
        do {
            guard path != "-" else { return try readAll(.standardInput, sizeHint: 64 << 10, limit: limit) }
            let file = try FileDescriptor.open(FilePath(path), .readOnly)
            defer { try? file.close() }
            let size = try size(of: file) ?? 64 << 10
            Heap.prepare(forDocumentOf: min(size, limit))
            return try readAll(file, sizeHint: size, limit: limit)
        } catch Errno.noSuchFileOrDirectory {
            throw Trouble("\(name) does not exist")
        } catch Errno.isDirectory {
            throw Trouble("\(name) is a directory; name a file")
        } catch Errno.permissionDenied {
            throw Trouble("\(name) may not be read; check its permissions")
        } catch let error as TooLarge {
            throw Trouble("\(name) is larger than \(error.limit) bytes")
        } catch {
            throw Trouble("\(name) cannot be read: \(error)")
        }
    }

    /// Whether there is something that may be read. It is not opened: that would take a pipe from whoever reads it next.
    static func exists(_ path: String) -> Bool { access(path, R_OK) == 0 }

    /// Nil for what has no size, such as the pipe that a shell makes of `<(command)`, or what the kernel writes while it is read.
    private static func size(of file: FileDescriptor) throws -> Int? {
        do {
            let size = try file.seek(offset: 0, from: .end)
            try file.seek(offset: 0, from: .start)
            return Int(size)
        } catch Errno.illegalSeek {
            return nil
        } catch Errno.invalidArgument {
            return nil
        }
    }

    private struct TooLarge: Error { let limit: Int }

    private static func readAll(_ file: FileDescriptor, sizeHint: Int, limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var capacity = max(4096, min(sizeHint, limit) + 1)
        while true {
            let chunk = try [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if chunk.isEmpty { return bytes }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            guard bytes.count <= limit else { throw TooLarge(limit: limit) }
            capacity = max(64 << 10, sizeHint + 1 - bytes.count)
        }
    }
}
