/// Commands over files whose words need no parser: the command's name, flags that are known, and operands.
///
/// Filters and shell loops call these thousands of times, and reflecting over all commands takes longer than reading, sorting and
/// hashing a document. Whatever is not plain, mistakes included, is left to the parser, so only that words errors of usage.
enum PlainCommand {
    case canonicalize(Canonicalization)
    case patch(old: String, new: String)

    init?(_ words: ArraySlice<String>) {
        switch words.first {
        case "canonicalize": self.init(canonicalize: words.dropFirst())
        case "diff": self.init(diff: words.dropFirst())
        default: return nil
        }
    }

    private init?(canonicalize words: ArraySlice<String>) {
        var command = Canonicalization()
        for word in words {
            switch word {
            case "--digest": command.digest = true
            case "--jcs": command.jcs = true
            default:
                guard Self.isOperand(word) else { return nil }
                command.files.append(word)
            }
        }
        self = .canonicalize(command)
    }

    /// Two existing files and `--format json-patch`.
    private init?(diff words: ArraySlice<String>) {
        var words = Array(words)
        guard words.count == 4, let option = words.firstIndex(of: "--format"), option < 3,
            words[option + 1] == "json-patch"
        else { return nil }
        words.removeSubrange(option...option + 1)
        guard words.allSatisfy({ Self.isOperand($0) && !$0.hasPrefix("target:") && Files.exists($0) }) else {
            return nil
        }
        self = .patch(old: words[0], new: words[1])
    }

    private static func isOperand(_ word: String) -> Bool { word == "-" || !word.hasPrefix("-") }

    /// - Returns: the exit code.
    func run() throws -> Int32 {
        switch self {
        case .canonicalize(let command):
            try command.run()
            return 0
        case .patch(let old, let new):
            let isEqual = try PatchOutput().write(from: OperandReader.file(old), to: OperandReader.file(new))
            return isEqual ? 0 : 1
        }
    }
}
