import Foundation

/// The folders of `Sources/DriftCore` in the order of the table in `docs/ARCHITECTURE.md`.
struct Stations {
    let order: [String]
    /// The text of `Package.swift`.
    let manifest: String
    let files: [SourceFile]

    init(order: [String], files: [SourceFile]) {
        self.order = order
        manifest = ""
        self.files = files
    }

    /// Those of the project.
    init() throws {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: package.appending(path: "docs/ARCHITECTURE.md"), encoding: .utf8)
        order = page.split(separator: "\n").filter { $0.hasPrefix("| `") && $0.contains("` | `Drift") }
            .map { String($0.dropFirst(3).prefix { $0 != "`" }) }
        manifest = try String(contentsOf: package.appending(path: "Package.swift"), encoding: .utf8)
        let core = package.appending(path: "Sources/DriftCore")
        var files: [SourceFile] = []
        for case let url as URL in FileManager.default.enumerator(at: core, includingPropertiesForKeys: nil) ?? .init()
        where url.pathExtension == "swift" {
            let path = url.path.dropFirst(core.path.count + 1)
            files.append(SourceFile(path: String(path), text: try String(contentsOf: url, encoding: .utf8)))
        }
        self.files = files.sorted { $0.path < $1.path }
    }

    /// The station of a file; nil for one that lies in no folder.
    func station(of file: SourceFile) -> String? {
        let parts = file.path.split(separator: "/", maxSplits: 1)
        return parts.count == 2 ? String(parts[0]) : nil
    }

    /// Files that name a type of a later station.
    var violations: [String] {
        let rank = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
        var homes: [String: Int] = [:]
        var own: [Int: Set<String>] = [:]
        for file in files {
            guard let home = station(of: file).flatMap({ rank[$0] }) else { continue }
            for type in file.types { homes[type] = home }
            own[home, default: []].formUnion(file.typesAtAnyDepth)
        }
        return files.flatMap { file -> [String] in
            guard let here = station(of: file).flatMap({ rank[$0] }) else { return [] }
            return file.names.compactMap { name, line in
                guard let home = homes[name], home > here, own[here]?.contains(name) != true else { return nil }
                return "\(file.path):\(line) names \(name) of \(order[home])"
            }.sorted()
        }
    }
}
