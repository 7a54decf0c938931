import DriftCore
import FoundationEssentials
import Testing

@Suite struct SQLiteStoreOpeningTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test func `files and directories it makes are the user's alone`() async throws {
        let path = scratch.path("a/b/store.db")
        let store = try SQLiteStore(StoreOptions(path: path))
        _ = try await store.commit(
            Sample.commit(Sample.target(), at: 0, after: 0, .newVersion(Sample.version(1))))
        #expect(try scratch.mode("a") == 0o700)
        #expect(try scratch.mode("a/b") == 0o700)
        for name in ["store.db", "store.db-wal", "store.db-shm"] { #expect(try scratch.mode("a/b/" + name) == 0o600) }
        await store.close()
        #expect(scratch.size("a/b/store.db-wal") == 0)
    }

    @Test func `what was stored is there at the next start`() async throws {
        let first = try scratch.open()
        _ = try await first.commit(
            Sample.commit(Sample.target(), at: 0, after: 0, .newVersion(Sample.version(1))))
        await first.close()
        let second = try scratch.open()
        #expect(try await second.state(of: Sample.target())?.latest?.number == 1)
    }

    @Test func `a closed store says so`() async throws {
        let store = try scratch.open()
        await store.close()
        await store.close()
        await #expect(throws: StoreError.cannotOpen(path: scratch.path("store.db"), detail: "the store was closed")) {
            try await store.state(of: Sample.target())
        }
        await #expect(throws: StoreError.cannotOpen(path: scratch.path("store.db"), detail: "the store was closed")) {
            try await store.touch([QuietCheck(target: Sample.target(), time: Sample.time(0), comparedWith: 1)])
        }
    }

    @Test func `an empty file is taken as a new store`() async throws {
        try scratch.write([], "store.db")
        let store = try scratch.open()
        #expect(try await store.targets() == [])
        await store.close()
        #expect(try scratch.bytes("store.db").starts(with: Array("SQLite format 3".utf8)))
    }

    @Test func `the file itself says whose it is and of which version`() async throws {
        await (try scratch.open()).close()
        let bytes = try scratch.bytes("store.db")
        #expect(Array(bytes[60..<64]) == [0, 0, 0, 2])
        #expect(Array(bytes[68..<72]) == Array("DrMn".utf8))
        // Room can be given back step by step.
        #expect(Array(bytes[64..<68]) == [0, 0, 0, 1])
    }

    @Test(arguments: [
        ("x", "it is too short for a database"), ("SQLite format 3\u{0}", "it is too short for a database"),
        (String(repeating: "x", count: 512), "file is not a database"),
        (String(repeating: "x", count: 10_000), "file is not a database"),
    ])
    func `a file that is no database is refused and left alone`(content: String, detail: String) throws {
        try scratch.write(Array(content.utf8), "store.db")
        expectRefusal(.damaged(path: scratch.path("store.db"), detail: detail))
        #expect(try scratch.bytes("store.db") == Array(content.utf8))
    }

    @Test func `another application's database is refused and left alone`() async throws {
        try await prepare { $0.replaceSubrange(68..<72, with: [0x47, 0x50, 0x31, 0x30]) }
        try expectUntouched(.notOurs(path: scratch.path("store.db"), applicationID: 0x4750_3130))
    }

    @Test func `a newer store is refused and left alone`() async throws {
        try await prepare { $0.replaceSubrange(60..<64, with: [0, 0, 3, 9]) }
        try expectUntouched(.newerVersion(path: scratch.path("store.db"), version: 777, known: 2))
    }

    @Test func `a store that was cut off is refused and left alone`() async throws {
        try await prepare { $0.removeLast(5000) }
        try expectUntouched(
            .damaged(path: scratch.path("store.db"), detail: "database disk image is malformed"))
    }

    @Test func `a store with a destroyed page is refused and left alone`() async throws {
        try await prepare { $0.replaceSubrange(4096..<8192, with: repeatElement(0xA5, count: 4096)) }
        let before = try scratch.bytes("store.db")
        #expect {
            try scratch.open()
        } throws: { error in
            if case .damaged(let path, _)? = error as? StoreError { path == scratch.path("store.db") } else { false }
        }
        #expect(try scratch.bytes("store.db") == before)
    }

    @Test func `a directory in the place of the store is refused`() throws {
        #expect(throws: StoreError.cannotOpen(path: scratch.directory, detail: "it is no regular file")) {
            try SQLiteStore(StoreOptions(path: scratch.directory))
        }
    }

    @Test func `a directory that cannot be made is named`() throws {
        try scratch.write([1], "file")
        let path = scratch.path("file/below/store.db")
        #expect(throws: StoreError.cannotOpen(path: path, detail: "Not a directory")) {
            try SQLiteStore(StoreOptions(path: path))
        }
    }

    @Test func `names with characters that mean something in a URI are just names`() async throws {
        let name = "a?mode=memory&b#c%20d 'é"
        await (try scratch.open(name)).close()
        #expect(scratch.size(name) > 0)
        await (try scratch.open(name)).close()
    }

    @Test func `many opening one new store at once all get the same`() async throws {
        let path = scratch.path("store.db")
        try await withThrowingTaskGroup { group in
            for index in 0..<8 {
                group.addTask {
                    let store = try SQLiteStore(StoreOptions(path: path))
                    _ = try await store.commit(
                        Sample.commit(Sample.target(index), at: 0, after: 0, .newVersion(Sample.version(1))))
                    await store.close()
                }
            }
            try await group.waitForAll()
        }
        #expect(try await scratch.open().targets().count == 8)
    }

    /// Makes a store with a version in it and changes its bytes.
    private func prepare(_ change: (inout [UInt8]) -> Void) async throws {
        let store = try scratch.open()
        _ = try await store.commit(
            Sample.commit(Sample.target(), at: 0, after: 0, .newVersion(Sample.version(1))))
        await store.close()
        var bytes = try scratch.bytes("store.db")
        change(&bytes)
        try scratch.write(bytes, "store.db")
    }

    private func expectUntouched(_ error: StoreError) throws {
        let before = try scratch.bytes("store.db")
        expectRefusal(error)
        #expect(try scratch.bytes("store.db") == before)
        #expect(scratch.size("store.db-wal") == 0)
    }

    private func expectRefusal(_ error: StoreError) {
        #expect(throws: error) { try scratch.open() }
    }
}
