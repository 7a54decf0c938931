import DriftCore

/// What may be written as a value. One table of these, `ConfigurationTable`, is what files are read by, what `config schema` is
/// made of, and what the reference in the documentation lists.
indirect enum Form: Sendable {
    /// Any text that is not empty; the word says what it stands for.
    case text(String)
    /// Text that can stand between the slashes of a target's key.
    case name(String)
    case schemaName
    case flag
    case count(ClosedRange<Int>)
    case duration(ClosedRange<Duration>)
    case size(ClosedRange<Int>)
    case choice([String])
    case url
    /// A URL with `{region}` and `{schema}` where these belong.
    case urlTemplate
    /// Relative to the configuration file.
    case path
    case network
    case pattern
    case day
    /// Never written here, only where it is kept: an environment variable or a file.
    case secret
    /// Written here, or kept like a secret.
    case openOrSecret(Form)
    /// The word `all`, or the other form.
    case allOr(Form)
    case oneOrMore(Form)
    case list(Form)
    /// Keys that the user chooses.
    case map(keys: String, values: Form)
    case section(Section)

    /// A mapping with known keys.
    struct Section: Sendable {
        /// What one of these is called: `channel`.
        let noun: String
        let keys: [Key]
    }

    struct Key: Sendable {
        let name: String
        let form: Form
        let isRequired: Bool
        /// How the value is written that applies without the key; nil where there is none.
        let standard: String?
        /// One or two sentences for the reader of a reference.
        let meaning: String

        init(_ name: String, _ form: Form, required: Bool = false, standard: String? = nil, _ meaning: String) {
            self.name = name
            self.form = form
            isRequired = required
            self.standard = standard
            self.meaning = meaning
        }
    }

    /// What a message says was expected, such as `a duration such as 1h`.
    var expected: String {
        switch self {
        case .text(let what): what
        case .name(let what): "\(what), without '/'"
        case .schemaName: "a schema's name, such as images or metadefs/namespace"
        case .flag: "true or false"
        case .count(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .duration(let range):
            "a duration from \(Quantity.text(of: range.lowerBound)) to \(Quantity.text(of: range.upperBound)), such as 90s, 2m30s or 1h"
        case .size(let range): "a size from \(range.lowerBound)B to \(range.upperBound >> 20)MiB, such as 20kB or 8MiB"
        case .choice(let words): words.count == 1 ? words[0] : "one of \(words.joined(separator: ", "))"
        case .url: "an http:// or https:// URL"
        case .urlTemplate: "an http:// or https:// URL, with {region} and {schema} where these belong"
        case .path: "a path"
        case .network: "an address or a network, such as 100.64.0.0/10"
        case .pattern: "a pointer pattern, such as /generated_at or /**/description"
        case .day: "a day, such as 2027-01-31"
        case .secret: "{env: NAME} or {file: PATH}"
        case .openOrSecret(let form): "\(form.expected), or {env: NAME} or {file: PATH}"
        case .allOr(let form): "all, or \(form.expected)"
        case .oneOrMore(let form): "\(form.expected), or a list of these"
        case .list(let form): "a list, of which each element is \(form.expected)"
        case .map(let keys, let values): "a mapping from \(keys) to \(values.expected)"
        case .section(let section):
            "a mapping with the keys of a \(section.noun): \(section.keys.map(\.name).joined(separator: ", "))"
        }
    }
}
