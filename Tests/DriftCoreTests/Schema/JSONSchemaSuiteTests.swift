import Testing

@testable import DriftCore

/// The test suite of json-schema-org, with its remote documents as a table.
@Suite struct JSONSchemaSuiteTests {
    @Test(arguments: SuiteFolder.all)
    func `every required case of a draft has its answer`(folder: SuiteFolder) throws {
        let run = try SuiteRun(folder, part: "", assertsFormats: false)
        #expect(run.failures == [])
        #expect(run.count == folder.requiredCases)
    }

    @Test(arguments: SuiteFolder.all)
    func `every format case of a draft has its answer when formats are asserted`(folder: SuiteFolder) throws {
        let run = try SuiteRun(folder, part: "-format", assertsFormats: true)
        #expect(run.failures == [])
        #expect(run.count == folder.formatCases)
    }

    /// What the optional part expects and this validator does otherwise, by file.
    ///
    /// - `zeroTerminatedFloats`: drafts 3 and 4 let a validator tell 1.0 from 1. Here numbers are values.
    /// - `content`: draft 7 lets a validator check encoded content. Here it is an annotation, as later drafts say.
    /// - `dependencies-compatibility`: a keyword that 2019-09 and 2020-12 do not define is ignored.
    private static let otherwise: [String: [String: Int]] = [
        "draft3": ["zeroTerminatedFloats": 1],
        "draft4": ["zeroTerminatedFloats": 1],
        "draft6": [:],
        "draft7": ["content": 4],
        "draft2019-09": ["dependencies-compatibility": 14],
        "draft2020-12": ["dependencies-compatibility": 14],
    ]

    @Test(arguments: SuiteFolder.all)
    func `every other optional case that applies has its answer`(folder: SuiteFolder) throws {
        let run = try SuiteRun(folder, part: "-optional", assertsFormats: false)
        let files = run.failures.map { String($0.prefix { $0 != ":" }) }
        #expect(Dictionary(grouping: files, by: \.self).mapValues(\.count) == Self.otherwise[folder.name])
        #expect(run.count == folder.optionalCases)
    }
}

/// A draft's folder in the suite.
struct SuiteFolder: CustomTestStringConvertible, Sendable {
    let name: String
    let dialect: Dialect
    let requiredCases: Int
    let optionalCases: Int
    let formatCases: Int

    var testDescription: String { name }

    static let all = [
        SuiteFolder(name: "draft3", dialect: .draft3, requiredCases: 435, optionalCases: 22, formatCases: 100),
        SuiteFolder(name: "draft4", dialect: .draft4, requiredCases: 618, optionalCases: 100, formatCases: 219),
        SuiteFolder(name: "draft6", dialect: .draft6, requiredCases: 839, optionalCases: 106, formatCases: 325),
        SuiteFolder(name: "draft7", dialect: .draft7, requiredCases: 927, optionalCases: 118, formatCases: 676),
        SuiteFolder(
            name: "draft2019-09", dialect: .draft201909, requiredCases: 1259, optionalCases: 158, formatCases: 757),
        SuiteFolder(
            name: "draft2020-12", dialect: .draft202012, requiredCases: 1299, optionalCases: 162, formatCases: 764),
    ]
}

/// All cases of one part of a draft, asked both ways: with reasons and without.
struct SuiteRun {
    private(set) var count = 0
    private(set) var failures: [String] = []

    init(_ folder: SuiteFolder, part: String, assertsFormats: Bool) throws {
        let remotes = try Self.remotes()
        for group in try Fixture("json-schema-suite/\(folder.name)\(part).jsonl").lines {
            let validator = Validator(
                schema: try #require(group["schema"]), dialect: folder.dialect, remotes: remotes,
                assertsFormats: assertsFormats)
            let name = "\(group["file"]?.string ?? ""): group \(group["group"]?.number?.int ?? -1)"
            for (number, test) in try #require(group["tests"]?.array).enumerated() {
                let data = try #require(test.array?.first)
                let expected = try #require(test.array?.last?.bool as Bool?)
                let result = validator.validate(data)
                count += 1
                if result.isValid != expected || validator.isValid(data) != expected {
                    failures.append("\(name), case \(number)")
                }
            }
        }
    }

    /// The documents that the suite serves, by the URL it serves them at.
    private static func remotes() throws -> [String: JSONValue] {
        try Fixture("json-schema-suite/remotes.jsonl").lines.reduce(into: [:]) { table, remote in
            table["http://localhost:1234/\(try #require(remote["path"]?.string))"] = remote["document"]
        }
    }
}
