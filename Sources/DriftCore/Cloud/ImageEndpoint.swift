/// The image service of one region: a catalog's URL brought to the form that schema names are appended to.
package struct ImageEndpoint: Hashable, Sendable {
    package var region: Region?
    /// Ends in `/v2`.
    package var base: String
    /// How it was found, when that is worth a word.
    package var note: String?

    package init(region: Region?, base: String, note: String? = nil) {
        self.region = region
        self.base = base
        self.note = note
    }

    package func url(of schema: SchemaName) -> String { "\(base)/schemas/\(schema.name)" }

    /// Takes slashes off the end; a last part `v2` or `v2.N` becomes `v2`, so does `v1`; else `/v2` is added.
    ///
    /// The version list that services give at `/` is never asked: its links carry internal hosts.
    static func base(from url: String) throws(URLProblem) -> String {
        let url = try WebURL.checked(url)
        let path = url[WebURL.host(of: url).endIndex...]
        guard let slash = path.lastIndex(of: "/") else { return url + "/v2" }
        let last = url[url.index(after: slash)...]
        let minor = last.hasPrefix("v2.") ? last.dropFirst(3) : ""
        let isVersion = last == "v1" || last == "v2" || !minor.isEmpty && minor.allSatisfy(\.isASCIIDigit)
        return (isVersion ? String(url[..<slash]) : url) + "/v2"
    }
}

struct URLProblem: Error, Hashable {
    /// A clause that follows the URL: `has no scheme`.
    let clause: String
}

enum WebURL {
    /// An absolute http or https URL without user, query and fragment; slashes at its end are taken off.
    static func checked(_ url: String) throws(URLProblem) -> String {
        guard let colon = url.firstRange(of: "://") else {
            throw URLProblem(clause: "has no scheme: write https:// before it")
        }
        let scheme = url[..<colon.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { throw URLProblem(clause: "is no http or https URL") }
        guard
            url.unicodeScalars.allSatisfy({
                (0x21...0x7E).contains($0.value) && !#"<>"\^`{|}"#.unicodeScalars.contains($0)
            })
        else { throw URLProblem(clause: "has a character that no URL may have") }
        let rest = url[colon.upperBound...]
        guard !rest.contains("?"), !rest.contains("#") else { throw URLProblem(clause: "has a query or a fragment") }
        let authority = rest.prefix { $0 != "/" }
        guard !authority.contains("@") else { throw URLProblem(clause: "holds a user name; write it as a setting") }
        guard !authority.isEmpty, authority.first != ":" else { throw URLProblem(clause: "has no host") }
        if let port = port(of: authority) {
            guard let number = Int(port), (1...65535).contains(number), port.allSatisfy(\.isASCIIDigit) else {
                throw URLProblem(
                    clause: port.allSatisfy(\.isASCIIDigit)
                        ? "has the port '\(port)', which is none" : "has a port that is no number")
            }
        }
        var result = scheme + "://" + rest
        while result.hasSuffix("/") { result.removeLast() }
        return result
    }

    /// For messages.
    static func shown(_ url: String) -> String { url.hidingUser }

    static func host(of url: String) -> Substring {
        let authority = url[(url.firstRange(of: "://")?.upperBound ?? url.startIndex)...].prefix { $0 != "/" }
        return authority.hasPrefix("[") ? authority.prefix { $0 != "]" } : authority.prefix { $0 != ":" }
    }

    /// Nil when none is written.
    private static func port(of authority: Substring) -> Substring? {
        let afterHost = authority.hasPrefix("[") ? authority.drop { $0 != "]" } : authority
        return afterHost.firstIndex(of: ":").map { afterHost[afterHost.index(after: $0)...] }
    }

    /// Whether what is sent there stays on this machine.
    static func isLoopback(_ url: String) -> Bool {
        let host = host(of: url)
        return host == "localhost" || host.hasPrefix("127.") || host == "[::1"
    }
}
