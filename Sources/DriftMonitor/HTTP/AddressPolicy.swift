/// Which addresses are never connected to: those where a cloud's metadata service gives credentials to whoever asks, and the
/// forms by which such an address can be written to look like another.
///
/// The policy is asked once per connection, with the address that the socket is connected to, before a byte of a request is
/// sent: whatever a name resolves to, and however often the answer changes, that address is the one that counts. Literal
/// addresses in a URL are asked about before connecting. Behind a proxy the proxy connects, so only literals are asked about.
struct AddressPolicy: Hashable, Sendable {
    struct Refused: Hashable, Sendable {
        let network: IPNetwork
        let meaning: String
    }

    /// The operator's exceptions.
    let allowed: [IPNetwork]
    private let refused: [Refused]

    /// - Parameter refused: Only tests have networks of their own.
    init(allowed: [IPNetwork] = [], refused: [Refused] = Self.standard) {
        self.allowed = allowed
        self.refused = refused
    }

    static let standard: [Refused] = [
        ("169.254.0.0/16", "link-local, where clouds serve instance credentials"),
        ("100.64.0.0/10", "shared address space of a provider's inside"),
        ("fe80::/10", "link-local"),
        ("fc00::/7", "unique local, where clouds serve instance credentials"),
        ("::ffff:0:0/96", "an IPv4 address in IPv6 form"),
        ("64:ff9b::/96", "an IPv4 address behind NAT64"),
    ].compactMap { text, meaning in IPNetwork(text).map { Refused(network: $0, meaning: meaning) } }

    /// Why this address is not connected to; nil when it may be.
    func refusal(of address: IPAddress) -> String? {
        guard let refused = refused.first(where: { $0.network.contains(address) }),
            !allowed.contains(where: { $0.contains(address) })
        else { return nil }
        return "its address is in \(refused.network) (\(refused.meaning)); allow_addresses makes an exception"
    }
}
