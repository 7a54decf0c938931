import Testing

@testable import DriftCore

@Suite struct KeystoneVectorTests {
    @Test(arguments: try Fixture("keystone-token-requests.json").cases("requests"))
    func `a token is asked for as keystoneauth does`(_ test: FixtureCase) throws {
        let cloud = try Self.cloud(test.value["config"])
        let expected = try #require(test.value["request"])
        guard let entry = cloud.entries.first else {
            // A type that a daemon cannot use is refused by its name instead.
            let type = try #require(test.value["config"]?["auth_type"]?.string)
            #expect(cloud.refused.first?.reason.description.contains(type) == true)
            #expect(type == "v3totp")
            return
        }
        guard case .keystone(let login) = entry.login else {
            Issue.record("no Keystone login")
            return
        }
        let request = TokenRequest(login: login).request(limits: HTTPLimits(), tls: TLSSettings())
        #expect(request.url == "https://k.example" + (expected["path"]?.string ?? ""))
        #expect(request.method == .post)
        #expect(try JSONValue(parsing: request.body) == expected["body"])
        for (name, value) in expected["headers"]?.texts ?? [:] { #expect(request.headers[name] == value) }
        #expect(request.headers.fields.count == expected["headers"]?.object?.count)
    }

    /// The case's settings as a clouds.json.
    private static func cloud(_ config: JSONValue?) throws -> Cloud {
        var config = config?.object ?? [:]
        var auth = config["auth"]?.object ?? [:]
        auth["auth_url"] = "https://k.example/v3"
        config["auth"] = .object(auth)
        let text = JSONValue.object(["clouds": ["a": .object(config)]]).canonicalText
        let reader = FileReader { path throws(FileReader.Failure) in
            guard path == "/cwd/clouds.json" else { throw .missing }
            return FileReader.File(bytes: text, modified: Timestamp(milliseconds: 0))
        }
        let places = CloudsFilePlaces(workingDirectory: "/cwd", environment: [:])
        return try CloudsFiles(places, reading: reader).cloud("a")
    }

    @Test(arguments: try Fixture("keystone-catalog-choices.json").cases("choices"))
    func `an endpoint is chosen as keystoneauth does`(_ test: FixtureCase) throws {
        let catalogs = try Fixture("keystone-catalog-choices.json").json["catalogs"]
        let name = try #require(test.value["catalog"]?.string)
        let catalog = ServiceCatalog(catalogs?[JSONString(name)])
        let ask = try #require(test.value["ask"])
        var query = ServiceCatalogQuery()
        query.type = ask["service_type"]?.string ?? "image"
        query.name = ask["service_name"]?.string
        query.region = ask["region_name"]?.string
        query.interfaces = ask["interface"]?.array?.compactMap(\.string) ?? [ask["interface"]?.string].compactMap { $0 }
        #expect(catalog.endpoint(query)?.url == test.value["answer"]?["url"]?.string)
    }
}
