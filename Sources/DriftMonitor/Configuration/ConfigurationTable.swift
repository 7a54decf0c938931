import DriftCore

/// Every key that a configuration file may have.
enum ConfigurationTable {
    static let top = Form.Section(
        noun: "configuration",
        keys: [
            .init(
                "name", .name("a name"), standard: "default",
                "What this monitor is called; the `source` of its messages is `/driftmonitor/NAME`."),
            .init(
                "store", .path,
                "The database file. Without it: `$STATE_DIRECTORY`, else `/var/lib/driftmonitor` as root, else the XDG state directory."
            ),
            .init("interval", interval, standard: "1h", "How often each target is checked."),
            .init(
                "confirm_after", .duration(.zero ... .seconds(60)), standard: "2s",
                "How long after a changed answer the target is asked again, before the change is believed."),
            .init(
                "lost_after", .count(1...1000), standard: "3",
                "So many failed checks in a row make a target lost, which is told once."),
            .init(
                "grace_period", .duration(.zero ... .seconds(600)), standard: "30s",
                "How long running checks may take to end after SIGTERM."),
            .init(
                "clouds_file", .path,
                "The clouds.yaml to read. Without it, it is looked for where OpenStack clients look."),
            .init(
                "allow_addresses", .list(.network),
                "Networks to connect to although they are link-local, shared or unique local, where clouds serve credentials."
            ),
            .init("clouds", .list(.section(cloud)), "Clouds whose regions and schemas are found by login and catalog."),
            .init("targets", .list(.section(target)), "Documents at known URLs."),
            .init("channels", .list(.section(channel)), "Where messages go. Without any, they go to the log."),
            .init("limits", .section(limits), "What one answer may cost, and how much happens at once."),
            .init(
                "levels", .map(keys: "kind of change", values: .choice(Impact.allCases.map(\.rawValue))),
                "How much a kind of change matters, where the catalogue's own level does not fit."),
            .init("waivers", .list(.section(waiver)), "Changes that are accepted at some places until a day."),
            .init(
                "retention", .allOr(.section(retention)), standard: "{age: 730d}",
                "What the store forgets by itself, once a day; `all` keeps everything. Baselines, latest versions, open drift and messages that have not arrived are kept whatever it says."
            ),
        ])

    static let cloud = Form.Section(
        noun: "cloud",
        keys: [
            .init("name", .name("the name of an entry of clouds.yaml"), required: true, "The entry of clouds.yaml."),
            .init(
                "regions", .allOr(.list(.name("a region"))),
                "The regions to watch. Without it: those that clouds.yaml names, or every region of the catalog if it names none."
            ),
            .init(
                "schemas", .allOr(.list(.schemaName)), standard: "[images, image, members, member]",
                "The schemas to watch in each region; `all` are the sixteen that Glance serves."),
            .init(
                "project_per_region", .flag, standard: "false",
                "Log in to each region with the project that has the region's name, as on Huawei Cloud."),
            .init(
                "allow_cleartext", .flag, standard: "false",
                "Send the token to endpoints that the catalog names with http://, although the login is encrypted."),
        ] + watching)

    static let target = Form.Section(
        noun: "target",
        keys: [
            .init("name", .name("a name"), required: true, "Takes the place of the cloud in the target's key."),
            .init(
                "url", .urlTemplate, required: true,
                "Where the document is; `{region}` and `{schema}` are replaced by each of the names below."),
            .init("regions", .list(.name("a region")), "The regions that take the place of `{region}`."),
            .init(
                "schemas", .list(.schemaName),
                "The names that take the place of `{schema}`. For a URL without it, one name for the document in the key."
            ),
            .init(
                "headers", .map(keys: "header", values: .openOrSecret(.text("a header's value"))),
                "Header fields to send, to this URL's origin only."),
            .init("tls", .section(tls), "What the connection trusts and shows."),
            .init(
                "kind", .choice(DocumentKind.allCases.map(\.rawValue)), standard: "schema",
                "`schema` is compared and judged, `json` only compared."),
        ] + watching)

    /// What clouds and targets have in common.
    private static let watching: [Form.Key] = [
        .init("interval", interval, "How often these targets are checked, if not as often as the others."),
        .init(
            "role", .choice(Role.allCases.map(\.rawValue)),
            "Whose view decides the impact: `reader` validates what the server sends, `writer` sends documents. Without it: by the schema's name."
        ),
        .init("dialect", .choice(dialects), "The JSON Schema dialect of documents without `$schema`."),
        .init("ignore", .list(.section(ignore)), "Parts of the documents that may change without being told."),
    ]

    static let ignore = Form.Section(
        noun: "ignore rule",
        keys: [
            .init("pointer", .pattern, required: true, "`*` stands for any one name, `**` for any number of them."),
            .init("reason", .text("a sentence"), "Why; for whoever reads the file later."),
        ])

    static let tls = Form.Section(
        noun: "TLS setting",
        keys: [
            .init("verify", .flag, standard: "true", "Whether the server's certificate must be good."),
            .init("authority", .path, "PEM certificates to trust in place of the system's."),
            .init("certificate", .path, "The client's certificate in PEM, with its chain."),
            .init("key", .path, "The client's private key in PEM; without it, it is looked for in `certificate`."),
        ])

    static let channel = Form.Section(
        noun: "channel",
        keys: [
            .init("name", .name("a name"), required: true, "What the channel is called in the queue and in messages."),
            .init("type", .choice(["log", "webhook"]), required: true, "How messages travel."),
            .init("url", .openOrSecret(.url), "Where a webhook's messages are posted."),
            .init(
                "secret", .oneOrMore(.secret),
                "The key that signs a webhook's messages, as `whsec_` and base64; several while one replaces another."),
            .init(
                "headers", .map(keys: "header", values: .openOrSecret(.text("a header's value"))),
                "Header fields to send with a webhook's messages."),
            .init("tls", .section(tls), "What a webhook's connection trusts and shows."),
            .init(
                "format", .choice(["text", "json"]), standard: "text", "How a log's lines are written."),
            .init(
                "impact", .list(.choice(Impact.allCases.map(\.rawValue))),
                "Which drifts the channel hears of; without it, of all that are more than cosmetic."),
        ])

    static let limits = Form.Section(
        noun: "limit",
        keys: [
            .init("body", .size(1024...(1 << 30)), standard: "8MiB", "The largest document, expanded."),
            .init(
                "total_time", .duration(.milliseconds(10) ... .seconds(3600)), standard: "30s",
                "The longest exchange, from connecting to the last byte."),
            .init(
                "idle_time", .duration(.milliseconds(10) ... .seconds(3600)), standard: "15s",
                "The longest silence of a server before and within an answer."),
            .init("per_host", .count(1...1000), standard: "4", "Exchanges with one host at once."),
            .init("concurrent", .count(1...10_000), standard: "32", "Exchanges at once in all."),
            .init(
                "retry_after", .duration(.seconds(1) ... .seconds(31 * 86_400)), standard: "15m",
                "The longest pause that a server may ask for with `Retry-After`; three intervals, where those are longer."
            ),
        ])

    static let waiver = Form.Section(
        noun: "waiver",
        keys: [
            .init(
                "kind", .text("a kind of change, as `driftmonitor rules` lists them"), required: true,
                "The kind of change."),
            .init("pointer", .pattern, required: true, "Where; a pattern as in ignore rules."),
            .init("reason", .text("a sentence"), required: true, "Why it is accepted."),
            .init("expires", .day, required: true, "The day from which it is told again."),
        ])

    static let retention = Form.Section(
        noun: "retention",
        keys: [
            .init(
                "age", .duration(.seconds(86_400) ... .seconds(36_500 * 86_400)), standard: "730d",
                "Versions last seen longer ago, and alerts that ended longer ago, are forgotten."),
            .init("count", .count(1...1_000_000), "So many versions of each target are kept, the newest ones."),
            .init(
                "bytes", .size((1 << 20)...(1 << 40)),
                "What the documents may take; beyond it the oldest are forgotten, over all targets."),
        ])

    private static let interval = Form.duration(.seconds(1) ... .seconds(31 * 86_400))
    private static let dialects = Dialect.allCases.map(\.rawValue)
}
