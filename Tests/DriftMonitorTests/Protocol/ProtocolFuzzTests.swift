import DriftCore
import Foundation
import Testing

/// No byte from outside ends the process, blames another target, or costs more than a bounded time and memory: each hostile answer is
/// one target's failure, with a sentence.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ProtocolFuzzTests {
    @Test(arguments: [ProtocolRound.Use.check, .run])
    func `no answer does more than fail what it answers`(use: ProtocolRound.Use) async throws {
        // Every kind, in variants that are the same each time.
        let variants = use == .check ? [1, 2] : [3]
        let cases = HostileAnswer.all.flatMap { kind in variants.map { (kind: kind, variant: $0) } }
        // What waits on purpose is given up early, everything else is waited for.
        for waits in [false, true] {
            let some = cases.filter { $0.kind.steps($0.variant).contains(where: \.waits) == waits }
            let round = ProtocolRound(use: use, cases: some, patience: waits ? "5s" : "60s")
            for complaint in round.complaints(about: try await round.run()) { Issue.record("\(complaint)") }
        }
    }
}

/// The matrix that `scripts/fuzz protocol` prints: each kind of answer in a process of its own for each use, so that the table tells
/// which one did it.
@Suite(
    .serialized,
    .enabled(
        if: ProcessInfo.processInfo.environment["DRIFTMONITOR_FUZZ_VARIANTS"] != nil,
        "scripts/fuzz protocol runs it; or set DRIFTMONITOR_FUZZ_VARIANTS"))
struct ProtocolMatrixTests {
    @Test(arguments: HostileAnswer.all.filter { wish("KINDS")?.contains($0.name) ?? true })
    func `a kind of answer, in all its variants and uses`(kind: HostileAnswer) async throws {
        let count = wish("VARIANTS").flatMap { $0.first }.flatMap { Int($0) } ?? 100
        for use in ProtocolRound.Use.allCases where wish("USES")?.contains(use.rawValue) ?? true {
            let round = ProtocolRound(use: use, cases: (0..<count).map { (kind: kind, variant: $0) })
            let result = try await round.run()
            let complaints = round.complaints(about: result)
            let line = round.line(result, complaints: complaints.count) + "\n"
            FileHandle.standardOutput.write(Data(line.utf8))
            for complaint in complaints.prefix(3) { Issue.record("\(complaint)") }
        }
    }
}

/// What a variable of `scripts/fuzz protocol` lists.
private func wish(_ name: String) -> [String]? {
    ProcessInfo.processInfo.environment["DRIFTMONITOR_FUZZ_\(name)"].map { $0.split(separator: ",").map(String.init) }
}

extension ProtocolRound {
    private static let memory = 200_000_000

    /// What is not as it should be, a sentence each.
    fileprivate func complaints(about result: Result) -> [String] {
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
        if result.rows.count != cases.count { complaints.append("\(use): \(result.rows.count) are told of") }
        let siblings: Set<String> = use == .webhook ? ["told"] : ["initial"]
        if result.siblings != siblings { complaints.append("\(use): the siblings are \(result.siblings)") }
        if ![0, 1, 2].contains(result.status) {
            complaints.append("\(use) ends with \(result.status): \(result.errors)")
        }
        if result.peakMemory > Self.memory { complaints.append("\(use) takes \(result.peakMemory) bytes") }
        if result.time > .seconds(120) { complaints.append("\(use) takes \(result.time)") }
        return complaints
    }

    /// A row of the table.
    fileprivate func line(_ result: Result, complaints: Int) -> String {
        let outcomes = Dictionary(grouping: result.rows, by: \.outcome).map { "\($0.key) \($0.value.count)" }.sorted()
        return [
            cases.first?.kind.name ?? "", use.rawValue, outcomes.joined(separator: ", "),
            result.siblings.sorted().joined(separator: ", "), "exit \(result.status)",
            "\(result.peakMemory / 1_000_000) MB", "\(result.time.milliseconds) ms", "\(complaints) complaints",
        ].joined(separator: " | ")
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
