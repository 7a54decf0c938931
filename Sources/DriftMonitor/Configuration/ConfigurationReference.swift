/// The table of keys as the documentation shows it.
enum ConfigurationReference {
    static let markdown: String = {
        var text = ""
        for (title, section) in sections {
            text += "### \(title)\n\n| key | value | without it | |\n|---|---|---|---|\n"
            for key in section.keys {
                let standard = key.isRequired ? "required" : key.standard.map { "`\($0)`" } ?? ""
                text += "| `\(key.name)` | \(value(key.form)) | \(standard) | \(key.meaning) |\n"
            }
            text += "\n"
        }
        return text
    }()

    private static let sections: [(String, Form.Section)] = [
        ("Top level", ConfigurationTable.top), ("`clouds`", ConfigurationTable.cloud),
        ("`targets`", ConfigurationTable.target), ("`ignore`", ConfigurationTable.ignore),
        ("`tls`", ConfigurationTable.tls), ("`channels`", ConfigurationTable.channel),
        ("`limits`", ConfigurationTable.limits), ("`waivers`", ConfigurationTable.waiver),
        ("`retention`", ConfigurationTable.retention),
    ]

    private static func value(_ form: Form) -> String {
        switch form {
        case .list(.section(let section)): "list, see \(section.noun)s below"
        case .section: "mapping, see below"
        case .map(let keys, let values): "mapping from \(keys) to \(values.expected)"
        default: form.expected
        }
    }
}
