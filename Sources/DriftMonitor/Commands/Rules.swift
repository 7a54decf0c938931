import ArgumentParser
import DriftCore

struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "List the kinds of changes, with an example of each.",
        discussion: """
            A kind's id never changes its meaning; alerts, waivers and 'history --kind' use it.

            EXAMPLE
              driftmonitor rules enum-value-added
            """)

    @Argument(help: ArgumentHelp("Only these kinds, with their examples.", valueName: "kind"))
    var kinds: [String] = []

    @Option(help: "How the result is shown: text or json.")
    var format = Format.text

    func run() throws {
        var rules = Rule.all
        if !kinds.isEmpty {
            rules = try kinds.map { kind in
                guard let rule = Rule.byKind[ChangeKind(kind)] else {
                    throw Trouble(
                        "there is no kind '\(kind)'" + Nearest.hint(for: kind, among: Rule.all.map(\.kind.id)))
                }
                return rule
            }
        }
        switch format {
        case .json:
            try Console.output.json([
                "rules": .array(
                    rules.map { rule in
                        [
                            "kind": JSONValue(rule.kind.id), "meaning": JSONValue(rule.meaning),
                            "level": JSONValue(rule.level.rawValue), "old": JSONValue(rule.exampleOld),
                            "new": JSONValue(rule.exampleNew),
                        ]
                    })
            ])
        case .text where kinds.isEmpty:
            var table = TextTable(["kind", "level", "meaning"])
            for rule in rules { table.add([rule.kind.id, rule.level.rawValue, rule.meaning]) }
            try Console.output.line(table.lines(.output).joined(separator: "\n"))
        case .text:
            for rule in rules {
                try Console.output.line(
                    "\(TextStyle.output.bold(rule.kind.id)) (\(rule.level.rawValue)): \(rule.meaning)\n"
                        + "  old  \(rule.exampleOld)\n  new  \(rule.exampleNew)")
            }
        }
    }
}
