import DriftCore
import Testing

/// Commands over files: canonicalize, diff, validate, rules.
@Suite struct DocumentCommandTests {
    private let tool: Tool

    init() throws {
        tool = try Tool()
        try tool.write(#"{"properties":{"kind":{"enum":["a","b"]}}}"#, to: "old")
        try tool.write(#"{ "properties": {"kind": {"enum": ["b", "a"]}}}"#, to: "reordered")
        try tool.write(#"{"properties":{"kind":{"enum":["a","b","c"]}}}"#, to: "new")
    }

    @Test func `canonical text has no line feed, its digest is that of sha256sum`() async throws {
        let file = try tool.write("{\"b\": 1.0,\n \"a\": [1e2, 9007199254740993]}", to: "doc")
        #expect(try await tool.run("canonicalize", file).output == #"{"a":[100,9007199254740993],"b":1}"#)
        let digest = "75d0388dfac660057def3b28b39231572ddf0e6b03d909192f17adf94934393d"
        #expect(try await tool.run("canonicalize", "--digest", file).output == digest + "\n")
        let two = try await tool.run("canonicalize", "--digest", file, file)
        #expect(two.output.split(separator: "\n").allSatisfy { $0.hasSuffix("  \(file)") })
    }

    @Test func `a difference is 1, none is 0, and fail-on decides`() async throws {
        let (old, new) = (tool.path("old"), tool.path("new"))
        #expect(try await tool.run("diff", old, old).status == 0)
        #expect(try await tool.run("diff", old, new).status == 1)
        #expect(try await tool.run("diff", old, new, "--fail-on", "never").status == 0)
        #expect(try await tool.run("diff", old, new, "--fail-on", "breaking", "--role", "writer").status == 0)
        #expect(try await tool.run("diff", old, new, "--fail-on", "breaking", "--role", "reader").status == 1)
        #expect(try await tool.run("diff", old, tool.path("reordered"), "--fail-on", "breaking").status == 0)
    }

    @Test func `the JSON form of a difference has its exact members, and a witness where it breaks`() async throws {
        let (status, diff) = try await tool.json("diff", tool.path("old"), tool.path("new"), "--format", "json")
        #expect(status == 1)
        #expect(
            diff.object?.keys.map(\.text) == [
                "backward", "changes", "equal", "findings", "fingerprint", "forward", "impact", "new", "old", "patch",
            ])
        #expect(diff["equal"] == false)
        #expect(diff["impact"] == "breaking")
        #expect(diff["backward"]?["verdict"] == "compatible")
        #expect(diff["backward"]?["witness"] == nil)
        #expect(diff["forward"]?["verdict"] == "breaking")
        #expect(diff["forward"]?["witness"] == ["kind": "c"])
        #expect(diff["old"]?["source"]?.string == tool.path("old"))
        let change = try #require(diff["changes"]?.array?.first)
        #expect(change["pointer"] == "/properties/kind/enum")
        #expect(change["kind"] == "enum-value-added")
        #expect(change["new"] == "c")
        #expect(change["old"] == nil)
        #expect(diff["patch"] == [["op": "add", "path": "/properties/kind/enum/2", "value": "c"]])
    }

    @Test func `what a shell's pipe gives is read like a file`() async throws {
        let (old, new) = (tool.path("old"), tool.path("new"))
        let ending = try await tool.shell("cat \(old) | $0 diff /dev/stdin \(new) --format json-patch")
        #expect(ending.output == #"[{"op":"add","path":"/properties/kind/enum/2","value":"c"}]"# + "\n")
        #expect(ending.errors == "")
    }

    @Test func `a patch alone is printed alone`() async throws {
        let (status, patch) = try await tool.json(
            "diff", tool.path("old"), tool.path("new"), "--format", "json-patch")
        #expect(status == 1)
        #expect(patch == [["op": "add", "path": "/properties/kind/enum/2", "value": "c"]])
        #expect(try await tool.json("diff", tool.path("old"), tool.path("old"), "--format", "json-patch").value == [])
    }

    @Test func `validate says where an instance does not conform`() async throws {
        let good = try tool.write(#"{"kind":"a"}"#, to: "good")
        let bad = try tool.write(#"{"kind":"z"}"#, to: "bad")
        #expect(try await tool.run("validate", tool.path("old"), good).status == 0)
        let (status, report) = try await tool.json("validate", tool.path("old"), good, bad, "--format", "json")
        #expect(status == 1)
        #expect(report["valid"] == false)
        #expect(report["instances"]?.array?.map { $0["verdict"] } == ["valid", "invalid"])
        #expect(report["instances"]?.array?.last?["violations"]?.array?.first?["pointer"] == "/kind")
    }

    @Test func `every command has help with an example`() async throws {
        let commands = [
            "check", "run", "history", "show", "diff", "accept", "targets", "canonicalize", "validate", "identify",
            "rules", "config check", "config schema", "notify list", "notify test", "notify retry",
        ]
        for command in commands {
            let ending = try await tool.start(command.split(separator: " ").map(String.init) + ["--help"]).ending()
            #expect(ending.status == 0)
            #expect(ending.output.contains("EXAMPLE"), "\(command)")
        }
        #expect(try await tool.run("--version").output == "\(Product.version)\n")
    }
}
