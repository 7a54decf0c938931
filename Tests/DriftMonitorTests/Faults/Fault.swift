import Foundation

/// One way in which a target can answer wrongly, and what the monitor makes of it over three checks and afterwards.
struct Fault: Sendable, CustomStringConvertible {
    let name: String
    /// What a person reads in the table.
    let meaning: String
    let answer: @Sendable (_ document: String, _ otherHost: String) -> [ScriptedServer.Step]
    /// Of three checks while it lasts.
    let during: [String]
    /// Of the first check when the target answers as before.
    let after: String
    /// What is told, in order; everything once.
    let events: [String]
    /// Of the first check that meets it.
    let exitCode: Int32
    /// Whether the monitor gives up at its time limit, which is short then. Everything else is waited for, however busy the machine.
    var outlastsLimit = false

    var description: String { name }

    private static func ok(_ body: String, _ headers: String = "") -> [ScriptedServer.Step] {
        ScriptedServer.ok(body, headers: headers)
    }

    private static func status(_ code: Int, _ headers: String = "", body: String = "") -> [ScriptedServer.Step] {
        [.send("HTTP/1.1 \(code) X\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")]
    }

    private static func failing(
        _ name: String, _ meaning: String, outlastsLimit: Bool = false,
        _ answer: @escaping @Sendable (String, String) -> [ScriptedServer.Step]
    ) -> Fault {
        Fault(
            name: name, meaning: meaning, answer: answer, during: ["failed", "failed", "failed"], after: "unchanged",
            events: ["target.lost", "target.recovered"], exitCode: 2, outlastsLimit: outlastsLimit)
    }

    private static func suspect(
        _ name: String, _ meaning: String, _ answer: @escaping @Sendable (String, String) -> [ScriptedServer.Step]
    ) -> Fault {
        Fault(
            name: name, meaning: meaning, answer: answer, during: ["suspect", "suspect", "suspect"],
            after: "unchanged", events: ["target.suspect", "target.recovered"], exitCode: 2)
    }

    private static func silent(
        _ name: String, _ meaning: String, _ answer: @escaping @Sendable (String, String) -> [ScriptedServer.Step]
    ) -> Fault {
        Fault(
            name: name, meaning: meaning, answer: answer, during: ["unchanged", "unchanged", "unchanged"],
            after: "unchanged", events: [], exitCode: 0)
    }

    private static let bomb = Gzip.bomb(expandingTo: 64 << 20)

    /// The healthy document; long enough for a stub to be told from it.
    static let document =
        #"{"name": "images", "properties": {"kind": {"type": "string", "enum": ["a/b", "é"]}, "note": {"#
        + #""description": ""# + String(repeating: "words ", count: 100) + #"", "type": "string"}}}"#

    static let all: [Fault] = [
        silent("none", "the same document") { document, _ in ok(document) },
        silent("keyorder", "the keys in another order") { _, _ in
            ok(
                #"{"properties": {"note": {"type": "string", "description": ""#
                    + String(repeating: "words ", count: 100)
                    + #""}, "kind": {"enum": ["a/b", "é"], "type": "string"}}, "name": "images"}"#)
        },
        silent("whitespace", "blanks and line feeds") { document, _ in
            ok(document.replacingOccurrences(of: ": ", with: " :\r\n\t ") + "\n")
        },
        silent("escapes", "the same characters escaped") { document, _ in
            ok(document.replacingOccurrences(of: "é", with: "\\u00e9").replacingOccurrences(of: "a/b", with: "a\\/b"))
        },
        silent("bom", "a byte order mark in front") { document, _ in ok("\u{FEFF}" + document) },
        Fault(
            name: "change", meaning: "a real change",
            answer: { document, _ in
                ok(document.replacingOccurrences(of: #""a/b", "#, with: ""))
            }, during: ["drifted", "unchanged", "unchanged"], after: "reverted",
            events: ["drift.detected", "drift.closed"], exitCode: 1),
        Fault(
            name: "404", meaning: "not found", answer: { _, _ in status(404) }, during: ["gone", "gone", "gone"],
            after: "unchanged", events: ["target.gone", "target.recovered"], exitCode: 1),
        failing("500", "an internal error") { _, _ in status(500, body: #"{"properties":{}}"#) },
        failing("503", "unavailable") { _, _ in status(503, "Retry-After: 2\r\n") },
        failing("429", "too many requests") { _, _ in status(429) },
        failing("401", "unauthorized") { _, _ in status(401) },
        failing("403", "forbidden") { _, _ in status(403) },
        failing("300", "a list of versions") { _, _ in status(300, body: #"{"versions": []}"#) },
        failing("redirect", "sent to another host, which answers with a schema; not followed") { _, other in
            status(302, "Location: \(other)/v2/schemas/images\r\n")
        },
        failing("lie304", "not modified, though nothing was asked for conditionally") { _, _ in status(304) },
        failing("reset", "the connection is reset") { _, _ in [.reset] },
        failing("truncate", "the answer breaks off") { document, _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: \(document.utf8.count)\r\n\r\n\(document.prefix(90))"), .close]
        },
        failing("badchunk", "chunks that are none") { _, _ in
            [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"), .close]
        },
        failing("nohttp", "bytes that are no HTTP") { _, _ in [.send("220 smtp ready\r\n\r\n"), .close] },
        failing("hang", "no answer within the limit", outlastsLimit: true) { _, _ in [.hang] },
        failing("slow", "a byte now and then, over the limit", outlastsLimit: true) { document, _ in
            [
                .drip(
                    "HTTP/1.1 200 OK\r\nContent-Length: \(document.utf8.count)\r\n\r\n\(document)",
                    every: .milliseconds(40))
            ]
        },
        failing("big", "over the body limit") { _, _ in
            [
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
                .flood(Array("8000\r\n\(String(repeating: "a", count: 0x8000))\r\n".utf8), times: 400),
            ]
        },
        failing("headerflood", "headers without end") { _, _ in
            [
                .send("HTTP/1.1 200 OK\r\n"),
                .flood(Array("X-Flood: \(String(repeating: "a", count: 4000))\r\n".utf8), times: 400),
            ]
        },
        failing("gzipbomb", "a small body that expands beyond the limit") { _, _ in
            [
                .send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n"),
                .bytes(bomb),
            ]
        },
        suspect("wronglen", "a Content-Length that cuts the JSON") { document, _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n\(document)")]
        },
        suspect("badjson", "JSON that breaks off") { document, _ in ok(String(document.prefix(90))) },
        suspect("dupkeys", "a key twice in one object") { document, _ in
            ok(#"{"name": "first", "# + document.dropFirst())
        },
        suspect("html200", "a sign-in page with status 200") { _, _ in
            ok("<html><body>Please sign in</body></html>", "Content-Type: text/html\r\n")
        },
        suspect("empty", "an empty body") { _, _ in ok("") },
        suspect("emptyobj", "an empty object") { _, _ in ok("{}") },
        suspect("error200", "an error body with status 200") { _, _ in
            ok(#"{"error": {"code": 401, "message": "The account is locked.", "title": "Unauthorized"}}"#)
        },
        suspect("live", "the image list instead of its schema") { _, _ in
            ok(#"{"images": [{"id": "1"}], "schema": "/v2/schemas/images"}"#)
        },
        suspect("deep", "nested a hundred thousand levels deep") { _, _ in
            ok(String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000))
        },
        Fault(
            name: "stub", meaning: "a valid schema shrunk to a stub; believed at the third check",
            answer: { _, _ in
                ok(#"{"type": "object"}"#)
            }, during: ["suspect", "suspect", "drifted"], after: "reverted",
            events: ["target.suspect", "drift.detected", "target.recovered", "drift.closed"], exitCode: 2),
    ]
}
