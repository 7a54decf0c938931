/// A place messages go, as the configuration describes it. The store and the queue know only its name.
package struct Channel: Sendable {
    package var name: String
    package var kind: Kind
    /// Drifts of these impacts are told; events without an impact always are.
    package var impacts: Set<Impact>
    package var events: Set<EventKind>

    package enum Kind: Sendable {
        case log(LogFormat)
        case webhook(Webhook)
    }

    package enum LogFormat: Hashable, Sendable { case text, json }

    package struct Webhook: Sendable {
        /// Often holds a token, so it is as secret as the keys.
        package var url: Secret
        /// Several while one replaces another; none for unsigned messages.
        package var keys: [SigningKey]
        package var headers: HTTPHeaders
        package var tls: TLSSettings

        package init(
            url: Secret, keys: [SigningKey] = [], headers: HTTPHeaders = HTTPHeaders(), tls: TLSSettings = TLSSettings()
        ) {
            self.url = url
            self.keys = keys
            self.headers = headers
            self.tls = tls
        }
    }

    package init(
        name: String, kind: Kind, impacts: Set<Impact> = Set(Impact.allCases),
        events: Set<EventKind> = Set(EventKind.allCases)
    ) {
        self.name = name
        self.kind = kind
        self.impacts = impacts
        self.events = events
    }

    package func hears(_ event: EventKind, _ impact: Impact?) -> Bool {
        events.contains(event) && (impact.map(impacts.contains) ?? true)
    }
}

extension [Channel] {
    /// The names of those that hear of an event: what a draft's `channels` holds.
    package func route(_ event: EventKind, _ impact: Impact?) -> [String] {
        filter { $0.hears(event, impact) }.map(\.name)
    }
}
