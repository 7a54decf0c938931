/// A place messages go, as the configuration describes it. The store and the queue know only its name.
package struct Channel: Sendable {
    package var name: String
    package var kind: any ChannelKind
    /// Drifts of these impacts are told; events without an impact always are.
    package var impacts: Set<Impact>
    package var events: Set<EventKind>

    package init(
        name: String, kind: any ChannelKind, impacts: Set<Impact> = Set(Impact.allCases),
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

/// A kind of channel: what it makes of a message, how it sends that, and how it takes the answer. One file each.
package protocol ChannelKind: Sendable {
    /// What is sent. It is made at the first attempt and frozen with the delivery, so that each later one sends the same.
    /// - Parameter monitor: the name of this installation.
    func body(of message: Message, monitor: String) -> [UInt8]

    /// One attempt.
    func send(_ body: [UInt8], of message: Message, through exits: ChannelExits) async -> AttemptResult
}

/// The ways out of this process that channels may take.
package struct ChannelExits: Sendable {
    package let transport: any HTTPTransport
    /// Writes one line of a log; false when the log takes none.
    package let writeLine: @Sendable (String) async -> Bool
    package let now: @Sendable () -> Timestamp
}
