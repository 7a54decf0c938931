import NIOCore

/// An IPv4 or IPv6 address as its bytes.
struct IPAddress: Hashable, Sendable {
    /// 4 or 16 of them, in network order.
    let bytes: [UInt8]

    var isVersion6: Bool { bytes.count == 16 }

    /// Four decimal numbers, or any form of RFC 4291 without a zone; nothing else, so no `127.1` and no `0x7f000001`.
    init?(_ text: some StringProtocol) {
        guard let address = try? SocketAddress(ipAddress: String(text), port: 0) else { return nil }
        self.init(address)
    }

    /// The address of a peer; nil for a local socket, which has none.
    init?(_ address: SocketAddress) {
        // Where sockaddr_in and sockaddr_in6 keep the address (RFC 3493, 3.3).
        let place: Range<Int>
        switch address {
        case .v4: place = 4..<8
        case .v6: place = 8..<24
        case .unixDomainSocket: return nil
        }
        bytes = address.withSockAddr { pointer, size in
            Array(UnsafeRawBufferPointer(start: pointer, count: size)[place])
        }
    }
}

/// A range of addresses: `169.254.0.0/16`, or one address alone.
struct IPNetwork: Hashable, Sendable {
    let address: IPAddress
    let prefixLength: Int

    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(parts[0]) else { return nil }
        self.address = address
        guard parts.count == 2 else {
            prefixLength = address.bytes.count * 8
            return
        }
        guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let length = Int(parts[1]),
            length <= address.bytes.count * 8
        else { return nil }
        prefixLength = length
    }

    func contains(_ other: IPAddress) -> Bool {
        guard address.bytes.count == other.bytes.count else { return false }
        let whole = prefixLength / 8
        guard address.bytes.prefix(whole) == other.bytes.prefix(whole) else { return false }
        let rest = prefixLength % 8
        guard rest > 0 else { return true }
        return (address.bytes[whole] ^ other.bytes[whole]) >> UInt8(8 - rest) == 0
    }
}

extension IPNetwork: CustomStringConvertible {
    var description: String {
        let text =
            address.isVersion6
            ? stride(from: 0, to: 16, by: 2).map {
                String(Int(address.bytes[$0]) << 8 | Int(address.bytes[$0 + 1]), radix: 16)
            }.joined(separator: ":") : address.bytes.map { String($0) }.joined(separator: ".")
        return "\(text)/\(prefixLength)"
    }
}
