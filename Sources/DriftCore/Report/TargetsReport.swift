/// What would be watched.
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
    /// How each target logs in, in a word or two, by its key; never a secret.
    package var auth: @Sendable (Target) -> String
    /// What a probe found, by key; nil where nothing was probed.
    package var probes: [TargetKey: String]?

    package init(
        targets: [Target], refused: [Refusal], auth: @escaping @Sendable (Target) -> String,
        probes: [TargetKey: String]? = nil
    ) {
        self.targets = targets.sorted { $0.key < $1.key }
        self.refused = refused
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
            "targets": .array(rows),
            "refused": .array(refused.map { ["cloud": JSONValue($0.cloud), "reason": JSONValue($0.reason)] }),
        ]
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable(
            ["target", "url", "auth", "role", "interval", "source"] + (probes == nil ? [] : ["answers"]))
        for target in targets {
            table.add(
                [
                    target.key.description.shown(), target.url.shown(), auth(target), target.role.rawValue,
                    target.interval.inWords, target.source.shown(),
                ] + (probes == nil ? [] : [probes?[target.key]?.shown() ?? "-"]))
        }
        let lines = targets.isEmpty ? ["no targets"] : table.lines(style)
        return (lines + refused.map { "\(style.red("refused")) \($0.cloud.shown()): \($0.reason.shown(limit: 500))" })
            .joined(separator: "\n")
    }
}
