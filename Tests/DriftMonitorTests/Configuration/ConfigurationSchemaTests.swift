import DriftCore
import SystemPackage
import Testing
import Yams

@testable import DriftMonitor

@Suite struct ConfigurationSchemaTests {
    private static let root = #filePath.split(separator: "/").dropLast(4).map { "/\($0)" }.joined()

    private static func file(_ name: String) throws -> String {
        String(decoding: try Files.read("\(root)/\(name)"), as: UTF8.self)
    }

    /// The shipped file with every example switched on.
    private static func everything(_ yaml: String) -> String {
        yaml.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line -> Substring? in
            if line == "clouds: []" { return "clouds:" }
            if line == "targets: []" { return "targets:" }
            if line.hasPrefix("#  ") { return line.dropFirst() }
            guard line.hasPrefix("# "), line.contains(":") else { return line }
            let key = line.dropFirst(2).prefix { $0 != ":" }
            return ConfigurationTable.top.keys.contains { $0.name == key } ? line.dropFirst(2) : line
        }.joined(separator: "\n")
    }

    @Test func `the shipped file is good as it is, and with every example switched on`() throws {
        let yaml = try Self.file("etc/driftmonitor.yaml")
        let host = ConfigurationTests.host
        let shipped = try Configuration(yaml: yaml, file: "etc/driftmonitor.yaml", host: host)
        #expect(shipped.interval == .seconds(3600))
        #expect(shipped.channels.map(\.name) == ["log"])
        let full = try Configuration(yaml: Self.everything(yaml), file: "etc/driftmonitor.yaml", host: host)
        #expect(
            full.clouds.count == 1 && full.targets.count == 1 && full.channels.count == 2 && full.waivers.count == 1)
    }

    @Test func `the shipped file shows every key there is`() throws {
        let node = try #require(try Yams.compose(yaml: Self.everything(Self.file("etc/driftmonitor.yaml"))))
        var missing: [String] = []
        func look(_ form: Form, _ nodes: [Node], _ path: String) {
            switch form {
            case .section(let section):
                for key in section.keys {
                    let found = nodes.compactMap { $0.mapping?[Node(key.name)] }
                    if found.isEmpty { missing.append("\(path).\(key.name)") }
                    look(key.form, found, "\(path).\(key.name)")
                }
            case .list(let element): look(element, nodes.flatMap { $0.array() }, path)
            default: break
            }
        }
        look(.section(ConfigurationTable.top), [node], "")
        // TLS is shown in full for a target.
        #expect(missing.filter { !$0.hasPrefix(".channels.tls.") } == [])
    }

    @Test func `the schema accepts what the program accepts, and refuses what it refuses`() throws {
        let schema = ConfigurationSchema.document
        #expect(schema["$schema"]?.string == "https://json-schema.org/draft/2020-12/schema")
        let yaml = Self.everything(try Self.file("etc/driftmonitor.yaml"))
        let node = try #require(try Yams.compose(yaml: yaml))
        let validator = Validator(schema: schema, dialect: .draft202012)
        #expect(validator.validate(Self.json(node)) == .valid)
        for bad in [
            "intervall: 1h", "interval: 3600", "limits: {body: 8}", "clouds: [{regions: all}]",
            "channels: [{name: a, type: mail}]",
            "channels: [{name: a, type: webhook, secret: whsec_x}]", "lost_after: 0", "targets: [{name: a}]",
        ] {
            let node = try #require(try Yams.compose(yaml: bad))
            #expect(!validator.validate(Self.json(node)).isValid, "\(bad)")
            #expect(!ConfigurationTests.problems(bad).isEmpty, "\(bad)")
        }
    }

    @Test func `the reference in the documentation is of this table`() throws {
        var text = try Self.file("docs/CONFIGURATION.md")
        let start = try #require(text.firstRange(of: "<!-- keys -->\n")).upperBound
        let end = try #require(text.firstRange(of: "<!-- end of keys -->")).lowerBound
        if Host.current.variable("DRIFTMONITOR_REWRITE") != nil {
            text.replaceSubrange(start..<end, with: ConfigurationReference.markdown)
            let file = try FileDescriptor.open("\(Self.root)/docs/CONFIGURATION.md", .writeOnly, options: .truncate)
            try file.closeAfter { _ = try file.writeAll(text.utf8) }
            return
        }
        #expect(
            text[start..<end] == ConfigurationReference.markdown,
            "the table changed: set DRIFTMONITOR_REWRITE=1 and run this test again")
    }

    /// A YAML node as the JSON that an editor's validator sees.
    private static func json(_ node: Node) -> JSONValue {
        switch node {
        case .mapping(let mapping):
            .object(JSONObject(mapping.map { (JSONString($0.key.string ?? ""), json($0.value)) }))
        case .sequence(let sequence): .array(sequence.map { json($0) })
        default:
            switch node.tag.description {
            case "tag:yaml.org,2002:bool": .bool(node.bool ?? false)
            case "tag:yaml.org,2002:int": .number(JSONNumber(node.int ?? 0))
            default: .string(JSONString(node.scalar?.string ?? ""))
            }
        }
    }
}
