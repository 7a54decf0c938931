import DriftCore

extension Target {
    /// A target that is only a URL. Its key is the host and the schema's name; a longer path and a query are part of the name.
    init(adHoc url: String, interval: Duration) throws {
        let web: WebURL
        do { web = try WebURL(url) } catch {
            throw Trouble("'\(url.hidingUser)' is no URL that can be checked: \(error)", exitCode: 64)
        }
        do throws(TargetError) {
            self.init(
                key: TargetKey(
                    cloud: try CloudName(web.authority), region: nil, schema: try SchemaName(web.schemaName)),
                url: url, interval: interval, mustExist: true, source: "command line")
        } catch {
            throw Trouble("'\(url.hidingUser)' cannot be a target: \(error)", exitCode: 64)
        }
    }
}

extension WebURL {
    /// The document's name among those of its host. A URL without a query keeps the name it always had, because its history hangs on it.
    fileprivate var schemaName: String {
        let mark = target.firstIndex(of: "?") ?? target.endIndex
        let path = target[..<mark].split(separator: "/").joined(separator: "/")
        var name = path.hasPrefix("v2/schemas/") ? String(path.dropFirst("v2/schemas/".count)) : path
        if name.isEmpty { name = "-" }
        let query = Self.normalized(target[mark...].dropFirst())
        // A name's slashes part its path, and '@' its version.
        let quoted = query.replacing("/", with: "%2F").replacing("@", with: "%40")
        return query.isEmpty ? name : "\(Self.normalized(name))?\(quoted)"
    }

    /// The same for all ways to write the URL of one document (RFC 3986, 6.2.2): scheme and host in lower case, no port that goes
    /// without saying, `%2f` as `%2F`, `%61` as `a`, neither a fragment nor an empty query.
    var identity: String {
        let target = target.last == "?" ? target.dropLast() : target[...]
        return origin + Self.normalized(target)
    }

    private static func normalized(_ text: some StringProtocol) -> String {
        guard text.contains("%") else { return String(text) }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"),
                let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
                rest.prefix(2).allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }), rest.count >= 2
            else {
                bytes.append(byte)
                continue
            }
            if isUnreserved(code) {
                bytes.append(code)
            } else {
                bytes += "%\(String(decoding: rest.prefix(2), as: UTF8.self).uppercased())".utf8
            }
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

extension Target {
    /// Whether both are the same document, however its URL is written.
    func isSameDocument(as other: Target) -> Bool {
        if url == other.url { return true }
        guard let mine = try? WebURL(url), let theirs = try? WebURL(other.url) else { return false }
        return mine.identity == theirs.identity
    }

    /// - Throws: when both have one key and are not the same document: asked in turn, each would be taken for a change of the other.
    func mustNotCollide(with other: Target) throws(Trouble) {
        guard key == other.key, !isSameDocument(as: other) else { return }
        throw Trouble(
            "'\(url.hidingUser)' (\(source)) and '\(other.url.hidingUser)' (\(other.source)) would both be the target \(key),"
                + " and each would be taken for a change of the other; give one of them another name under 'targets' in the"
                + " configuration")
    }
}

extension [Target] {
    /// Each target once, in order.
    func distinct() throws(Trouble) -> [Target] {
        var places: [TargetKey: Int] = [:]
        var targets: [Target] = []
        for target in self {
            if let place = places[target.key] {
                try targets[place].mustNotCollide(with: target)
            } else {
                places[target.key] = targets.count
                targets.append(target)
            }
        }
        return targets
    }
}
