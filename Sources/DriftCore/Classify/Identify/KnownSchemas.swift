/// The schemas that releases of OpenStack Image (Glance) publish, rebuilt from `KnownSchemaTable`.
struct KnownSchemas: Sendable {
    /// A document and the releases that publish it, oldest first.
    struct Document: Sendable {
        /// As in the path below `/v2/schemas/`.
        let schema: String
        /// What a server publishes that finds no `schema-image.json`.
        let isBare: Bool
        let value: JSONValue
        /// Runs of consecutive releases.
        let runs: [ClosedRange<Int>]
        let side: ComparedSide

        init(schema: String, isBare: Bool, value: JSONValue, runs: [ClosedRange<Int>]) {
            self.schema = schema
            self.isBare = isBare
            self.value = value
            self.runs = runs
            side = ComparedSide(valid: value, dialect: .draft4)
        }
    }

    struct Release: Hashable, Sendable {
        let version: String
        let series: String
    }

    let releases: [Release]
    let documents: [Document]

    /// The table that is built in. A test reads the whole of it, so an error here cannot leave the house.
    static let builtIn = (try? KnownSchemas(table: KnownSchemaTable.text)) ?? KnownSchemas(releases: [], documents: [])

    private init(releases: [Release], documents: [Document]) {
        self.releases = releases
        self.documents = documents
    }

    init(table text: String) throws {
        let table = try JSONValue(parsing: text)
        releases = (table["releases"]?.array ?? []).compactMap { entry in
            guard let parts = entry.array, parts.count == 2, let version = parts[0].string, let series = parts[1].string
            else { return nil }
            return Release(version: version, series: series)
        }
        let schemas = table["schemas"]?.object ?? [:]
        // Singular names before the collections that refer to them: `image` < `images`, `bare/image` < `bare/images`, and
        // `property` < `properties` only by length.
        let names = schemas.keys.sorted { a, b in
            a.text.utf8.count == b.text.utf8.count ? a < b : a.text.utf8.count < b.text.utf8.count
        }
        var chains: [JSONString: [JSONValue]] = [:]
        var documents: [Document] = []
        for name in names {
            guard let schema = schemas[name], var shortened = schema["first"] else {
                throw TableError.incomplete(name.text)
            }
            var chain = [try Self.resolved(shortened, chains)]
            for operations in schema["patches"]?.array ?? [] {
                shortened = try JSONPatch(operations).apply(to: shortened)
                chain.append(try Self.resolved(shortened, chains))
            }
            chains[name] = chain
            let isBare = name.text.hasPrefix("bare/")
            for (index, value) in chain.enumerated() {
                documents.append(
                    Document(
                        schema: isBare ? String(name.text.dropFirst(5)) : name.text, isBare: isBare, value: value,
                        runs: Self.runs(of: index, in: schema["published"])))
            }
        }
        self.documents = documents
    }

    private static func runs(of index: Int, in published: JSONValue?) -> [ClosedRange<Int>] {
        (published?.array ?? []).compactMap { run in
            guard let numbers = run.array?.compactMap({ $0.number?.int }), numbers.count == 3, numbers[0] == index,
                numbers[1] <= numbers[2]
            else { return nil }
            return numbers[1]...numbers[2]
        }
    }

    /// With the references to documents of earlier names replaced by these.
    private static func resolved(_ value: JSONValue, _ chains: [JSONString: [JSONValue]]) throws -> JSONValue {
        switch value {
        case .object(let object):
            if let reference = object["$known"]?.array {
                guard reference.count == 2, let name = reference[0].string, let index = reference[1].number?.int,
                    let chain = chains[JSONString(name)], chain.indices.contains(index)
                else { throw TableError.badReference(value.canonicalString) }
                return chain[index]
            }
            return .object(JSONObject(try object.members.map { ($0.key, try resolved($0.value, chains)) }))
        case .array(let elements): return .array(try elements.map { try resolved($0, chains) })
        default: return value
        }
    }

    enum TableError: Error, Hashable {
        case incomplete(String)
        case badReference(String)
    }
}
