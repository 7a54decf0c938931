/// What the regions publish at the moment, and how they misbehave.
struct World {
    let regions: Int
    let schemas: Int
    let documents: Documents
    var targets: [Target]
    var sendsTags = false
    var counts = Counts()
    /// Whole answers with edition 0, by schema: all that a quiet cycle asks for.
    private var ready: [[UInt8]] = []

    struct Target {
        var edition = 0
        var fault = Fault.none
        /// So many more answers are faulty; 0 for all.
        var faultsLeft = 0
        var hits = 0
    }

    struct Counts {
        var requests = 0
        var connections = 0
        var notModified = 0
        var bytes = 0
    }

    init(regions: Int, schemas: Int, documents: Documents) {
        self.regions = regions
        self.schemas = schemas
        self.documents = documents
        targets = Array(repeating: Target(), count: regions * schemas)
        prepare()
    }

    mutating func prepare() {
        ready = (0..<schemas).map {
            Self.answer(200, documents.body(schema: $0, edition: 0), headers: tag(schema: $0, edition: 0))
        }
    }

    /// The answer to a request for `/rREGION/v2/schemas/sSCHEMA`.
    mutating func answer(region: Int, schema: Int, ifNoneMatch: String?) -> Answer {
        let index = region * schemas + schema
        counts.requests += 1
        targets[index].hits += 1
        let target = targets[index]
        if target.fault != .none {
            if target.faultsLeft > 0 {
                targets[index].faultsLeft -= 1
                if targets[index].faultsLeft == 0 { targets[index].fault = .none }
            }
            return faulty(target, schema: schema)
        }
        if sendsTags, ifNoneMatch == Self.tagValue(schema: schema, edition: target.edition) {
            counts.notModified += 1
            let text = "HTTP/1.1 304 Not Modified\r\n\(tag(schema: schema, edition: target.edition))\r\n"
            return Answer(bytes: Array(text.utf8))
        }
        if target.edition == 0 { return Answer(bytes: ready[schema]) }
        return Answer(
            bytes: Self.answer(
                200, documents.body(schema: schema, edition: target.edition),
                headers: tag(schema: schema, edition: target.edition)))
    }

    private func tag(schema: Int, edition: Int) -> String {
        sendsTags ? "ETag: \(Self.tagValue(schema: schema, edition: edition))\r\n" : ""
    }

    private static func tagValue(schema: Int, edition: Int) -> String { "\"\(schema)-\(edition)\"" }

    static func answer(
        _ status: Int, _ body: [UInt8], type: String = "application/json", headers: String = "", length: Int? = nil
    ) -> [UInt8] {
        let head =
            "HTTP/1.1 \(status) X\r\nContent-Type: \(type)\r\nContent-Length: \(length ?? body.count)\r\n\(headers)\r\n"
        return Array(head.utf8) + body
    }
}

/// What is sent, and what happens to the connection then.
struct Answer {
    var bytes: [UInt8]
    var end = End.keep

    enum End {
        case keep, close, reset
        /// Nothing more is sent, and the connection stays open.
        case hang
        /// A byte each tenth of a second.
        case drip
    }
}
