import DriftCore

extension Monitor {
    /// What the files say of the wished clouds, before any is asked.
    struct CloudPlans: Sendable {
        var plans: [CloudPlan] = []
        /// The clouds.yaml, secure.yaml and clouds-public.yaml that were read.
        var files: [String] = []
        /// What is odd about the files without being an error.
        var warnings: [String] = []
    }

    /// Reads the files. The regions that they, the store and plain targets name are left out of fingerprints from here on, whichever
    /// cloud answers first.
    func plan(_ wishes: [CloudWish], beside plain: [Target]) async throws -> CloudPlans {
        clouds.name(plain.compactMap(\.key.region?.name))
        try await nameKnownRegions()
        var plans = CloudPlans(warnings: configuration.openSecretWarnings(host))
        guard !wishes.isEmpty else { return plans }
        let files = try cloudsFiles()
        plans.files = files.paths
        plans.warnings += files.warnings.map(\.description)
        plans.plans = wishes.map { CloudPlan($0, in: files) }
        for plan in plans.plans {
            if let error = plan.wrongOperand { throw Trouble("\(error)", after: files.warnings) }
            clouds.name(plan.regionNames)
        }
        return plans
    }

    /// The names of regions that documents may hold: those of the configuration and those that were watched before. A check of one
    /// region and a check of all give the same change the same fingerprint, and so does `accept`.
    func nameKnownRegions() async throws(StoreError) {
        clouds.name(Array(configuration.regionNames.union(try await store.regions())))
    }

    /// Asks all of them side by side, until the last has answered.
    func discover(_ wishes: [CloudWish], at plain: [Target]) async throws -> (found: Discovery, warnings: [String]) {
        let plans = try await plan(wishes, beside: plain)
        let gathering = Gathering(Discovery(plain: plain, wishes: wishes))
        await discoverer.ask(plans.plans) { finding in
            clouds.take(finding)
            _ = await gathering.take(finding)
        }
        let found = await gathering.discovery
        return (found, (plans.warnings + found.warnings).eachOnce)
    }

    func cloudsFiles() throws(Trouble) -> CloudsFiles {
        do throws(CloudError) {
            return try readCloudsFiles()
        } catch {
            throw Trouble("\(error)")
        }
    }

    func readCloudsFiles() throws(CloudError) -> CloudsFiles {
        try CloudsFiles(
            CloudsFilePlaces(
                explicit: configuration.cloudsFile, workingDirectory: host.currentDirectory,
                environment: host.variables), reading: .system)
    }

    /// Forgets that the logins of these clouds were refused.
    func resetLogins(_ wishes: [CloudWish]) async throws {
        let files = try cloudsFiles()
        for wish in wishes {
            // A cloud that cannot be served has no login to reset; discovery says why.
            guard let cloud = try? CloudPlan(wish, in: files).cloud.get() else { continue }
            for credential in Set(cloud.entries.compactMap(\.credential)) { try await store.resetLogin(credential) }
        }
    }
}

/// A discovery that grows while several clouds answer.
actor Gathering {
    private(set) var discovery: Discovery

    init(_ discovery: Discovery) {
        self.discovery = discovery
    }

    /// - Returns: targets that were not known before.
    func take(_ finding: CloudFinding) -> [Target] {
        let before = Set(discovery.targets.map(\.key))
        guard discovery.take(finding) else { return [] }
        return discovery.targets.filter { !before.contains($0.key) }
    }
}

extension Trouble {
    /// What is wrong because of what was said of files before.
    init(_ description: String, after warnings: [SettingsProblem]) {
        self.init(([description] + warnings.map { "  \($0)" }).joined(separator: "\n"))
    }
}

extension [String] {
    /// In their order.
    var eachOnce: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
