import Testing

@testable import DriftCore

/// What openstacksdk 4.22.0 makes of sets of files and variables.
@Suite struct CloudsFileMeasuredTests {
    private static var cases: [FixtureCase] {
        get throws { try Fixture("clouds-yaml-openstacksdk-4.22.0.json").cases("cases") }
    }

    @Test(arguments: try cases)
    func `files and variables mean what they mean to openstacksdk`(_ test: FixtureCase) throws {
        guard let reason = test.value["refused"]?.string else { return try expectAgreement(on: test) }
        // What openstacksdk takes, but cannot have been meant.
        let outcome = CloudsWorld(test.value).outcome
        #expect(outcome.refusals.contains { $0.contains(reason) }, "\(outcome.refusals)")
    }

    @Test func `the cases are there`() throws {
        #expect(try Self.cases.count == 236)
    }
}

private func expectAgreement(on test: FixtureCase) throws {
    let world = CloudsWorld(test.value)
    let expected = try #require(test.value["expect"])
    let outcome = world.outcome
    guard let clouds = expected["clouds"]?.array else {
        // openstacksdk gives up on all clouds where one is wrong; we refuse that one, or say what is ignored.
        let isTold = outcome.failed || !outcome.refusals.isEmpty || !outcome.warnings.isEmpty
        #expect(isTold, "openstacksdk says: \(expected["error"]?.string ?? "an error")")
        return
    }
    #expect(!outcome.failed, "\(outcome.refusals)")
    #expect(outcome.names == clouds.map { "\($0["cloud"]?.name ?? "")/\($0["region"]?.name ?? "")" })
    for (mine, theirs) in zip(outcome.configs, clouds) {
        let config = theirs["config"]?.object ?? [:]
        for key in Set(config.keys.map(\.text)).union(CloudsWorld.keys) {
            #expect(CloudsWorld.json(mine[key]) == config[JSONString(key)], "config \(key)")
        }
        let effective = theirs["effective"]?.object ?? [:]
        let choices = CloudsWorld.effective(mine, world.files?.places)
        for key in effective.keys {
            #expect(choices[key] == effective[key], "effective \(key)")
        }
        let region = theirs["region"]?.name ?? ""
        guard let entry = outcome.entries["\(theirs["cloud"]?.name ?? "")/\(region)"] else { continue }
        expect(entry, has: theirs["effective"])
    }
    if let name = expected["defaultCloud"]?.name {
        #expect(world.files?.defaultCloud == name || name == "defaults" && clouds.isEmpty)
    } else {
        #expect(world.files?.defaultCloud == nil)
    }
    // Without any cloud openstacksdk makes one of its defaults, which then cannot be loaded.
    if expected["warnings"]?.array?.isEmpty == false, world.files?.names.isEmpty == false {
        #expect(!outcome.warnings.isEmpty || !outcome.refusals.isEmpty)
    }
}

/// What is done in the end is what openstacksdk's services would be told.
private func expect(_ entry: CloudEntry, has effective: JSONValue?) {
    let verify: JSONValue = entry.tls.verifies ? entry.tls.authorityFile.map { JSONValue($0) } ?? true : false
    // Nothing written makes openstacksdk check no certificate at all; it is checked here.
    let asked = effective?["verify"] == .null ? true : effective?["verify"]
    let relative = asked?.string.map { $0.hasPrefix("/") ? $0 : "/cwd/" + $0 }
    #expect(verify == relative.map { JSONValue($0) } ?? asked)
    let files = [entry.tls.certificateFile, entry.tls.keyFile].compactMap { $0 }
    switch effective?["clientCert"] {
    case .array(let pair): #expect(files.map { JSONValue($0) } == pair)
    case .string(let file): #expect(files == [file.text])
    default: #expect(files.isEmpty)
    }
    #expect(entry.image.query.region ?? "" == effective?["imageRegion"]?.string ?? "")
    #expect(entry.image.query.type == effective?["imageServiceType"]?.string)
    let interfaces = effective?["imageInterface"].map { $0.array ?? [$0] }
    #expect(entry.image.query.interfaces.map { JSONValue($0) } == interfaces?.filter { $0 != .null } ?? [])
    let override = effective?["imageEndpointOverride"]?.string
    #expect(entry.image.base == override.flatMap { try? ImageEndpoint.base(from: $0) } || override == nil)
}

extension JSONValue {
    /// As clients write it in messages.
    fileprivate var name: String? { string ?? number?.description }
}

/// The directories, files and variables of one case.
struct CloudsWorld {
    static let keys = [
        "auth_type", "auth", "interface", "region_name", "verify", "cacert", "cert", "key", "insecure",
        "image_endpoint_override", "image_interface", "image_region_name", "image_service_type", "image_service_name",
    ]

    let value: JSONValue
    let places: CloudsFilePlaces
    let reader: FileReader
    let files: CloudsFiles?
    var fileError: CloudError?

    init(_ value: JSONValue) {
        self.value = value
        let roots = ["cwd": "/cwd", "user": "/home/u/.config/openstack", "site": "/etc/openstack", "other": "/other"]
        var texts: [String: String] = [:]
        for (name, text) in value["files"]?.texts ?? [:] {
            let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
            texts["\(roots[parts[0]] ?? "/")/\(parts[1])"] = text
        }
        var environment = ["HOME": "/home/u"]
        for (name, text) in value["env"]?.texts ?? [:] {
            environment[name] = text.replacing("$OTHER", with: "/other")
        }
        places = CloudsFilePlaces(workingDirectory: "/cwd", environment: environment)
        let found = texts
        reader = FileReader { path throws(FileReader.Failure) in
            guard let text = found[path] else { throw .missing }
            return FileReader.File(bytes: Array(text.utf8), modified: Timestamp(milliseconds: 0))
        }
        do throws(CloudError) {
            files = try CloudsFiles(places, reading: reader)
        } catch {
            files = nil
            fileError = error
        }
    }

    struct Outcome {
        var failed = false
        var names: [String] = []
        var configs: [SettingMap] = []
        var warnings: [String] = []
        var refusals: [String] = []
        /// By cloud and region.
        var entries: [String: CloudEntry] = [:]
    }

    /// What openstacksdk's `get_all` gives, or `get_one` when the case selects a cloud.
    var outcome: Outcome {
        var outcome = Outcome()
        guard let files else {
            outcome.failed = true
            outcome.refusals = [fileError?.description ?? ""]
            return outcome
        }
        outcome.warnings = files.warnings.map(\.description)
        let selected = value["select"]?["cloud"]?.string
        if value["select"] != nil {
            resolve(
                selected ?? files.defaultCloud ?? "", value["select"]?["region_name"]?.string, into: &outcome, files)
        } else {
            for name in files.names { resolve(name, nil, into: &outcome, files) }
        }
        return outcome
    }

    private func resolve(_ cloud: String, _ region: String?, into outcome: inout Outcome, _ files: CloudsFiles) {
        let isSelected = value["select"] != nil
        do {
            let choice = region.map { RegionChoice.only([$0]) } ?? .asConfigured
            let built = try files.cloud(cloud, regions: choice)
            outcome.warnings += built.warnings.map(\.description)
            outcome.refusals += built.refused.map(\.reason.description)
            for entry in built.entries { outcome.entries["\(cloud)/\(entry.region?.name ?? "")"] = entry }
            var resolver = CloudResolver(files, cloud: cloud)
            let known = try resolver.regions()
            let unnamed = CloudResolver.RegionSettings(name: region ?? "", origin: .standard)
            var wanted = known.isEmpty ? [unnamed] : known
            if let region { wanted = wanted.filter { $0.name == region } } else if isSelected { wanted = [wanted[0]] }
            for region in wanted {
                var resolver = CloudResolver(files, cloud: cloud)
                let config = try resolver.settings(in: region)
                outcome.warnings += resolver.warnings.map(\.description)
                outcome.names.append("\(cloud)/\(config["region_name"]?.value.string ?? "")")
                outcome.configs.append(config)
            }
        } catch {
            // `get_all` passes over what it cannot load; one cloud alone is an error.
            if isSelected { outcome.failed = true }
            outcome.refusals.append("\(error)")
        }
    }

    static func json(_ setting: Setting?) -> JSONValue? {
        switch setting?.value {
        case nil, .null: nil
        case .bool(let value): .bool(value)
        case .number(let text), .text(let text), .date(let text): JSONValue(text)
        case .list(let list): .array(list.map { json($0) ?? .null })
        case .mapping(let map):
            .object(JSONObject(map.entries.map { (JSONString($0.key), json($0.setting) ?? .null) }))
        }
    }

    /// What openstacksdk's `CloudRegion` tells its services.
    static func effective(_ config: SettingMap, _ places: CloudsFilePlaces?) -> JSONObject {
        func value(_ key: String) -> JSONValue? { json(config[key]) }
        func expanded(_ path: String) -> JSONValue {
            JSONValue(path.hasPrefix("~") ? places?.expanded(path) ?? path : path)
        }
        var verify = config["verify"] == nil ? .bool(true) : value("verify") ?? .null
        if config["insecure"]?.value.isTrue == true { verify = false }
        if verify != false, let authority = value("cacert")?.string, !authority.isEmpty {
            verify = expanded(authority)
        }
        var certificate = value("cert")?.string.map(expanded)
        if let cert = certificate, let key = value("key")?.string { certificate = .array([cert, expanded(key)]) }
        var endpoint =
            [value("image_endpoint_override"), value("image_endpoint")].first { $0 != nil && $0 != "" } ?? nil
        if endpoint == nil, value("auth_type") == "none" { endpoint = value("auth")?["endpoint"] }
        return [
            "verify": verify, "clientCert": certificate ?? .null, "imageEndpointOverride": endpoint ?? .null,
            "imageInterface": value("image_interface") ?? value("interface") ?? .null,
            "imageRegion": value("image_region_name") ?? value("region_name") ?? .null,
            "imageServiceType": value("image_service_type") ?? "image",
        ]
    }
}
