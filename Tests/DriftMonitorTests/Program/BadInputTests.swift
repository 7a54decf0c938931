import Testing

/// Whatever is wrong gets one clear sentence, the right exit code, and nothing else.
@Suite struct BadInputTests {
    @Test(
        arguments: [
            (["canonicalize", "/nowhere"], 2, "'/nowhere' does not exist"),
            (["canonicalize", "/"], 2, "'/' is a directory; name a file"),
            (["canonicalize", "@empty"], 2, "the text is empty"),
            (["canonicalize", "@random"], 2, "line 1, column 1 (byte 0)"),
            (["canonicalize", "--nope"], 64, "Unknown option '--nope'"),
            (["diff", "@schema"], 64, "diff takes two operands, the old and the new document; 1 given"),
            (["diff", "@schema", "/nowhere"], 2, "'/nowhere' is no existing file, no URL and no target"),
            (["diff", "@schema", "@random"], 2, "line 1, column 1"),
            (["diff", "-", "-"], 64, "only one operand can be standard input"),
            (["diff", "@schema", "@schema", "--dialect", "5"], 64, "--dialect"),
            (["diff", "@schema", "@schema", "--ignore", "x"], 64, "--ignore"),
            (["diff", "@schema", "http://127.0.0.1:1/x"], 2, "no connection to 127.0.0.1"),
            (["diff", "@schema", "target:x"], 64, "'x' is no target"),
            (["check"], 2, "nothing to check: there is no configuration; name --cloud NAME or a URL"),
            (["check", "ftp://x/y"], 64, "'ftp://x/y' is no URL that can be checked"),
            (["check", "nonsense"], 64, "'nonsense' is no target"),
            (
                ["check", "--webhook", "x", "http://127.0.0.1:1/x"], 64,
                "'x' is not usable: it must start with http:// or https://"
            ),
            (["check", "--all-regions"], 64, "go with --cloud NAME"),
            (["check", "--cloud", "nowhere"], 2, "there is no cloud 'nowhere'"),
            (["check", "--config", "/nowhere.yaml"], 2, "'/nowhere.yaml' does not exist"),
            (["check", "--config", "@badconfig"], 2, "unknown key"),
            (["check", "--store", "@random", "http://127.0.0.1:1/x"], 2, "is damaged or no database"),
            (["run"], 2, "there is no configuration"),
            (["history"], 2, "there is no store at"),
            (["history", "x"], 64, "invalid for '<target>"),
            (["history", "--since", "soon"], 64, "--since"),
            (["history", "--limit", "0"], 64, "--limit must be 1 or more"),
            (["show", "a/b/c"], 2, "there is no store at"),
            (["accept", "a/b/c"], 2, "there is no store at"),
            (["notify", "test", "ops"], 2, "there is no configuration that names channels"),
            (["validate", "@schema", "/nowhere"], 2, "'/nowhere' does not exist"),
            (["rules", "enum-value-aded"], 2, "did you mean 'enum-value-added'?"),
            (["nonsense"], 64, "Unexpected argument 'nonsense'"),
        ] as [([String], Int32, String)])
    func `wrong input`(arguments: [String], status: Int32, sentence: String) async throws {
        let tool = try Tool()
        try tool.write("", to: "empty")
        try tool.write("\u{1}\u{2}\u{3}SQL", to: "random")
        try tool.write(#"{"type":"object"}"#, to: "schema")
        try tool.write("intervall: 1h\n", to: "badconfig")
        let ending = try await tool.start(
            arguments.map { $0.hasPrefix("@") ? tool.path(String($0.dropFirst())) : $0 }
        ).ending()
        #expect(ending.status == status, "\(ending.errors)")
        #expect(ending.errors.contains(sentence), "\(ending.errors)")
        #expect(ending.output == "")
        #expect(!ending.errors.contains("Fatal error"))
    }

    @Test func `a waiver that has ended is found by config check`() async throws {
        let tool = try Tool()
        func waiver(_ expires: String) throws -> String {
            try tool.write(
                "waivers:\n  - {kind: enum-value-added, pointer: /a, reason: agreed, expires: \(expires)}\n",
                to: "waiver.yaml")
        }
        let ended = try await tool.run("config", "check", try waiver("2020-01-31"))
        #expect(ended.status == 1)
        #expect(ended.output.contains("the waiver of enum-value-added at /a ended on 2020-"), "\(ended.output)")
        #expect(try await tool.run("config", "check", try waiver("2999-01-31")).status == 0)
    }

    @Test func `a reader that goes away ends the program quietly`() async throws {
        let tool = try Tool()
        // More than a pipe holds, so that writing it ends only when `true`, which reads nothing, has gone.
        let file = try tool.write(#""\#(String(repeating: "a", count: 1 << 20))""#, to: "large")
        let ending = try await tool.shell(#"{ "$0" canonicalize \#(file); echo "exit $?" >&2; } | true"#)
        #expect(ending.errors == "exit 2\n")
        #expect(ending.output == "")
    }
}
