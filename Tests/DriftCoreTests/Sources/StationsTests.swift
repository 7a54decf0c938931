import Testing

@Suite struct StationsTests {
    @Test func `a station names types of earlier stations only`() throws {
        let stations = try Stations()
        let folders = Set(stations.files.compactMap(stations.station))
        #expect(folders == Set(stations.order), "the table in docs/ARCHITECTURE.md has a row for each folder")
        #expect(
            stations.order.filter { !stations.manifest.contains("\"\($0)\"") } == [], "Package.swift lists them, too")
        #expect(stations.violations == [], "move the type to an earlier station, or what uses it to a later one")
    }

    @Test func `whatever other targets use of the pure stations is explained`() throws {
        let stations = try Stations()
        let pure: Set = ["JSON", "Diff", "Time", "Schema", "Compatibility", "Classify"]
        let silent = stations.files.filter { pure.contains(stations.station(of: $0) ?? "") }.flatMap { file in
            file.offers.filter { !$0.isExplained }.map { "\(file.path):\($0.line) \($0.name)" }
        }
        #expect(silent == [], "these need a /// that says what their signatures cannot")
    }

    @Test func `half of what the program uses of the other stations is explained`() throws {
        let offers = try Stations().files.flatMap(\.offers)
        let explained = offers.count { $0.isExplained }
        #expect(offers.count > 500)
        #expect(explained * 2 >= offers.count, "\(explained) of \(offers.count)")
    }

    @Test(arguments: [
        ("struct A { let b: Later }", ["Early/File.swift:1 names Later of Late"]),
        ("func a() -> [Later]? { nil }", ["Early/File.swift:1 names Later of Late"]),
        ("extension Later {}", ["Early/File.swift:1 names Later of Late"]),
        ("let a = 1\nlet b = Later.nested", ["Early/File.swift:2 names Later of Late"]),
        ("/// A `Later`.\nstruct A {}  // Later", []),
        (#"let a = "Later \" Later""#, []),
        ("let a = \"\"\"\n    Later\n    \"\"\"", []),
        ("let a = b.Later", []),
        ("struct A {\n    struct Later {}\n    let b: Later\n}", []),
        ("struct A { let b: Earlier }", []),
    ])
    func `only the name of a type that stands alone in a later station counts`(text: String, expected: [String]) {
        let stations = Stations(
            order: ["Earliest", "Early", "Late"],
            files: [
                SourceFile(path: "Earliest/Earlier.swift", text: "struct Earlier {}"),
                SourceFile(path: "Early/File.swift", text: text),
                SourceFile(
                    path: "Late/Later.swift",
                    text: "package struct Later { let a: Earlier }\nextension A { struct B {} }"),
            ])
        #expect(stations.violations == expected)
    }

    @Test(arguments: [
        ("package struct A {}", ["A -"]),
        ("/// It.\npackage struct A {\n    package let b: Int\n    let c: Int\n}", ["A +", "b -"]),
        ("/// It.\n@inlinable\npackage func a() {}", ["a +"]),
        ("    package private(set) var a = 1", ["a -"]),
        ("    public static let a = 1\n    private let b = 2", ["a -"]),
        ("    package var description: String { text }\n    package static func < (a: A, b: A) -> Bool { true }", []),
        ("    public init(stringLiteral value: String) {}\n    public init(_ value: String) {}", ["init -"]),
        ("let a = \"\"\"\n/// It.\n\"\"\"\npackage let b = 1", ["b -"]),
    ])
    func `what a file offers needs a line of explanation right above`(text: String, expected: [String]) {
        let offers = SourceFile(path: "A/B.swift", text: text).offers
        #expect(offers.map { "\($0.name) \($0.isExplained ? "+" : "-")" } == expected)
    }
}
