import DriftCore

/// What the operator decided, checked and complete: what a key leaves out has its standard value here.
struct Configuration: Sendable {
    /// Where it was read; nil for the standard values alone.
    var file: String?
    var name = "default"
    /// As an absolute path.
    var store: String?
    var interval = Duration.seconds(3600)
    var confirmAfter = Duration.seconds(2)
    var lostAfter = 3
    var gracePeriod = Duration.seconds(30)
    /// As an absolute path.
    var cloudsFile: String?
    var allowedNetworks: [IPNetwork] = []
    var clouds: [CloudSettings] = []
    var targets: [TargetSettings] = []
    var channels: [ChannelSettings] = []
    var limits = LimitSettings()
    /// Kinds of changes that matter otherwise than the catalogue says.
    var levels: [ChangeKind: Impact] = [:]
    var waivers: [Waiver] = []
    /// What the store forgets by itself; nil when it keeps everything.
    var retention: Retention? = .standard
}

extension Retention {
    /// Two years: longer than any release of a cloud's service is in use.
    static let standard = Retention(age: .seconds(730 * 86_400))
}

/// All that there are, or those named.
enum Selection<Name: Hashable & Sendable>: Hashable, Sendable {
    case all
    case these([Name])
}

/// How documents are watched, wherever they come from.
struct WatchSettings: Hashable, Sendable {
    /// Nil for the configuration's own.
    var interval: Duration?
    /// Nil for what the schema's name suggests.
    var role: Role?
    var dialect: String?
    var ignore = IgnoreRules.none
}

struct CloudSettings: Hashable, Sendable {
    var name: CloudName
    /// Nil for those that clouds.yaml names.
    var regions: Selection<Region>?
    var schemas: Selection<SchemaName> = .these(SchemaName.usual)
    /// The schemas were listed one by one, so each must be there.
    var namesSchemas = false
    /// Each region's project has the region's name.
    var projectPerRegion = false
    var allowsCleartext = false
    var watch = WatchSettings()
    var place: SourcePlace?
}

struct TargetSettings: Sendable {
    var name: CloudName
    /// With `{region}` and `{schema}`.
    var url: String
    /// Each document: its region, its schema and its URL.
    var documents: [Document]
    var headers: [(name: String, value: OpenOrSecret)]
    var tls = TLSSettings()
    var kind = DocumentKind.schema
    var watch = WatchSettings()
    var place: SourcePlace?

    struct Document: Hashable, Sendable {
        var key: TargetKey
        var url: String
    }
}

struct ChannelSettings: Sendable {
    var name: String
    var kind: Kind
    /// Which drifts it hears of.
    var impacts: Set<Impact>

    enum Kind: Sendable {
        case log(isJSON: Bool)
        case webhook(Webhook)
    }

    struct Webhook: Sendable {
        var url: OpenOrSecret
        /// Several while one replaces another; none for unsigned messages.
        var secrets: [SecretSource]
        var headers: [(name: String, value: OpenOrSecret)]
        var tls: TLSSettings
    }
}

struct LimitSettings: Hashable, Sendable {
    var bodyBytes = 8 << 20
    var totalTime = Duration.seconds(30)
    var idleTime = Duration.seconds(15)
    var perHost = 4
    var concurrent = 32
    var retryAfter = Duration.seconds(900)

    var http: HTTPLimits { HTTPLimits(bodyBytes: bodyBytes, totalTime: totalTime, idleTime: idleTime) }
}
