import DriftCore

extension Configuration {
    /// The targets at known URLs, with their secrets read; those of clouds are found by login.
    func targets(reading secrets: SecretReader) throws(ConfigurationProblems) -> [Target] {
        var problems: [ConfigurationProblem] = []
        var found: [Target] = []
        for settings in targets {
            var headers: [SecretHeader] = []
            for header in settings.headers {
                do { headers.append(SecretHeader(name: header.name, value: try secrets(header.value))) } catch {
                    problems.append(error)
                }
            }
            for document in settings.documents {
                found.append(
                    Target(
                        key: document.key, url: document.url, access: .headers(headers), tls: settings.tls,
                        role: settings.watch.role, kind: settings.kind, dialect: settings.watch.dialect,
                        ignore: settings.watch.ignore, interval: settings.watch.interval ?? interval,
                        source: source(settings.place)))
            }
        }
        guard problems.isEmpty else { throw ConfigurationProblems(problems) }
        return found
    }

    /// Where something stands, for people: `/etc/driftmonitor/driftmonitor.yaml:12`.
    func source(_ place: SourcePlace?) -> String {
        "\(file ?? "-")\(place.map { ":\($0.line)" } ?? "")"
    }

    /// Every secret that cannot be read now.
    func unreadableSecrets(_ secrets: SecretReader) -> [ConfigurationProblem] {
        var values: [OpenOrSecret] = targets.flatMap { $0.headers.map(\.value) }
        for channel in channels {
            guard case .webhook(let webhook) = channel.kind else { continue }
            values += [webhook.url] + webhook.secrets.map { .secret($0) } + webhook.headers.map(\.value)
        }
        return values.compactMap { value -> ConfigurationProblem? in
            do throws(ConfigurationProblem) {
                _ = try secrets(value)
                return nil
            } catch {
                return error
            }
        }
    }
}
