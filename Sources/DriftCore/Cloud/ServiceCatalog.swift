/// The services of a cloud as Keystone lists them with a token.
package struct ServiceCatalog: Hashable, Sendable {
    struct Service: Hashable, Sendable {
        var type: String
        var name: String?
        var endpoints: [Endpoint]
    }

    struct Endpoint: Hashable, Sendable {
        var interface: String
        var region: String?
        var url: String
    }

    private(set) var services: [Service]

    var isEmpty: Bool { services.isEmpty }
    var urls: [String] { services.flatMap(\.endpoints).map(\.url) }

    /// From `token.catalog`; what does not have the form of a service or an endpoint is passed over.
    init(_ value: JSONValue?) {
        services = (value?.array ?? []).compactMap { service in
            guard let type = service["type"]?.string else { return nil }
            let endpoints = (service["endpoints"]?.array ?? []).compactMap { endpoint -> Endpoint? in
                guard let url = endpoint["url"]?.string, !url.isEmpty,
                    let interface = endpoint["interface"]?.string
                else { return nil }
                let region = [endpoint["region_id"], endpoint["region"]].compactMap { $0?.string }.first { !$0.isEmpty }
                return Endpoint(interface: interface, region: region, url: url)
            }
            return Service(type: type, name: service["name"]?.string, endpoints: endpoints)
        }
    }

    /// The endpoint that keystoneauth would choose.
    func endpoint(_ query: ServiceCatalogQuery) -> Endpoint? {
        let candidates = endpoints(query).filter { query.region == nil || $0.region == query.region }
        guard !query.interfaces.isEmpty else { return candidates.first }
        for interface in query.interfaces {
            if let match = candidates.first(where: { $0.interface == ServiceCatalogQuery.plain(interface) }) {
                return match
            }
        }
        return nil
    }

    /// Where keystoneauth finds nothing, the endpoint that Huawei-made catalogs list for all regions at once.
    func globalEndpoint(_ query: ServiceCatalogQuery) -> Endpoint? {
        var query = query
        query.region = "*"
        return endpoint(query)
    }

    /// The regions that have an endpoint of the asked-for kind, in the catalog's order, each once.
    func regions(_ query: ServiceCatalogQuery) -> [String?] {
        var query = query
        var regions: [String?] = []
        query.region = nil
        for endpoint in endpoints(query) where !regions.contains(endpoint.region) { regions.append(endpoint.region) }
        let named = regions.filter { $0 != "*" }
        return named.isEmpty ? regions : named
    }

    private func endpoints(_ query: ServiceCatalogQuery) -> [Endpoint] {
        let interfaces = query.interfaces.map(ServiceCatalogQuery.plain)
        let fitting = services.filter { service in
            service.type == query.type && (query.name == nil || service.name == nil || service.name == query.name)
        }
        return fitting.flatMap(\.endpoints).filter { interfaces.isEmpty || interfaces.contains($0.interface) }
    }
}

/// What is asked of a catalog.
package struct ServiceCatalogQuery: Hashable, Sendable {
    package var type = "image"
    package var name: String?
    /// In order of preference; none means any.
    package var interfaces = ["public"]
    /// Nil means any.
    package var region: String?

    /// `publicURL` is an old spelling of `public`.
    static func plain(_ interface: String) -> String {
        interface.hasSuffix("URL") ? String(interface.dropLast(3)) : interface
    }
}
