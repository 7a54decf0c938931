/// The name of a region, such as `RegionOne` or `cn-north-4`: case-sensitive, any text without control characters and `/`.
package struct Region: Hashable, Sendable {
    package let name: String

    package init(_ name: String) throws(TargetError) {
        guard TargetError.isPlain(name), !name.contains("/") else { throw .invalidRegion(name) }
        self.name = name
    }
}

/// The name under which a cloud stands in target keys: text without control characters and `/`.
package struct CloudName: Hashable, Sendable {
    package let name: String

    package init(_ name: String) throws(TargetError) {
        guard TargetError.isPlain(name), !name.contains("/") else { throw .invalidCloud(name) }
        self.name = name
    }
}

/// The path of a schema below `/v2/schemas/`: `images`, `metadefs/namespace`.
package struct SchemaName: Hashable, Sendable {
    package let name: String

    package init(_ name: String) throws(TargetError) {
        guard TargetError.isPlain(name), !name.contains("//"), !name.hasPrefix("/"), !name.hasSuffix("/"),
            !name.split(separator: "/").contains("..")
        else { throw .invalidSchemaName(name) }
        self.name = name
    }
}

/// Why a name cannot stand in a target's key.
package enum TargetError: Error, Hashable {
    case invalidRegion(String)
    case invalidCloud(String)
    case invalidSchemaName(String)
    case invalidKey(String)

    static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    }
}

extension TargetError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidRegion(let name):
            "'\(name)' cannot be a region's name: it must not be empty, nor hold '/' or control characters"
        case .invalidCloud(let name):
            "'\(name)' cannot be a cloud's name: it must not be empty, nor hold '/' or control characters"
        case .invalidSchemaName(let name):
            "'\(name)' cannot be a schema's name: it is the path below /v2/schemas/, such as images or metadefs/namespace"
        case .invalidKey(let text):
            "'\(text)' is no target: write cloud/region/schema, such as mycloud/RegionOne/images ('-' for no region)"
        }
    }
}
