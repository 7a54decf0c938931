import DriftCore

extension Configuration {
    /// The targets at known URLs, with their secrets read; those of clouds are found by login.
    func targets(reading secrets: SecretReader) throws(ConfigurationProblems) -> [Target] {
        var problems: [ConfigurationProblem] = []
        var found: [Target] = []
        for settings in targets {
            var headers: [SecretHeader] = []
            for header in settings.headers {
                do throws(ConfigurationProblem) {
                    let value = try secrets(header.value, judge: KeptValue.problem(header:))
                    headers.append(SecretHeader(name: header.name, value: value))
                } catch {
                    problems.append(error)
                }
            }
            for document in settings.documents {
                found.append(
                    Target(
                        key: document.key, url: document.url, access: .headers(headers), tls: settings.tls,
                        role: settings.watch.role, kind: settings.kind, dialect: settings.watch.dialect,
                        ignore: settings.watch.ignore, interval: settings.watch.interval ?? interval,
                        mustExist: true, source: source(settings.place)))
            }
        }
        guard problems.isEmpty else { throw ConfigurationProblems(problems) }
        return found
    }

    /// Where something stands, for people: `/etc/driftmonitor/driftmonitor.yaml:12`.
    func source(_ place: SourcePlace?) -> String {
        "\(file ?? "-")\(place.map { ":\($0.line)" } ?? "")"
    }

    /// Where the targets at known URLs and their headers are written.
    var sources: [TargetSource] {
        targets.map { settings in
            let place = source(settings.place)
            let headers = settings.headers.map { header in
                let origin: SettingOrigin =
                    switch header.value {
                    case .open: .file(path: file ?? "-", line: settings.place?.line ?? 1)
                    case .secret(let source):
                        switch source.keeper {
                        case .variable(let name): .variable(name)
                        case .file(let path): .file(path: path, line: 1)
                        }
                    }
                return ShownSetting(name: "header \(header.name)", value: "<redacted>", origin: origin)
            }
            let login = headers.isEmpty ? "none" : "header " + settings.headers.map(\.name).joined(separator: ", ")
            return TargetSource(
                cloud: settings.name.name, login: login, place: place,
                settings: [
                    ShownSetting(
                        name: "url", value: settings.url,
                        origin: .file(path: file ?? "-", line: settings.place?.line ?? 1))
                ] + headers)
        }
    }

    /// Every secret that cannot be read now, or is not what stands for it in the configuration.
    func unusableSecrets(_ secrets: SecretReader) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        do throws(ConfigurationProblems) { _ = try targets(reading: secrets) } catch { problems += error.problems }
        do throws(ConfigurationProblems) { _ = try channels(reading: secrets) } catch { problems += error.problems }
        return problems
    }
}
