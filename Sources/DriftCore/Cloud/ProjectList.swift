/// The projects that an identity service lists. One that cannot be used, or was not asked for, does not hide another.
struct ProjectList {
    private let projects: [(name: String?, id: JSONValue?)]

    struct Fault: Error, Hashable {
        /// A clause of its own: `the account has none of that name`.
        let clause: String
    }

    init(_ list: [JSONValue]) {
        projects = list.map { ($0["name"]?.string, $0["id"]) }
    }

    /// The id of the only project of that name; services that do not write names list nothing else.
    func id(of name: String) -> Result<String, Fault> {
        let named = projects.filter { $0.name == nil || $0.name == name }
        let usable = named.compactMap(\.id?.string).filter(Self.isUsable)
        switch usable.count {
        case 1: return .success(usable[0])
        case 0:
            guard let other = named.first else { return .failure(Fault(clause: "the account has none of that name")) }
            let written = other.id.map { "has the id \($0.shown()), which cannot be sent" } ?? "has no id"
            return .failure(Fault(clause: "the project of that name \(written)"))
        default: return .failure(Fault(clause: "the account has \(usable.count) of that name"))
        }
    }

    /// It is sent in a header.
    private static func isUsable(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
