/// Which pointers a person means: `/properties/*/description`, `/**/generated_at`.
///
/// Written like a JSON Pointer. A token `*` is any one token, `**` any number of tokens (none included);
/// an asterisk that belongs to a name is written `~2`, as `~0` is `~` and `~1` is `/`.
package struct PointerPattern: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case token(JSONString)
        case anyToken
        case anyTokens
    }

    let steps: [Step]

    /// - Throws: `PointerPatternError` when the text is not empty and does not start with `/`, or holds a bad escape, or an asterisk
    ///   next to other characters.
    package init(_ text: String) throws(PointerPatternError) {
        guard !text.utf8.isEmpty else {
            steps = []
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { throw .noLeadingSlash(text) }
        var steps: [Step] = []
        for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            switch String(decoding: part, as: UTF8.self) {
            case "*": steps.append(.anyToken)
            // Two in a row mean what one means; kept apart they would make equal patterns differ.
            case "**" where steps.last == .anyTokens: break
            case "**": steps.append(.anyTokens)
            default:
                guard !part.contains(UInt8(ascii: "*")) else { throw .strayAsterisk(text) }
                guard let token = PointerEscapes.pattern.unescape(part) else { throw .badEscape(text) }
                steps.append(.token(token))
            }
        }
        self.steps = steps
    }

    /// The pattern that matches this pointer alone.
    package init(exactly pointer: Pointer) {
        steps = pointer.tokens.map(Step.token)
    }

    /// Whether it matches the root, and so the whole document.
    package var matchesRoot: Bool { steps.allSatisfy { $0 == .anyTokens } }

    /// Whether it matches just this pointer: neither its parents nor what is below.
    package func matches(_ pointer: Pointer) -> Bool {
        var places = start
        for token in pointer.tokens {
            places = self.places(after: token, from: places)
            if places.isEmpty { return false }
        }
        return isEnd(places)
    }
}

// Matching walks an automaton whose places are the gaps between the steps; a walk over a document carries the set of places
// along, so that no pointer is matched from its root again.
extension PointerPattern {
    typealias Places = [Int]

    var start: Places { closed([0]) }

    func isEnd(_ places: Places) -> Bool { places.last == steps.count }

    func places(after token: JSONString, from places: Places) -> Places {
        var next: Places = []
        for place in places where place < steps.count {
            switch steps[place] {
            case .token(let name) where name == token: next.append(place + 1)
            case .token: break
            case .anyToken: next.append(place + 1)
            case .anyTokens: next.append(place)
            }
        }
        return next.isEmpty ? next : closed(next)
    }

    /// With the places that a `**` of no tokens leads to; ascending, each once.
    private func closed(_ places: Places) -> Places {
        var all: Places = []
        for place in places {
            var place = place
            while (all.last ?? -1) < place {
                all.append(place)
                guard place < steps.count, steps[place] == .anyTokens else { break }
                place += 1
            }
        }
        return all
    }
}

extension PointerPattern: CustomStringConvertible {
    package var description: String {
        var text = ""
        for step in steps {
            text.append("/")
            switch step {
            case .anyToken: text.append("*")
            case .anyTokens: text.append("**")
            case .token(let name): PointerEscapes.pattern.append(name, to: &text)
            }
        }
        return text
    }
}

/// Why a text is no pointer pattern, or one that must not be used.
package enum PointerPatternError: Error, Hashable {
    case noLeadingSlash(String)
    case badEscape(String)
    case strayAsterisk(String)
    case ignoresEverything(String)
}

extension PointerPatternError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noLeadingSlash(let text):
            "'\(text)' is no pointer pattern: it must start with '/', such as /generated_at or /**/description"
        case .badEscape(let text):
            "'\(text)' is no pointer pattern: '~' must be written '~0', and inside a name '/' as '~1' and '*' as '~2'"
        case .strayAsterisk(let text):
            "'\(text)' is no pointer pattern: '*' and '**' stand for whole names; an asterisk inside a name is '~2'"
        case .ignoresEverything(let text):
            "the pattern '\(text)' would ignore the whole document; name the parts that may change, such as /generated_at"
        }
    }
}
