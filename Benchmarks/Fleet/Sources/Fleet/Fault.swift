/// Ways in which a region misbehaves. None of them is a change of its schema.
enum Fault: String, CaseIterable {
    case none
    case serverError = "500"
    case unavailable = "503"
    case tooMany = "429"
    case notFound = "404"
    case forbidden = "403"
    case unauthorized = "401"
    case redirect, reset, truncate, badchunk, hang, slow, bomb
    case html, badjson, empty, emptyobj, wronglen
    case volatile
    /// The same document in other words.
    case keyorder, whitespace
}

extension World {
    mutating func faulty(_ target: Target, schema: Int) -> Answer {
        let body = documents.body(schema: schema, edition: target.edition)
        func status(_ code: Int, headers: String = "") -> Answer {
            Answer(
                bytes: World.answer(
                    code, Array("{\"error\": {\"code\": \(code), \"request\": \(target.hits)}}".utf8), headers: headers)
            )
        }
        switch target.fault {
        case .none: return Answer(bytes: World.answer(200, body))
        case .serverError: return status(500)
        case .unavailable: return status(503, headers: "Retry-After: 1\r\n")
        case .tooMany: return status(429, headers: "Retry-After: 1\r\n")
        case .notFound: return status(404)
        case .forbidden: return status(403)
        case .unauthorized: return status(401)
        case .redirect: return status(302, headers: "Location: http://127.0.0.2:9/v2/schemas/images\r\n")
        case .reset: return Answer(bytes: Array(World.answer(200, body).prefix(2000)), end: .reset)
        case .truncate: return Answer(bytes: Array(World.answer(200, body).prefix(4000)), end: .close)
        case .badchunk:
            let text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n{\"name\": \"x\"\r\n"
            return Answer(bytes: Array(text.utf8), end: .close)
        case .hang: return Answer(bytes: [], end: .hang)
        case .slow: return Answer(bytes: World.answer(200, body), end: .drip)
        case .bomb:
            return Answer(bytes: World.answer(200, documents.zipped, headers: "Content-Encoding: gzip\r\n"))
        case .html:
            let page = Array("<html><body><h1>Please sign in</h1></body></html>".utf8)
            return Answer(bytes: World.answer(200, page, type: "text/html"))
        case .badjson: return Answer(bytes: World.answer(200, Array(body.prefix(body.count / 2))))
        case .empty: return Answer(bytes: World.answer(200, []))
        case .emptyobj: return Answer(bytes: World.answer(200, Array("{}".utf8)))
        case .wronglen: return Answer(bytes: World.answer(200, body, length: body.count / 2), end: .close)
        case .volatile: return Answer(bytes: World.answer(200, documents.volatile(schema: schema, turn: target.hits)))
        case .keyorder:
            return Answer(
                bytes: World.answer(200, documents.body(.keyOrder, schema: schema, edition: target.edition)))
        case .whitespace:
            return Answer(
                bytes: World.answer(200, documents.body(.whitespace, schema: schema, edition: target.edition)))
        }
    }
}
