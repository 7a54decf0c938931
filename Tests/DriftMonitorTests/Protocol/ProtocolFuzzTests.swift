import DriftCore
import Foundation
import Testing

/// No byte from outside ends the process, blames another target, or costs more than a bounded time and memory: each hostile answer is
/// one target's failure, with a sentence. `scripts/fuzz protocol` runs the whole matrix and prints it.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ProtocolFuzzTests {
    private static let bytes = 200_000_000

    @Test(arguments: ProtocolRound.Use.allCases)
    func `no answer does more than fail what it answers`(use: ProtocolRound.Use) async throws {
        // Every kind, in variants that are the same each time.
        let variants = use == .check ? [1, 2, 3] : [4]
        let cases = HostileAnswer.all.flatMap { kind in variants.map { (kind: kind, variant: $0) } }
            // A webhook is given twenty seconds, whatever the configuration says.
            .filter { use != .webhook || !$0.kind.steps($0.variant).contains(where: \.waits) }
        let result = try await ProtocolRound(use: use, cases: cases).run()
        for complaint in Self.complaints(of: result, use, cases: cases.count) { Issue.record("\(complaint)") }
    }

    /// The matrix: each kind of answer in a process of its own for each use, so that the table tells which one did it.
    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["DRIFTMONITOR_FUZZ_VARIANTS"] != nil,
            "scripts/fuzz protocol asks for it"),
        .timeLimit(.minutes(240)))
    func `the whole matrix`() async throws {
        let wishes = ProcessInfo.processInfo.environment
        let count = wishes["DRIFTMONITOR_FUZZ_VARIANTS"].flatMap { Int($0) } ?? 100
        let only = wishes["DRIFTMONITOR_FUZZ_KINDS"].map { $0.split(separator: ",").map(String.init) }
        let uses = wishes["DRIFTMONITOR_FUZZ_USES"].map { $0.split(separator: ",").map(String.init) }
        print("kind | use | outcomes | siblings | exit | MB | s | complaints", terminator: "\n")
        for kind in HostileAnswer.all where only?.contains(kind.name) ?? true {
            for use in ProtocolRound.Use.allCases where uses?.contains(use.rawValue) ?? true {
                let cases = (0..<count).map { (kind: kind, variant: $0) }
                let result = try await ProtocolRound(use: use, cases: cases).run()
                let complaints = Self.complaints(of: result, use, cases: count)
                print(Self.line(kind, use, result, complaints))
                fflush(stdout)
                for complaint in complaints.prefix(3) { Issue.record("\(complaint)") }
            }
        }
    }

    private static func line(
        _ kind: HostileAnswer, _ use: ProtocolRound.Use, _ result: ProtocolRound.Result, _ complaints: [String]
    ) -> String {
        let outcomes = Dictionary(grouping: result.rows, by: \.outcome).map { "\($0.key) \($0.value.count)" }.sorted()
        let seconds = Double(result.time.milliseconds) / 1000
        return [
            kind.name, use.rawValue, outcomes.joined(separator: ", "), result.siblings.sorted().joined(separator: ", "),
            "\(result.status)", "\(result.peakMemory / 1_000_000)", "\(seconds)", "\(complaints.count)",
        ].joined(separator: " | ")
    }

    private static func complaints(
        of result: ProtocolRound.Result, _ use: ProtocolRound.Use, cases: Int
    ) -> [String] {
        var complaints: [String] = []
        let verdicts = Dictionary(uniqueKeysWithValues: HostileAnswer.all.map { ($0.name, $0.verdict) })
        for row in result.rows {
            let allowed: Set<String> =
                switch use {
                case .check, .run: verdicts[row.kind]?.outcomes ?? []
                // No answer of these is a token.
                case .login: ["failed"]
                case .webhook: ["delivered", "pending", "dead", "parked"]
                }
            let name = "\(use) \(row.kind) \(row.variant)"
            if !allowed.contains(row.outcome) {
                complaints.append("\(name) is \(row.outcome), not \(allowed.sorted()): \(row.message)")
            }
            let isSaid = !["failed", "suspect", "pending", "dead"].contains(row.outcome) || row.message.count > 10
            let isClean = row.message.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            if !isSaid || !isClean || row.message.count > 1000 { complaints.append("\(name) says '\(row.message)'") }
        }
        if result.rows.count != cases { complaints.append("\(use): \(result.rows.count) of \(cases) are told of") }
        let siblings: Set<String> = use == .webhook ? ["told"] : ["initial"]
        if result.siblings != siblings { complaints.append("\(use): the siblings are \(result.siblings)") }
        if ![0, 1, 2].contains(result.status) {
            complaints.append("\(use) ends with \(result.status): \(result.errors)")
        }
        if result.peakMemory > bytes { complaints.append("\(use) takes \(result.peakMemory) bytes") }
        if result.time > .seconds(120) { complaints.append("\(use) takes \(result.time)") }
        return complaints
    }
}

extension ScriptedServer.Step {
    fileprivate var waits: Bool {
        switch self {
        case .hang, .drip: true
        default: false
        }
    }
}
