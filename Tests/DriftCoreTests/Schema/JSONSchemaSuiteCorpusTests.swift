import Foundation
import Testing

@testable import DriftCore

/// The test suite of json-schema-org, with its remote documents as a table.
@Suite(.enabled(if: JSONCorpus.exists, "the shared corpus is missing: set DRIFTMONITOR_CORPUS"))
struct JSONSchemaSuiteCorpusTests {
    @Test(arguments: SuiteFolder.all)
    func `every required case of a draft has its answer`(folder: SuiteFolder) throws {
        let run = try SuiteRun(folder, subfolder: "", assertsFormats: false)
        #expect(run.failures == [])
        #expect(run.count == folder.requiredCases)
    }
}

/// A draft's folder in the suite.
struct SuiteFolder: CustomTestStringConvertible, Sendable {
    let name: String
    let dialect: Dialect
    let requiredCases: Int

    var testDescription: String { name }

    static let all = [
        SuiteFolder(name: "draft3", dialect: .draft3, requiredCases: 435),
        SuiteFolder(name: "draft4", dialect: .draft4, requiredCases: 618),
        SuiteFolder(name: "draft6", dialect: .draft6, requiredCases: 839),
        SuiteFolder(name: "draft7", dialect: .draft7, requiredCases: 927),
        SuiteFolder(name: "draft2019-09", dialect: .draft201909, requiredCases: 1259),
        SuiteFolder(name: "draft2020-12", dialect: .draft202012, requiredCases: 1299),
    ]
}

/// All cases of one folder, asked both ways: with reasons and without.
struct SuiteRun {
    private(set) var count = 0
    private(set) var failures: [String] = []

    private static let suite = "json-schema-test-suite"

    init(_ folder: SuiteFolder, subfolder: String, assertsFormats: Bool) throws {
        let remotes = try Self.remotes()
        let path = "\(Self.suite)/\(folder.name)\(subfolder)"
        for file in try JSONCorpus.names(path) where file.hasSuffix(".json") {
            for group in try JSONValue(parsing: JSONCorpus.bytes("\(path)/\(file)")).array ?? [] {
                let validator = Validator(
                    schema: try #require(group["schema"]), dialect: folder.dialect, remotes: remotes,
                    assertsFormats: assertsFormats)
                for test in try #require(group["tests"]?.array) {
                    let expected = try #require(test["valid"]?.bool as Bool?)
                    let data = try #require(test["data"])
                    let result = validator.validate(data)
                    count += 1
                    if result.isValid != expected || validator.isValid(data) != expected {
                        let name = [group["description"]?.string, test["description"]?.string].compactMap(\.self)
                        failures.append("\(file): \(name.joined(separator: ": "))")
                    }
                }
            }
        }
    }

    /// The documents that the suite serves, by the URL it serves them at.
    private static func remotes() throws -> [String: JSONValue] {
        var table: [String: JSONValue] = [:]
        let root = JSONCorpus.root.appending(path: "\(suite)/remotes")
        for case let file as String in FileManager.default.enumerator(atPath: root.path)! where file.hasSuffix(".json")
        {
            table["http://localhost:1234/\(file)"] = try JSONValue(
                parsing: JSONCorpus.bytes("\(suite)/remotes/\(file)"))
        }
        return table
    }
}
