import Testing

@testable import DriftCore
@testable import DriftMonitor

/// A provider mistypes one region of its catalog: that region is refused by name, and the others are watched.
@Suite(.timeLimit(.minutes(5))) struct BadCatalogTests {
    /// An entry that takes its regions from the catalog.
    private static func entry(_ cloud: CloudServer, more: String = "") -> String {
        """
          c:
            auth: {auth_url: '\(cloud.url)/iam/r1/v3', username: monitor, password: right, user_domain_name: acc,
                   project_domain_name: acc, project_name: r1}
        \(more)
        """
    }

    private static func catalog(_ cloud: CloudServer, bad: String) -> CloudServer.Answer {
        func endpoint(_ region: String) -> String {
            #"{"interface":"public","region_id":"\#(region)","url":"\#(cloud.url)/ims/\#(region)"}"#
        }
        let endpoints = [endpoint("r1"), bad, endpoint("r2")].joined(separator: ",")
        let body =
            #"{"token":{"issued_at":"2030-01-01T00:00:00Z","expires_at":"2030-01-02T00:00:00Z","#
            + #""catalog":[{"type":"image","name":"ims","endpoints":[\#(endpoints)]}]}}"#
        return CloudServer.Answer("/auth/tokens", 201, body, headers: "X-Subject-Token: T\r\n")
    }

    @Test(arguments: [
        (#"{"interface":"public","region_id":"r9","url":"ims.r9.example"}"#, "cloud c region r9: ", "has no scheme"),
        (#"{"interface":"public","region_id":"r9","url":null}"#, "cloud c region r9: ", "without a URL"),
        (#"{"interface":"public","region_id":"r9","url":17}"#, "cloud c region r9: ", "has 17 in place of the URL"),
        (#"{"interface":"public","region_id":"r9","url":"//ims.r9"}"#, "cloud c region r9: ", "has no scheme"),
        (
            #"{"interface":"public","region_id":"R/9","url":"https://a.example"}"#, "cloud c region R/9: ",
            "cannot be a region's name"
        ),
        (
            #"{"interface":"public","region_id":"R\u001b[31m9","url":"https://a.example"}"#,
            #"cloud c region R\u{1B}[31m9: "#, "cannot be a region's name"
        ),
    ])
    func `check exits 2 with the bad region named, and checks the others`(bad: String, place: String, reason: String)
        async throws
    {
        try await CloudServer.with {
            $0.regions = ["r1", "r2"]
            $0.acceptsAll = true
        } _: { cloud in
            cloud.set { $0.answers = [Self.catalog(cloud, bad: bad)] }
            let tool = try Tool()
            try tool.writeClouds("clouds:\n" + Self.entry(cloud))
            let run = try await tool.run(
                "check", "--cloud", "c", "--all-regions", "--schema", "images", "--store", tool.path("s.db"))
            #expect(run.status == 2)
            #expect(run.output.contains("c/r1/images  initial"))
            #expect(run.output.contains("c/r2/images  initial"))
            let told = run.output.split(separator: "\n").filter { $0.hasPrefix("trouble: ") }
            #expect(told.count == 1)
            #expect(told.first?.contains(place) == true, "\(run.output)")
            #expect(told.first?.contains(reason) == true)
        }
    }
}
