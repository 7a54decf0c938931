extension SchemaName {
    /// What clients of the image service are built on.
    package static let usual = names(["images", "image", "members", "member"])

    /// All that Glance serves below `/v2/schemas/`; there is no index to ask.
    package static let all = names([
        "images", "image", "members", "member", "tasks", "task", "metadefs/namespace", "metadefs/namespaces",
        "metadefs/object", "metadefs/objects", "metadefs/property", "metadefs/properties", "metadefs/resource_type",
        "metadefs/resource_types", "metadefs/tag", "metadefs/tags",
    ])

    private static func names(_ texts: [String]) -> [SchemaName] { texts.compactMap { try? SchemaName($0) } }
}
