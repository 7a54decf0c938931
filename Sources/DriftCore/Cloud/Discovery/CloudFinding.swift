/// What is known of one cloud by now: its targets, and what keeps others from being watched.
package struct CloudFinding: Sendable {
    package let wish: CloudWish
    package var targets: [Target] = []
    package var refused: [RefusedCloud] = []
    /// What is odd without being an error.
    package var warnings: [String] = []
    /// How its regions log in, for tables.
    package var login: String?
    /// What the targets were made of.
    package var entries: [CloudEntry] = []
    /// The regions of its whole catalog, where that was asked for and could be read.
    package var catalog: Set<Region?>?
    /// Lets requests to its targets through; nil for a cloud that the files do not describe.
    package var session: CloudSession?
    /// Whether nothing more is awaited of this look.
    package var isWhole = true

    package init(_ wish: CloudWish) {
        self.wish = wish
    }

    package var cloud: String { wish.name }
}

extension CloudFinding {
    /// A cloud that cannot be asked at all.
    package init(_ wish: CloudWish, refused reason: CloudError) {
        self.init(wish)
        refused = [RefusedCloud(cloud: wish.name, region: nil, reason: reason)]
    }

    /// What a session found, as targets of the wished schemas.
    init(_ wish: CloudWish, _ cloud: Cloud, _ session: CloudSession, _ found: CloudSession.Discovery) {
        self.init(wish)
        self.session = session
        entries = cloud.entries
        login = cloud.entries.first?.login.kind ?? "none"
        warnings = cloud.warnings.map(\.description)
        refused = found.refused
        catalog = found.catalog
        isWhole = found.isWhole
        // A name that cannot be one has been refused where the files were read, and no endpoint was found for it.
        guard let name = try? CloudName(wish.name) else { return }
        targets = found.endpoints.flatMap { endpoint in
            let entry = cloud.entries.first { $0.region == endpoint.region } ?? cloud.entries.first
            let source = [wish.isOperand ? nil : wish.source, entry?.source ?? wish.source].compactMap(\.self)
            return wish.schemas.map { schema in
                Target(
                    key: TargetKey(cloud: name, region: endpoint.region, schema: schema), url: endpoint.url(of: schema),
                    access: .cloud(wish.name), role: wish.role, dialect: wish.dialect, ignore: wish.ignore,
                    interval: wish.interval, mustExist: wish.namesSchemas, source: source.joined(separator: ", "))
            }
        }
    }
}
