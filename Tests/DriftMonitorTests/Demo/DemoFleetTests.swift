import DriftCore
import Testing

@testable import DriftMonitor

@Suite(.timeLimit(.minutes(10))) struct DemoFleetTests {
    private func with(_ body: (DemoFleet, HTTPClientTransport) async throws -> Void) async throws {
        let fleet = try await DemoFleet.start()
        let transport = HTTPClientTransport()
        do { try await body(fleet, transport) } catch {
            await transport.shutDown()
            await fleet.stop()
            throw error
        }
        await transport.shutDown()
        await fleet.stop()
    }

    private func document(
        _ region: String, _ schema: String, _ fleet: DemoFleet, _ transport: HTTPClientTransport
    ) async throws -> (text: [UInt8], value: JSONValue) {
        let url = fleet.urlTemplate.replacing("{region}", with: region).replacing("{schema}", with: schema)
        let response = try await transport.send(HTTPRequest(url: url))
        #expect(response.status == 200)
        return (response.body, try JSONValue(parsing: response.body))
    }

    @Test func `the regions publish the same documents, each written in its own way`() async throws {
        try await with { fleet, transport in
            for schema in DemoFleet.schemas {
                var texts: Set<[UInt8]> = []
                var values: Set<JSONValue> = []
                for region in DemoFleet.regions {
                    let document = try await document(region, schema, fleet, transport)
                    texts.insert(document.text)
                    values.insert(document.value)
                }
                #expect(texts.count == 3)
                #expect(values.count == 1)
            }
        }
    }

    @Test func `an upgrade changes one region, by two visibilities`() async throws {
        try await with { fleet, transport in
            let before = try await document("south-1", "image", fleet, transport).value
            fleet.upgrade("south-1")
            let after = try await document("south-1", "image", fleet, transport).value
            #expect(before["properties"]?["visibility"]?["enum"] == ["public", "private"])
            #expect(after["properties"]?["visibility"]?["enum"] == ["community", "public", "private", "shared"])
            let other = try await document("west-1", "image", fleet, transport).value
            #expect(other == before)
            let images = try await document("south-1", "images", fleet, transport).value
            let pointer = try Pointer("/properties/images/items/properties/visibility/enum")
            #expect(images[pointer] == ["community", "public", "private", "shared"])
        }
    }

    @Test func `the receiver takes what is signed and nothing else`() async throws {
        try await with { fleet, transport in
            let key = try SigningKey(fleet.webhookSecret)
            let body = Array("{}".utf8)
            func post(_ signature: String) async throws -> Int {
                let headers = HTTPHeaders([
                    ("webhook-id", "m1"), ("webhook-timestamp", "1700000000"), ("webhook-signature", signature),
                ])
                return try await transport.send(
                    HTTPRequest(method: .post, url: fleet.webhookURL, headers: headers, body: body)
                ).status
            }
            #expect(try await post(key.signature(id: "m1", timestamp: 1_700_000_000, body: body)) == 204)
            #expect(try await post(key.signature(id: "m2", timestamp: 1_700_000_000, body: body)) == 401)
            #expect(try await post("") == 401)
            #expect(fleet.received.map(\.isSigned) == [true, false, false])
            #expect(fleet.received.map(\.id) == ["m1", "m1", "m1"])
        }
    }
}
