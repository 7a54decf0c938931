/// Everything the operator's files and variables say about clouds, merged but not yet resolved.
///
/// The first clouds.yaml that exists and parses is the only one read; secure.yaml is merged over it. What was skipped
/// or looks wrong without being an error is in `warnings`.
package struct CloudsFiles: Sendable {
    /// The clouds.yaml, secure.yaml and clouds-public.yaml that were read.
    package private(set) var paths: [String] = []
    package private(set) var warnings: [SettingsProblem] = []
    /// The cloud that is meant when none is named: `OS_CLOUD`, else the one of the variables, else the only one.
    package private(set) var defaultCloud: String?
    /// Changes whenever one of the files read changes.
    package private(set) var revision = ""

    let places: CloudsFilePlaces
    let reader: FileReader
    private(set) var clouds = SettingMap()
    private(set) var profiles = SettingMap()
    /// The name of the cloud made of variables.
    let variablesCloud: String

    package var names: [String] { clouds.keys }

    package init(_ places: CloudsFilePlaces, reading reader: FileReader) throws(CloudError) {
        self.places = places
        self.reader = reader
        variablesCloud = places.environment["OS_CLOUD_NAME"] ?? "envvars"
        do throws(SettingsProblem) {
            try readFiles()
            try addVariables()
        } catch {
            throw .files(error)
        }
    }

    // MARK: Files

    private mutating func readFiles() throws(SettingsProblem) {
        var root = SettingMap()
        if let path = places.explicit.map({ places.expanded($0) }) {
            root = try clouds(in: try readExplicit(path), of: path)
        } else if let (path, setting) = readFirst("clouds", variable: "OS_CLIENT_CONFIG_FILE") {
            root = try clouds(in: setting, of: path)
        }
        if let (path, setting) = readFirst("secure", variable: "OS_CLIENT_SECURE_FILE") {
            try merge(try clouds(in: setting, of: path), into: &root, path: "clouds")
        }
        clouds = root
        if let (path, setting) = readFirst("clouds-public", variable: nil), let setting {
            if case .mapping(let map) = setting.value, case .mapping(let own)? = map["public-clouds"]?.value {
                profiles = own
            } else {
                warnings.append(
                    SettingsProblem("has no mapping 'public-clouds'", at: path, wayOut: "it is ignored"))
            }
        }
    }

    private mutating func readExplicit(_ path: String) throws(SettingsProblem) -> Setting? {
        let file: FileReader.File
        do throws(FileReader.Failure) {
            file = try reader.read(path)
        } catch {
            throw SettingsProblem(
                "cannot be read: \(error.clause)", at: path, wayOut: "correct clouds_file in the configuration")
        }
        note(file, at: path)
        var content = SettingsReader(path: path)
        defer { warnings += content.warnings }
        return try content.read(file.bytes)
    }

    /// The first candidate that exists, may be read and parses.
    private mutating func readFirst(_ stem: String, variable: String?) -> (path: String, setting: Setting?)? {
        let named = variable.flatMap { places.environment[$0] }
        for (index, path) in places.candidates(stem, variable: variable).enumerated() {
            do throws(FileReader.Failure) {
                let file = try reader.read(path)
                do throws(SettingsProblem) {
                    var content = SettingsReader(path: path)
                    let setting = try content.read(file.bytes)
                    warnings += content.warnings
                    note(file, at: path)
                    return (path, setting)
                } catch {
                    warnings.append(error.skipped)
                }
            } catch .missing {
                guard index == 0, let named, !named.isEmpty, let variable else { continue }
                warnings.append(
                    SettingsProblem(
                        "names \(path), which does not exist", at: "$\(variable)",
                        wayOut: "the search goes on as if it were not set; correct it or unset it"))
            } catch {
                warnings.append(
                    SettingsProblem(
                        "cannot be read: \(error.clause)", at: path,
                        wayOut: "it is skipped; make it readable for this user or remove it"))
            }
        }
        return nil
    }

    private mutating func note(_ file: FileReader.File, at path: String) {
        paths.append(path)
        revision += "\(path)@\(file.modified.milliseconds)+\(file.bytes.count);"
        permissions[path] = file.permissions
    }

    /// Who may read the files, for the warning about passwords that everyone can read.
    private(set) var permissions: [String: UInt16] = [:]

    private mutating func clouds(in setting: Setting?, of path: String) throws(SettingsProblem) -> SettingMap {
        guard let setting, setting.value != .null else {
            warnings.append(SettingsProblem("is empty", at: path, wayOut: "write 'clouds:' and entries below it"))
            return SettingMap()
        }
        guard case .mapping(let root) = setting.value else {
            throw SettingsProblem(
                "must be a mapping with the key 'clouds', but is \(setting.value.kind)", at: setting.origin,
                wayOut: "write 'clouds:' and below it one entry for each cloud")
        }
        guard let clouds = root["clouds"] else {
            warnings.append(
                SettingsProblem("has no key 'clouds'", at: path, wayOut: "write 'clouds:' and entries below it"))
            return SettingMap()
        }
        switch clouds.value {
        case .mapping(let map): return map
        default:
            throw SettingsProblem(
                "must be a mapping from names to clouds, but is \(clouds.value.kind)", key: "clouds", at: clouds.origin,
                wayOut: "write 'NAME:' and the settings of that cloud below it")
        }
    }

    private func merge(
        _ secure: SettingMap, into open: inout SettingMap, path: String
    ) throws(SettingsProblem) {
        for entry in secure.entries {
            guard case .mapping(let theirs) = entry.setting.value, let mine = open[entry.key] else {
                open[entry.key] = entry.setting
                continue
            }
            guard case .mapping(var ours) = mine.value else {
                throw SettingsProblem(
                    "is \(mine.value.kind) here and a mapping in \(entry.setting.origin)", key: "\(path).\(entry.key)",
                    at: mine.origin, wayOut: "write a mapping in both files")
            }
            try merge(theirs, into: &ours, path: "\(path).\(entry.key)")
            open[entry.key] = Setting(value: .mapping(ours), origin: mine.origin)
        }
    }

    // MARK: Variables

    /// Any `OS_*` variable beyond the selectors makes a cloud, which then is the default one.
    private mutating func addVariables() throws(SettingsProblem) {
        if let file = clouds[variablesCloud] {
            throw SettingsProblem(
                "the name \(variablesCloud) is that of the cloud made of OS_* variables",
                key: "clouds.\(variablesCloud)", at: file.origin, wayOut: "rename this cloud, or set OS_CLOUD_NAME")
        }
        defaultCloud = places.environment["OS_CLOUD"].flatMap { $0.isEmpty ? nil : $0 }
        let names = places.environment.keys.sorted().filter { name in
            name.hasPrefix("OS_") && !["OS_TEST", "OS_STD", "OS_LOG"].contains(where: name.hasPrefix)
        }
        if !Set(names).subtracting(Self.selectors).isEmpty {
            var cloud = CloudResolver.defaults
            for name in names {
                cloud[name.dropFirst(3).lowercased()] = Setting(
                    value: .text(places.environment[name] ?? ""), origin: .variable(name))
            }
            clouds[variablesCloud] = Setting(
                value: .mapping(cloud), origin: .variable(names.first { !Self.selectors.contains($0) } ?? "OS_*"))
            defaultCloud = defaultCloud ?? variablesCloud
        }
        if defaultCloud == nil, clouds.entries.count == 1 { defaultCloud = clouds.keys.first }
    }

    private static let selectors: Set<String> = [
        "OS_CLOUD", "OS_REGION_NAME", "OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE", "OS_CLOUD_NAME",
    ]
}

extension SettingsProblem {
    /// A file that does not parse does not stop the search; the reader must know that it was passed over.
    var skipped: SettingsProblem {
        var problem = self
        problem.wayOut += " (this file is skipped)"
        return problem
    }
}
