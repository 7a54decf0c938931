/// What would be watched, and where it was written.
package struct TargetsReport: Sendable {
    package struct Refusal: Hashable, Sendable {
        package var cloud: String
        package var reason: String

        package init(cloud: String, reason: String) {
            self.cloud = cloud
            self.reason = reason
        }
    }

    package var targets: [Target]
    package var refused: [Refusal]
    /// What the targets were made of, in the order in which it is shown.
    package var sources: [TargetSource]
    /// How each target logs in, in a word or two, by its key; never a secret.
    package var auth: @Sendable (Target) -> String
    /// What a probe found, by key; nil where nothing was probed.
    package var probes: [TargetKey: String]?

    package init(
        targets: [Target], refused: [Refusal], sources: [TargetSource] = [],
        auth: @escaping @Sendable (Target) -> String, probes: [TargetKey: String]? = nil
    ) {
        self.targets = targets.sorted { $0.key < $1.key }
        self.refused = refused
        self.sources = sources
        self.auth = auth
        self.probes = probes
    }

    package var json: JSONValue {
        let rows = targets.map { target -> JSONValue in
            var object: JSONObject = [
                "target": JSONValue(target.key.description), "cloud": JSONValue(target.key.cloud.name),
                "schema": JSONValue(target.key.schema.name), "url": JSONValue(target.url),
                "auth": JSONValue(auth(target)), "role": JSONValue(target.role.rawValue),
                "interval_s": JSONValue(Int(target.interval.components.seconds)), "source": JSONValue(target.source),
            ]
            if let region = target.key.region { object["region"] = JSONValue(region.name) }
            if let probe = probes?[target.key] { object["probe"] = JSONValue(probe) }
            return .object(object)
        }
        return [
            "targets": .array(rows), "sources": .array(sources.map(\.json)),
            "refused": .array(refused.map { ["cloud": JSONValue($0.cloud), "reason": JSONValue($0.reason)] }),
        ]
    }

    /// - Parameter width: of the terminal, in characters; nil where lines may be as long as they are.
    package func text(_ style: TextStyle, width: Int? = nil) -> String {
        var lines = targets.isEmpty ? ["no targets"] : table(style, width)
        lines += refused.map { "\(style.red("refused")) \($0.cloud.shown()): \($0.reason.shown(limit: 500))" }
        var shown: [String: TargetSource] = [:]
        for source in sources {
            lines += [""] + source.lines(style, width, after: shown[source.cloud])
            shown[source.cloud] = shown[source.cloud] ?? source
        }
        return lines.joined(separator: "\n")
    }

    private func table(_ style: TextStyle, _ width: Int?) -> [String] {
        let header = ["cloud", "region", "schema", "login", "role", "interval"]
        let rows = targets.map { target in
            [
                target.key.cloud.name.shown(), target.key.region?.name.shown() ?? "-", target.key.schema.name.shown(),
                auth(target).shown(), target.role.rawValue, target.interval.inWords,
            ]
        }
        let more = targets.map { target in
            [target.url.shown()] + (probes == nil ? [] : [probes?[target.key]?.shown(limit: 500) ?? "-"])
        }
        var table = TextTable(header + ["url"] + (probes == nil ? [] : ["answers"]))
        for (row, rest) in zip(rows, more) { table.add(row + rest) }
        guard let width, table.width > width else { return table.lines(style) }
        // URLs do not fit beside the rest: each has a line of its own.
        var narrow = TextTable(header)
        for row in rows { narrow.add(row) }
        let lines = narrow.lines(style)
        return [lines[0]] + zip(lines.dropFirst(), more).flatMap { [$0.0] + $0.1.map { "    " + $0 } }
    }
}

/// Where the settings of a cloud, of one of its regions or of a list of URLs were written.
package struct TargetSource: Hashable, Sendable {
    package var cloud: String
    /// Nil where it holds for all.
    package var region: String?
    package var login: String
    /// Where it begins: `/etc/openstack/clouds.yaml:3`.
    package var place: String
    package var settings: [ShownSetting]

    package init(cloud: String, region: String? = nil, login: String, place: String, settings: [ShownSetting]) {
        self.cloud = cloud
        self.region = region
        self.login = login
        self.place = place
        self.settings = settings
    }

    package init(_ entry: CloudEntry) {
        self.init(
            cloud: entry.name.name, region: entry.region?.name, login: entry.login.kind, place: entry.source,
            settings: entry.settings)
    }

    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "cloud": JSONValue(cloud), "auth": JSONValue(login), "source": JSONValue(place),
            "settings": .array(
                settings.map {
                    [
                        "name": JSONValue($0.name), "value": JSONValue($0.value),
                        "source": JSONValue($0.origin.description),
                    ]
                }),
        ]
        if let region { object["region"] = JSONValue(region) }
        return .object(object)
    }

    /// - Parameter first: The cloud's first region; of another only what differs is shown.
    fileprivate func lines(_ style: TextStyle, _ width: Int?, after first: TargetSource?) -> [String] {
        let name = [cloud, region].compactMap { $0?.shown() }.joined(separator: "/")
        var settings = settings
        var title = "\(style.bold(name)): \(login.shown()), from \(place.shown())"
        if let first {
            settings.removeAll { first.settings.contains($0) }
            let other = [first.cloud, first.region].compactMap { $0?.shown() }.joined(separator: "/")
            title = "\(style.bold(name)): as \(other)" + (settings.isEmpty ? "" : ", but")
        }
        var table = TextTable(["", "setting", "value", "from"])
        for setting in settings {
            table.add(["", setting.name.shown(), setting.value.shown(), setting.origin.description.shown()])
        }
        guard let width, table.width > width else { return [title] + table.lines(style).dropFirst() }
        let nameWidth = settings.map(\.name.count).max() ?? 0
        return [title]
            + settings.flatMap { setting in
                [
                    "  \(setting.name.shown().padded(to: nameWidth))  \(setting.value.shown())",
                    style.dim("      \(setting.origin.description.shown())"),
                ]
            }
    }
}
