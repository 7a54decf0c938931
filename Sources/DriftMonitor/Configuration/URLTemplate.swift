import DriftCore

/// A URL with `{region}` and `{schema}`, and the documents it stands for.
struct URLTemplate {
    /// As many as one configuration may name in all. Each costs memory and is asked again and again.
    static let mostDocuments = 1_000_000

    private let text: String

    init(_ text: String) {
        self.text = text
    }

    /// - Parameters:
    ///   - regions: Nil where none are named.
    ///   - schemas: Nil where none are named: the usual ones where the URL asks for them, else the name in the URL.
    func documents(
        of name: CloudName, regions: [Region]?, schemas: [SchemaName]?
    ) throws(URLTemplateError) -> [TargetSettings.Document] {
        try checkPlaceholders()
        let hasRegion = text.contains("{region}")
        let hasSchema = text.contains("{schema}")
        if hasRegion, regions == nil { throw .noRegions }
        if !hasRegion, let regions, regions.count > 1 { throw .sameURL(placeholder: "{region}", key: "regions") }
        if !hasSchema, let schemas, schemas.count > 1 { throw .sameURL(placeholder: "{schema}", key: "schemas") }
        let names: [SchemaName]
        if let schemas { names = schemas } else { names = hasSchema ? SchemaName.usual : [try nameInURL()] }
        let (count, isOver) = names.count.multipliedReportingOverflow(by: regions?.count ?? 1)
        guard !isOver, count <= Self.mostDocuments else { throw .tooMany(count) }
        let parts = parts
        let encodedNames = names.map { Self.encoded($0.name) }
        var documents: [TargetSettings.Document] = []
        for region in regions?.map(Optional.some) ?? [nil] {
            let encodedRegion = Self.encoded(region?.name ?? "")
            for (schema, encodedName) in zip(names, encodedNames) {
                var url = ""
                for part in parts {
                    switch part {
                    case .text(let text): url += text
                    case .region: url += encodedRegion
                    case .schema: url += encodedName
                    }
                }
                do { _ = try WebURL(url) } catch { throw .notUsable(url: url, error) }
                documents.append(.init(key: TargetKey(cloud: name, region: region, schema: schema), url: url))
            }
        }
        return documents
    }

    private enum Part { case text(Substring), region, schema }

    private var parts: [Part] {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            parts.append(.text(rest[..<open]))
            rest = rest[open...]
            parts.append(rest.hasPrefix("{region}") ? .region : .schema)
            rest = rest[(rest.firstIndex(of: "}") ?? open)...].dropFirst()
        }
        return parts + [.text(rest)]
    }

    private func checkPlaceholders() throws(URLTemplateError) {
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            let inside = rest[open...].prefix { $0 != "}" }.dropFirst()
            let known = ["region", "schema"]
            guard known.contains(String(inside)) else {
                throw .unknownPlaceholder(String(inside), hint: Nearest.hint(for: String(inside), among: known))
            }
            rest = rest[inside.endIndex...].dropFirst()
        }
    }

    /// What follows `/v2/schemas/`, else the last name in the path.
    private func nameInURL() throws(URLTemplateError) -> SchemaName {
        let path = text.prefix { $0 != "?" && $0 != "#" }
        let name: Substring
        if let start = path.firstRange(of: "/v2/schemas/") {
            name = path[start.upperBound...]
        } else {
            name = path.split(separator: "/").dropFirst(2).last ?? ""
        }
        guard let schema = try? SchemaName(String(name)) else { throw .noName }
        return schema
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                encoded += hex.utf8.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
    }
}

/// Why a URL and the names beside it do not fit each other.
enum URLTemplateError: Error, Hashable {
    case unknownPlaceholder(String, hint: String)
    case noRegions
    case sameURL(placeholder: String, key: String)
    case noName
    case tooMany(Int)
    case notUsable(url: String, WebURLError)
}

extension URLTemplateError: CustomStringConvertible {
    var description: String {
        switch self {
        case .unknownPlaceholder(let name, let hint):
            "'{\(name)}' is no placeholder\(hint); known are {region} and {schema}"
        case .noRegions: "{region} stands in the URL, so 'regions' must name them"
        case .sameURL(let placeholder, let key): "'\(key)' names several, but \(placeholder) does not stand in the URL"
        case .noName: "the URL has no path to name the document by; give it a name with 'schemas: [NAME]'"
        case .tooMany(let count):
            "\(count) targets are too many; one configuration may name \(URLTemplate.mostDocuments): take fewer regions or"
                + " schemas, or several monitors"
        case .notUsable(let url, let error): "'\(url.hidingUser)' is not usable: \(error)"
        }
    }
}
