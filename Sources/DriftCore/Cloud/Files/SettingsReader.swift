internal import Yams

/// Reads one file of settings into values that know their lines: YAML as clients mean it, or JSON.
struct SettingsReader {
    let path: String
    /// What clients read without a word although it can hardly be meant.
    private(set) var warnings: [SettingsProblem] = []

    init(path: String) {
        self.path = path
    }

    /// Nil for a file without content.
    mutating func read(_ bytes: [UInt8]) throws(SettingsProblem) -> Setting? {
        guard bytes.count <= FileReader.limitBytes else {
            throw problem(
                "is over \(FileReader.limitBytes) bytes", line: nil, "name another file in OS_CLIENT_CONFIG_FILE")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw problem("is not UTF-8", line: nil, "save it as UTF-8")
        }
        return path.hasSuffix("json") ? try json(bytes) : try yaml(text)
    }

    private func problem(_ what: String, line: Int?, _ wayOut: String) -> SettingsProblem {
        SettingsProblem(what, at: line.map { "\(path):\($0)" } ?? path, wayOut: wayOut)
    }

    // MARK: YAML

    private mutating func yaml(_ text: String) throws(SettingsProblem) -> Setting? {
        guard let node = try node(text) else { return nil }
        var budget = Self.nodeLimit
        return try setting(node, depth: 0, &budget)
    }

    /// Of a key that stands twice in one mapping clients take the last value, but Yams takes none: all but the last are
    /// renamed until Yams is content.
    private mutating func node(_ text: String) throws(SettingsProblem) -> Yams.Node? {
        var keys = RepeatedKeys(text)
        while true {
            do {
                return try Yams.compose(yaml: keys.text, .basic)
            } catch YamlError.duplicatedKeysInMapping(let names, let context) {
                guard let name = names.first, keys.rename(name, line: context.mark.line, column: context.mark.column)
                else { throw explain(YamlError.duplicatedKeysInMapping(duplicates: names, context: context), text) }
                if name != "<<" {
                    warnings.append(
                        problem(
                            "has the key '\(name)' twice in one mapping, and clients take the last one",
                            line: context.mark.line, "remove one of the two"))
                }
            } catch {
                throw explain(error, keys.text)
            }
        }
    }

    /// Aliases repeat what they name, so a small file can stand for a huge one.
    private static let nodeLimit = 200_000
    private static let depthLimit = 64

    private func setting(_ node: Yams.Node, depth: Int, _ budget: inout Int) throws(SettingsProblem) -> Setting {
        budget -= 1
        let line = node.mark?.line ?? 1
        guard budget > 0 else {
            throw problem(
                "grows beyond \(Self.nodeLimit) values through its aliases", line: line, "write fewer aliases")
        }
        guard depth < Self.depthLimit else {
            throw problem("is nested deeper than \(Self.depthLimit) levels", line: line, "remove the nesting")
        }
        let origin = SettingOrigin.file(path: path, line: line)
        switch node {
        case .scalar(let scalar): return Setting(value: try value(scalar, line: line), origin: origin)
        case .sequence(let sequence):
            var list: [Setting] = []
            for element in sequence { list.append(try setting(element, depth: depth + 1, &budget)) }
            return Setting(value: .list(list), origin: origin)
        case .mapping(let mapping):
            return Setting(value: .mapping(try self.mapping(mapping, depth: depth, &budget)), origin: origin)
        case .alias:
            throw problem("has an alias that could not be followed", line: line, "write the value out")
        }
    }

    private func mapping(
        _ mapping: Yams.Node.Mapping, depth: Int, _ budget: inout Int
    ) throws(SettingsProblem) -> SettingMap {
        var own = SettingMap()
        // Merged keys come first, so that a mapping's own keys replace them; of several merged ones the first wins.
        var merged: [SettingMap] = []
        for (key, node) in mapping {
            let line = key.mark?.line ?? 1
            guard case .scalar(let scalar) = key else {
                throw problem("has a list or a mapping as a key", line: line, "write the key as one word")
            }
            let written = RepeatedKeys.original(scalar.string)
            if written == "<<", scalar.style == .plain {
                let setting = try setting(node, depth: depth + 1, &budget)
                switch setting.value {
                case .mapping(let map): merged.append(map)
                case .list(let list):
                    for element in list {
                        guard case .mapping(let map) = element.value else {
                            throw problem(
                                "merges ('<<') something that is no mapping", line: line, "name mappings only")
                        }
                        merged.append(map)
                    }
                default:
                    throw problem("merges ('<<') something that is no mapping", line: line, "name a mapping")
                }
                continue
            }
            guard written == scalar.string else { continue }
            // Yams has already called every key a text, so its tag says nothing.
            let key = scalar.style == .plain ? YAMLScalar.value(ofPlain: scalar.string) : .text(scalar.string)
            guard let name = key.string else { continue }
            var member = try setting(node, depth: depth + 1, &budget)
            member.origin = .file(path: path, line: line)
            own[name] = member
        }
        guard !merged.isEmpty else { return own }
        var result = SettingMap()
        for map in merged.reversed() { result.update(map, mergingAuth: false) }
        result.update(own, mergingAuth: false)
        return result
    }

    private func value(_ scalar: Yams.Node.Scalar, line: Int) throws(SettingsProblem) -> SettingValue {
        let isPlain = scalar.style == .plain
        switch scalar.tag.rawValue {
        case "": return isPlain ? YAMLScalar.value(ofPlain: scalar.string) : .text(scalar.string)
        case "tag:yaml.org,2002:null": return .null
        case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool":
            return YAMLScalar.value(ofPlain: scalar.string)
        case "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:value":
            return .text(scalar.string)
        default:
            throw problem(
                "has the tag '\(scalar.tag.rawValue)', which clouds.yaml does not know", line: line, "remove the tag")
        }
    }

    /// Yams says where; what to do about it is ours to say.
    private func explain(_ error: any Error, _ text: String) -> SettingsProblem {
        guard let error = error as? YamlError else {
            return problem("is no YAML: \(error)", line: nil, "correct the file")
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let line =
                text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(mark.line - 1).first ?? ""
            let indentation = line.prefix { $0 == " " || $0 == "\t" }
            if indentation.contains("\t") {
                return self.problem(
                    "is no YAML: column \(mark.column): a tab in the indentation", line: mark.line, "indent with spaces"
                )
            }
            if problem.contains("undefined alias") {
                return self.problem(
                    "is no YAML: column \(mark.column): an alias ('*name') whose anchor ('&name') is nowhere before it",
                    line: mark.line, "define the anchor above, or put a text that begins with '*' in quotes")
            }
            return self.problem(
                "is no YAML: column \(mark.column): \(problem)", line: mark.line,
                "correct this line or the one before; a text with ': ', '#', '{' or '*' needs quotes")
        case .duplicatedKeysInMapping(let keys, let context):
            return self.problem(
                "has the key '\(keys.first ?? "")' twice in one mapping", line: context.mark.line,
                "remove one of the two")
        case .reader(let problem, _, _, _):
            return self.problem("is no YAML: \(problem)", line: nil, "remove the character that YAML forbids")
        default:
            return self.problem("is no YAML", line: nil, "correct the file")
        }
    }

    // MARK: JSON

    private func json(_ bytes: [UInt8]) throws(SettingsProblem) -> Setting {
        do throws(JSONError) {
            let document = try JSONDocument(parsing: bytes, limits: JSONLimits(depth: Self.depthLimit))
            return setting(at: 0, of: document, lines: LineTable(bytes))
        } catch {
            throw problem("is no JSON: \(error)", line: error.line, "correct this line")
        }
    }

    /// In the order of the text, which is the order of clouds.
    private func setting(at index: Int, of document: JSONDocument, lines: LineTable) -> Setting {
        let node = document.nodes[index]
        let value: SettingValue
        switch node.kind {
        case .null: value = .null
        case .false: value = .bool(false)
        case .true: value = .bool(true)
        case .number: value = .number(number(document, node))
        case .string, .key: value = .text(document.string(node))
        case .array:
            var list: [Setting] = []
            var child = index + 1
            while child < node.end(at: index) {
                list.append(setting(at: child, of: document, lines: lines))
                child = document.nodes[child].end(at: child)
            }
            value = .list(list)
        case .object:
            var map = SettingMap()
            var child = index + 1
            while child < node.end(at: index) {
                let key = document.nodes[child]
                var member = setting(at: child + 1, of: document, lines: lines)
                member.origin = .file(path: path, line: lines.line(of: Int(key.offset)))
                map[document.string(key)] = member
                child = document.nodes[child + 1].end(at: child + 1)
            }
            value = .mapping(map)
        }
        return Setting(value: value, origin: .file(path: path, line: lines.line(of: Int(node.offset))))
    }

    /// Python keeps 2 and 2.0 apart.
    private func number(_ document: JSONDocument, _ node: TapeNode) -> String {
        let source = document.bytes[Int(node.offset)..<Int(node.offset) + Int(node.length)]
        let isFloat = source.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }
        let text = String(decoding: source, as: UTF8.self)
        guard isFloat, let value = Double(text) else { return text }
        return YAMLScalar.python(value)
    }
}

/// The line of a byte offset.
private struct LineTable {
    private let feeds: [Int]

    init(_ bytes: [UInt8]) {
        feeds = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
    }

    func line(of offset: Int) -> Int {
        var low = 0
        var high = feeds.count
        while low < high {
            let middle = (low + high) / 2
            if feeds[middle] < offset { low = middle + 1 } else { high = middle }
        }
        return low + 1
    }
}
