import Foundation
import NIOConcurrencyHelpers
import Testing

@testable import DriftCore

/// Secrets stand wherever they may stand, servers answer in every way they can, and everything that the program wrote is
/// looked through: output, logs at trace level, database, webhook messages, and what other servers were sent.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SecretTests {
    /// How the cloud behaves.
    enum Mode: String, CaseIterable, Sendable {
        case fine, refusedLogin, failingLogin, garbledLogin, redirectedLogin, refusedToken, forbidden, failing, xml
        case page, echoedSchema, redirected, brokenOff, changing
    }

    @Test(arguments: Mode.allCases) func `nothing that is written holds a secret`(_ mode: Mode) async throws {
        try await ScriptedServer.with { _ in
            ScriptedServer.ok(#"{"properties":{"elsewhere":{}}}"#)
        } _: { other in
            try await CloudServer.with {
                $0.regions = ["r1"]
                $0.hasProjects = false
                $0.acceptsAll = true
                $0.echoes = true
                $0.answers = Self.answers(mode, other: other.url)
            } _: { cloud in
                var world = try SecretWorld(cloud)
                try await world.runEverything()
                for token in cloud.tokens { world.secrets.add("a token that was given", token) }
                // They were in use: the cloud was sent them.
                let sent = cloud.requests.map { $0.head + $0.body }.joined()
                for place in ["clouds.yaml", "secure.yaml", "application credential", "header"] {
                    #expect(world.wasSent(place, in: sent), "\(place)")
                }
                let written = world.secrets.found(below: world.tool.home, except: world.kept)
                #expect(written.isEmpty, "\(Set(written).sorted())")
                for request in other.requests + world.messages(of: cloud) {
                    let found = world.secrets.found(in: Array((request.head + request.body).utf8))
                    #expect(found.allSatisfy { $0.hasPrefix("webhook") }, "\(request.line): \(found)")
                }
                #expect(mode.rawValue.hasPrefix("redirected") ? other.requests.isEmpty : true)
                #expect(!world.messages(of: cloud).isEmpty || mode == .fine)
            }
        }
    }

    /// The test above finds what it looks for.
    @Test(arguments: [
        "a text with SECRET in it", "BASE64", "BASIC", "PERCENT", "{\"token\":\"JSON\"}", "<p>HTML</p>",
        "the beginning: BEGIN",
    ]) func `a secret that is written is found`(text: String) throws {
        let tool = try Tool()
        var secrets = PlantedSecrets()
        let secret = secrets.plant("somewhere")
        let texts = [
            "SECRET": secret, "BASE64": Data(secret.utf8).base64EncodedString(),
            "BASIC": Data("user:\(secret)".utf8).base64EncodedString(),
            "PERCENT": secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "",
            "JSON": String(JSONValue(secret).canonicalString.dropFirst().dropLast()),
            "HTML": secret.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;"),
            "BEGIN": String(secret.prefix(20)),
        ]
        let written = texts.reduce(text) { $0.replacing($1.key, with: $1.value) }
        try tool.write("some bytes\0" + written, to: "s.db-wal")
        #expect(secrets.found(below: tool.home, except: []) == ["somewhere in s.db-wal"])
        #expect(secrets.found(below: tool.home, except: ["s.db-wal"]).isEmpty)
    }

    private static func answers(_ mode: Mode, other: String) -> [CloudServer.Answer] {
        typealias State = CloudServer.State
        @Sendable func echo(_ request: ScriptedServer.Request) -> String { request.head + "\n" + request.body }
        @Sendable func escaped(_ request: ScriptedServer.Request) -> String {
            echo(request).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
        }
        func both(_ text: @escaping @Sendable (ScriptedServer.Request) -> String) -> [CloudServer.Answer] {
            ["/image", "/images"].map { CloudServer.Answer($0, text) }
        }
        @Sendable func json(_ value: JSONValue) -> String { value.canonicalString }
        switch mode {
        case .fine: return []
        case .refusedLogin:
            return [
                .init("/auth/tokens") {
                    State.json(
                        401, json(["error": ["code": 401, "message": JSONValue(echo($0))]]))
                }
            ]
                + both {
                    State.json(401, json(["error_code": "X.1", "error_msg": JSONValue(echo($0))]))
                }
        case .failingLogin: return [.init("/auth/tokens") { State.answer(500, echo($0), "") }]
        case .garbledLogin:
            return [
                .init("/auth/tokens") {
                    State.json(
                        201, #"{"token":\#(JSONValue(echo($0)).canonicalString)}"#, headers: "X-Subject-Token: a b\r\n")
                }
            ]
        case .redirectedLogin:
            return [.init("/auth/tokens") { _ in State.answer(307, "", "Location: \(other)/v3/auth/tokens\r\n") }]
        case .refusedToken:
            return both {
                State.json(401, json(["error_code": "X.1", "error_msg": JSONValue(echo($0))]))
            }
        case .forbidden:
            return both {
                State.json(
                    403, json(["code": JSONValue(echo($0)), "message": "no"]),
                    headers: "x-openstack-request-id: \($0.header("X-Auth-Token") ?? "none")\r\n")
            }
        case .failing:
            return both { request in
                let token = request.header("X-Auth-Token") ?? request.header("Authorization") ?? ""
                return State.answer(500, PercentCode.encoded(Array(token.utf8)[...]) + " " + echo(request), "")
            }
        case .xml:
            return both { State.answer(403, "<Error><Code>E</Code><Message>\(escaped($0))</Message></Error>", "") }
        case .page: return both { State.answer(200, "<html><body>\(escaped($0))</body></html>", "") }
        case .echoedSchema:
            return both {
                State.json(200, json(["properties": ["a": ["description": JSONValue(echo($0))]]]))
            }
        case .redirected:
            return both {
                let token = PercentCode.encoded(Array(($0.header("X-Auth-Token") ?? "").utf8)[...])
                return State.answer(302, echo($0), "Location: \(other)/v2/schemas/image?token=\(token)\r\n")
            }
        case .brokenOff: return both { "HTTP/1.1 200 \($0.header("X-Auth-Token") ?? "")\r\nX-\u{1}\(echo($0))" }
        case .changing:
            return both { request in
                let isFirst = request.header("X-Auth-Token") == nil
                return State.json(200, #"{"properties":{"a":{"enum":["\#(isFirst)"]}}}"#)
            }
        }
    }
}
