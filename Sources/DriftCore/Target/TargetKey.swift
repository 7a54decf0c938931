/// What names a target everywhere: `cloud/region/schema`, with `-` for no region.
package struct TargetKey: Hashable, Sendable {
    package let cloud: CloudName
    package let region: Region?
    package let schema: SchemaName

    package init(cloud: CloudName, region: Region?, schema: SchemaName) {
        self.cloud = cloud
        self.region = region
        self.schema = schema
    }

    package init(_ text: String) throws(TargetError) {
        let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { throw .invalidKey(text) }
        cloud = try CloudName(parts[0])
        region = parts[1] == "-" ? nil : try Region(parts[1])
        schema = try SchemaName(parts[2])
    }
}

extension TargetKey: CustomStringConvertible {
    package var description: String { "\(cloud.name)/\(region?.name ?? "-")/\(schema.name)" }
}

extension TargetKey: Comparable {
    package static func < (a: TargetKey, b: TargetKey) -> Bool {
        a.description.utf8.lexicographicallyPrecedes(b.description.utf8)
    }
}

extension TargetKey {
    /// The same in every process and on every machine (FNV-1a, 64 bits).
    package var stableHash: UInt64 {
        description.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}

extension Sequence {
    /// In the order of their targets' keys, each of which is written down once however often it is compared.
    package func sorted(byKey key: (Element) -> TargetKey) -> [Element] {
        map { (text: Array(key($0).description.utf8), element: $0) }
            .sorted { $0.text.lexicographicallyPrecedes($1.text) }
            .map(\.element)
    }
}
