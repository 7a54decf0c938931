/// The services of a cloud as Keystone lists them with a token.
package struct ServiceCatalog: Hashable, Sendable {
    struct Service: Hashable, Sendable {
        var type: String
        var name: String?
        var endpoints: [Endpoint]
        var malformed: [MalformedEndpoint]
    }

    struct Endpoint: Hashable, Sendable {
        var interface: String
        var region: String?
        /// As the provider wrote it; whoever uses it checks it.
        var url: String
    }

    /// What stands in the place of an endpoint and is none. It serves nobody, but its region is not to vanish unnoticed.
    struct MalformedEndpoint: Hashable, Sendable {
        /// Nil where not even that can be read.
        var interface: String?
        var region: String?
        /// What follows "the catalog of cloud 'c'".
        var clause: String
    }

    private(set) var services: [Service]

    var isEmpty: Bool { services.isEmpty }
    var urls: [String] { services.flatMap(\.endpoints).map(\.url) }

    /// From `token.catalog`; what does not have the form of a service is passed over.
    init(_ value: JSONValue?) {
        services = (value?.array ?? []).compactMap { value in
            guard let type = value["type"]?.string else { return nil }
            var service = Service(type: type, name: value["name"]?.string, endpoints: [], malformed: [])
            guard let list = value["endpoints"]?.array else {
                if let other = value["endpoints"] {
                    let clause = "has \(other.shown()) in place of a list of endpoints"
                    service.malformed = [MalformedEndpoint(clause: clause)]
                }
                return service
            }
            for value in list { service.add(value) }
            return service
        }
    }

    /// The endpoint that keystoneauth would choose.
    func endpoint(_ query: ServiceCatalogQuery) -> Endpoint? {
        choose(from: endpoints(query).filter { query.region == nil || $0.region == query.region }, query)
    }

    /// Of those that belong to no region.
    func endpointWithoutRegion(_ query: ServiceCatalogQuery) -> Endpoint? {
        choose(from: endpoints(query).filter { $0.region == nil }, query)
    }

    private func choose(from candidates: [Endpoint], _ query: ServiceCatalogQuery) -> Endpoint? {
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

    /// What stands where the asked-for endpoint should; without a region, what belongs to none.
    func malformedEndpoint(_ query: ServiceCatalogQuery) -> MalformedEndpoint? {
        malformedEndpoints(query).first { $0.region == query.region }
    }

    /// The regions that have an endpoint of the asked-for kind, usable or not, in the catalog's order, each once.
    func regions(_ query: ServiceCatalogQuery) -> [String?] {
        var seen: Set<String?> = []
        let regions = (endpoints(query).map(\.region) + malformedEndpoints(query).map(\.region)).filter {
            seen.insert($0).inserted
        }
        let named = regions.filter { $0 != "*" }
        return named.isEmpty ? regions : named
    }

    private func endpoints(_ query: ServiceCatalogQuery) -> [Endpoint] {
        let interfaces = query.interfaces.map(ServiceCatalogQuery.plain)
        return services(query).flatMap(\.endpoints).filter {
            interfaces.isEmpty || interfaces.contains($0.interface)
        }
    }

    private func malformedEndpoints(_ query: ServiceCatalogQuery) -> [MalformedEndpoint] {
        let interfaces = query.interfaces.map(ServiceCatalogQuery.plain)
        return services(query).flatMap(\.malformed).filter { endpoint in
            endpoint.interface.map { interfaces.isEmpty || interfaces.contains($0) } ?? true
        }
    }

    private func services(_ query: ServiceCatalogQuery) -> [Service] {
        services.filter {
            $0.type == query.type && (query.name == nil || $0.name == nil || $0.name == query.name)
        }
    }
}

extension ServiceCatalog.Service {
    fileprivate mutating func add(_ value: JSONValue) {
        var fault: String?
        func text(_ key: JSONString, _ what: String) -> String? {
            guard let value = value[key], value != .null else { return nil }
            if let text = value.string { return text.isEmpty ? nil : text }
            fault = fault ?? "has \(value.shown()) in place of \(what)"
            return value.shown()
        }
        guard value.object != nil else {
            malformed.append(
                ServiceCatalog.MalformedEndpoint(clause: "has \(value.shown()) in place of an image endpoint"))
            return
        }
        let region = text("region_id", "a region's name") ?? text("region", "a region's name")
        let interface = text("interface", "the interface of an image endpoint")
        let url = text("url", "the URL of an image endpoint")
        if fault == nil, let url, let interface {
            endpoints.append(ServiceCatalog.Endpoint(interface: interface, region: region, url: url))
            return
        }
        let missing = "has an image endpoint without \(interface == nil ? "an interface" : "a URL")"
        malformed.append(
            ServiceCatalog.MalformedEndpoint(interface: interface, region: region, clause: fault ?? missing))
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
