extension CloudSession {
    /// The image endpoints of the wanted regions; what could not be found does not hide the rest.
    package struct Discovery: Sendable {
        package private(set) var endpoints: [ImageEndpoint] = []
        /// Without a region where it concerns all of them.
        package private(set) var refused: [RefusedCloud] = []
        /// The regions of the whole catalog, those that cannot be used included; nil where it was not asked for, or a part of it is
        /// not known.
        package private(set) var catalog: Set<Region?>?
        /// Whether every login has been tried.
        package private(set) var isWhole = true
    }

    /// Logins tried at once for one cloud.
    private static let loginsAtOnce = 8

    /// Asks each login for its catalog, those of different credentials side by side: a silent one keeps none but its own regions waiting.
    ///
    /// - Parameter found: Hears what is known by now, each time something was found while more is awaited.
    package func discover(_ found: @Sendable (Discovery) async -> Void = { _ in }) async -> Discovery {
        var looks: [CatalogLook?] = cloud.entries.map(CatalogLook.init(without:))
        var lanes = lanes(of: cloud.entries.indices.filter { looks[$0] == nil })[...]
        if !lanes.isEmpty, looks.contains(where: { $0 != nil }) { await found(Discovery(cloud, looks)) }
        await withTaskGroup(of: (index: Int, look: CatalogLook, rest: ArraySlice<Int>).self) { group in
            func start(_ lane: ArraySlice<Int>) {
                guard let index = lane.first else { return }
                let entry = cloud.entries[index]
                group.addTask { (index, await self.look(by: entry), lane.dropFirst()) }
            }
            for _ in 0..<Self.loginsAtOnce { start(lanes.popFirst() ?? []) }
            while let answer = await group.next() {
                looks[answer.index] = answer.look
                start(answer.rest.isEmpty ? lanes.popFirst() ?? [] : answer.rest)
                if looks.contains(where: { $0 == nil }) { await found(Discovery(cloud, looks)) }
            }
        }
        return Discovery(cloud, looks)
    }

    /// Entries of one credential go one after another, in the order of the files: a wrong password is sent once.
    private func lanes(of indices: [Int]) -> [ArraySlice<Int>] {
        var lanes: [ArraySlice<Int>] = []
        var known: [CredentialKey: Int] = [:]
        for index in indices {
            guard let credential = cloud.entries[index].credential else {
                lanes.append([index])
                continue
            }
            if let lane = known[credential] {
                lanes[lane].append(index)
            } else {
                known[credential] = lanes.count
                lanes.append([index])
            }
        }
        return lanes
    }

    private func look(by entry: CloudEntry) async -> CatalogLook {
        do throws(CloudError) {
            guard case .keystone(let login) = entry.login else { throw .noCatalog(cloud: cloud.name) }
            let look = CatalogLook(
                try await catalog(login, entry), for: entry, wantsAll: cloud.wantsWholeCatalog)
            learn(entry, opens: look.endpoints)
            return look
        } catch {
            return CatalogLook(failure: error)
        }
    }
}

/// What one entry's catalog, or its fixed endpoint, says of the regions that are wanted.
struct CatalogLook: Sendable {
    private(set) var endpoints: [ImageEndpoint] = []
    /// By the region's name, as the catalog writes it.
    private(set) var refused: [(region: String?, reason: CloudError)] = []
    /// Why there is no catalog to look at.
    private(set) var failure: CloudError?
    /// All that the catalog names.
    private(set) var regions: Set<Region?> = []

    init(failure: CloudError) {
        self.failure = failure
    }

    /// Nil where the catalog is needed.
    init?(without entry: CloudEntry) {
        guard let base = entry.image.base else { return nil }
        endpoints = [ImageEndpoint(region: entry.region, base: base)]
        regions = [entry.region]
    }

    init(_ catalog: ServiceCatalog, for entry: CloudEntry, wantsAll: Bool) {
        let chooser = EndpointChooser(catalog: catalog, cloud: entry.name.name, entry: entry)
        if let region = entry.region {
            add(region) { () throws(CloudError) in try chooser.endpoint(entry.image.query, for: region) }
        }
        guard wantsAll else { return }
        for name in catalog.regions(entry.image.query) {
            var query = entry.image.query
            query.region = name
            do throws(TargetError) {
                let region = try name.flatMap { name throws(TargetError) in name == "*" ? nil : try Region(name) }
                regions.insert(region)
                guard region == nil || region != entry.region else { continue }
                add(region) { () throws(CloudError) in
                    try name == nil ? chooser.endpointWithoutRegion(query) : chooser.endpoint(query, for: region)
                }
            } catch {
                let reason = CloudError.badCatalog(
                    cloud: entry.name.name, clause: "names a region that cannot be watched: \(error)")
                refused.append((name, reason))
            }
        }
        if endpoints.isEmpty, refused.isEmpty { refused.append((nil, chooser.notFound(entry.image.query))) }
    }

    private mutating func add(_ region: Region?, _ choose: () throws(CloudError) -> ImageEndpoint) {
        do throws(CloudError) {
            endpoints.append(try choose())
        } catch {
            refused.append((region?.name, error))
        }
    }
}

/// Chooses from a catalog as the usual client does, and says what is wrong with the choice.
struct EndpointChooser {
    let catalog: ServiceCatalog
    let cloud: String
    let entry: CloudEntry

    func endpoint(_ query: ServiceCatalogQuery, for region: Region?) throws(CloudError) -> ImageEndpoint {
        if let endpoint = catalog.endpoint(query) { return try checked(endpoint, region) }
        if let fault = catalog.malformedEndpoint(query) { throw .badCatalog(cloud: cloud, clause: fault.clause) }
        guard let global = catalog.globalEndpoint(query) else { throw notFound(query) }
        return try checked(global, region, note: "the catalog's endpoint for all regions")
    }

    func endpointWithoutRegion(_ query: ServiceCatalogQuery) throws(CloudError) -> ImageEndpoint {
        if let endpoint = catalog.endpointWithoutRegion(query) { return try checked(endpoint, nil) }
        guard let fault = catalog.malformedEndpoint(query) else { throw notFound(query) }
        throw .badCatalog(cloud: cloud, clause: fault.clause)
    }

    func notFound(_ query: ServiceCatalogQuery) -> CloudError {
        .endpointNotFound(
            cloud: cloud, region: query.region, service: query.type, interfaces: query.interfaces,
            known: catalog.regions(query).compactMap { $0 }, hint: catalog.hint(afterNothingFor: query))
    }

    private func checked(
        _ endpoint: ServiceCatalog.Endpoint, _ region: Region?, note: String? = nil
    ) throws(CloudError) -> ImageEndpoint {
        let base: String
        do throws(URLProblem) {
            base = try ImageEndpoint.base(from: endpoint.url)
        } catch {
            throw .badEndpoint(cloud: cloud, url: WebURL.shown(endpoint.url), reason: error.clause)
        }
        if let fault = entry.cleartextFault(base) { throw .badEndpoint(cloud: cloud, url: endpoint.url, reason: fault) }
        return ImageEndpoint(region: region, base: base, note: note)
    }
}

extension CloudSession.Discovery {
    /// What the entries' looks amount to; nil stands for one that is awaited.
    init(_ cloud: Cloud, _ looks: [CatalogLook?]) {
        refused = cloud.refused
        var found: Set<Region?> = []
        var told: Set<CredentialKey> = []
        for (entry, look) in zip(cloud.entries, looks) {
            guard let look else {
                isWhole = false
                continue
            }
            for endpoint in look.endpoints where found.insert(endpoint.region).inserted { endpoints.append(endpoint) }
            if let failure = look.failure {
                // A login that fails for one region fails for all that share the credential.
                if failure.concern == .credential, let credential = entry.credential {
                    if told.insert(credential).inserted { add(failure, nil, cloud) }
                } else {
                    add(failure, entry.region?.name, cloud)
                }
            }
            for (region, reason) in look.refused { add(reason, region, cloud) }
        }
        // Another entry's catalog may have what one lacks.
        refused.removeAll { refusal in
            refusal.reason.concern == .catalog && refusal.region != nil
                && found.contains { $0?.name == refusal.region }
        }
        guard cloud.wantsWholeCatalog, isWhole, cloud.refused.isEmpty else { return }
        let known = looks.compactMap { $0 }
        if known.allSatisfy({ $0.failure == nil }) {
            catalog = known.reduce(into: found) { $0.formUnion($1.regions) }
        }
    }

    private mutating func add(_ reason: CloudError, _ region: String?, _ cloud: Cloud) {
        let refusal = RefusedCloud(cloud: cloud.name, region: region, reason: reason)
        if !refused.contains(refusal) { refused.append(refusal) }
    }
}
