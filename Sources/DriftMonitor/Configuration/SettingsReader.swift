import DriftCore
import Yams

/// Reads YAML by a form, and goes on after each mistake, so that one reading finds them all.
struct SettingsReader {
    private(set) var problems: [ConfigurationProblem] = []
    private let file: String
    /// Aliases can make a small file endless.
    private var nodesLeft = 100_000

    init(file: String) {
        self.file = file
    }

    mutating func report(_ message: String, at place: SourcePlace?, _ path: String) {
        problems.append(ConfigurationProblem(file: file, place: place, path: path, message: message))
    }

    mutating func read(_ node: Node, as form: Form, path: String) -> Setting? {
        nodesLeft -= 1
        guard nodesLeft >= 0 else {
            if nodesLeft == -1 {
                report("too much in one file; aliases that repeat each other?", at: place(of: node), path)
            }
            return nil
        }
        return value(node, form, path).map { Setting(value: $0, place: place(of: node), path: path) }
    }

    private mutating func value(_ node: Node, _ form: Form, _ path: String) -> Setting.Value? {
        switch form {
        case .list(let element):
            guard case .sequence(let sequence) = node else { return unexpected(node, form, path) }
            var settings: [Setting] = []
            for (index, node) in sequence.enumerated() {
                if let setting = read(node, as: element, path: "\(path)[\(index)]") { settings.append(setting) }
            }
            return .list(settings)
        case .section(let section):
            guard case .mapping(let mapping) = node else { return unexpected(node, form, path) }
            return .section(settings(mapping, section, path))
        case .map(let keys, let values):
            guard case .mapping(let mapping) = node else { return unexpected(node, form, path) }
            var entries: [(key: String, value: Setting)] = []
            for (key, node) in mapping {
                guard let name = key.scalar?.string, !name.isEmpty else {
                    report("expected a \(keys) as key", at: place(of: key), path)
                    continue
                }
                if let setting = read(node, as: values, path: "\(path).\(name)") { entries.append((name, setting)) }
            }
            return .map(entries)
        case .secret:
            return secret(node, form, path)
        case .openOrSecret(let open):
            if case .mapping = node { return secret(node, form, path) }
            return value(node, open, path)
        case .allOr(let other):
            if node.scalar?.string == "all" { return .all }
            if case .scalar = node { return unexpected(node, form, path) }
            return value(node, other, path)
        case .oneOrMore(let one):
            if case .sequence = node { return value(node, .list(one), path) }
            return read(node, as: one, path: path).map { .list([$0]) }
        default:
            guard let text = text(of: node), let value = scalar(text, form) else { return unexpected(node, form, path) }
            return value
        }
    }

    private mutating func settings(_ mapping: Node.Mapping, _ section: Form.Section, _ path: String) -> Settings {
        let names = section.keys.map(\.name)
        var values: [String: Setting] = [:]
        var seen: Set<String> = []
        for (key, node) in mapping {
            let name = key.scalar?.string ?? ""
            let keyPath = path.isEmpty ? name : "\(path).\(name)"
            guard let known = section.keys.first(where: { $0.name == name }) else {
                let hint = Nearest.hint(for: name, among: names)
                let list = "known here: \(names.joined(separator: ", "))"
                let merge = name == "<<" ? "merge keys are not read; use an alias for a whole value" : nil
                report(merge ?? "unknown key\(hint.isEmpty ? "" : hint); \(list)", at: place(of: key), keyPath)
                continue
            }
            seen.insert(name)
            values[name] = read(node, as: known.form, path: keyPath)
        }
        let place = mapping.mark.map { SourcePlace(line: $0.line, column: $0.column) }
        for key in section.keys where key.isRequired && !seen.contains(key.name) {
            report("a \(section.noun) needs '\(key.name)': \(key.form.expected)", at: place, path)
        }
        return Settings(values: values, place: place, path: path)
    }

    private mutating func secret(_ node: Node, _ form: Form, _ path: String) -> Setting.Value? {
        guard case .mapping(let mapping) = node, mapping.count == 1, let (key, value) = mapping.first,
            let kind = key.scalar?.string, let name = text(of: value)
        else { return unexpected(node, form, path) }
        let keeper: SecretSource.Keeper
        switch kind {
        case "env":
            let isName = name.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
            guard isName else {
                report("'\(name)' is no name of an environment variable", at: place(of: value), "\(path).env")
                return nil
            }
            keeper = .variable(name)
        case "file": keeper = .file(name)
        default:
            let hint = Nearest.hint(for: kind, among: ["env", "file"])
            report("unknown key\(hint); a secret is {env: NAME} or {file: PATH}", at: place(of: key), "\(path).\(kind)")
            return nil
        }
        return .secret(SecretSource(keeper: keeper, place: place(of: node), path: path))
    }

    private func scalar(_ text: String, _ form: Form) -> Setting.Value? {
        switch form {
        case .text, .path, .url, .urlTemplate: return .text(text)
        case .name: return (try? CloudName(text)).map { .text($0.name) }
        case .schemaName: return (try? SchemaName(text)).map { .text($0.name) }
        case .choice(let words): return words.contains(text) ? .text(text) : nil
        case .pattern: return (try? PointerPattern(text)).map { _ in .text(text) }
        case .day: return Timestamp(rfc3339: text).map { _ in .text(text) }
        case .network: return IPNetwork(text).map { .network($0) }
        case .flag:
            // What YAML 1.1 takes for a truth value, so that nobody's `verify: no` means yes.
            switch text.lowercased() {
            case "true", "yes", "on": return .flag(true)
            case "false", "no", "off": return .flag(false)
            default: return nil
            }
        case .count(let range): return Int(text).flatMap { range.contains($0) ? .count($0) : nil }
        case .duration(let range): return Quantity.duration(text).flatMap { range.contains($0) ? .duration($0) : nil }
        case .size(let range): return Quantity.bytes(text).flatMap { range.contains($0) ? .count($0) : nil }
        default: return nil
        }
    }

    private mutating func unexpected(_ node: Node, _ form: Form, _ path: String) -> Setting.Value? {
        report("expected \(form.expected), found \(found(node, form))", at: place(of: node), path)
        return nil
    }

    /// What stands there, as far as it may be shown: nothing of what should have been a secret.
    private func found(_ node: Node, _ form: Form) -> String {
        switch node {
        case .mapping: return "a mapping"
        case .sequence: return "a list"
        case .alias: return "an alias"
        case .scalar(let scalar):
            guard let text = text(of: node) else { return "nothing" }
            switch form {
            case .secret: return "a text; secrets are not written into the configuration"
            case .openOrSecret: return "something else"
            case .choice(let words): return "'\(text)'\(Nearest.hint(for: text, among: words))"
            case .duration, .size:
                let isBare = scalar.string.utf8.allSatisfy { 0x30...0x39 ~= $0 }
                return isBare ? "'\(text)'; a unit is missing" : "'\(text)'"
            default: return "'\(text.hidingUser.prefix(80))'"
            }
        }
    }

    /// The text of a scalar that says something: null and nothing are no text unless they stand in quotes.
    private func text(of node: Node) -> String? {
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else { return nil }
        let isPlain = scalar.style == .plain || scalar.style == .any
        return isPlain && ["~", "null", "Null", "NULL"].contains(scalar.string) ? nil : scalar.string
    }

    private func place(of node: Node) -> SourcePlace? {
        node.mark.map { SourcePlace(line: $0.line, column: $0.column) }
    }
}
