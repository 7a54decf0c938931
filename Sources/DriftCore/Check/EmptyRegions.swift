extension [CheckResult] {
    /// One sentence for each region of a cloud of which no schema is there. One schema among several may be missing, because services
    /// differ in age; a region without any is an endpoint that leads elsewhere, and nothing of it would be watched.
    package var emptyRegions: [String] {
        var absent: [RegionOfCloud: [Target]] = [:]
        var others: Set<RegionOfCloud> = []
        for result in self {
            guard case .cloud = result.target.access else { continue }
            let place = RegionOfCloud(cloud: result.target.key.cloud, region: result.target.key.region)
            if result.outcome == .absent {
                absent[place, default: []].append(result.target)
            } else {
                others.insert(place)
            }
        }
        return absent.filter { !others.contains($0.key) }.map { place, targets in
            let targets = targets.sorted { $0.key < $1.key }
            let names = targets.prefix(4).map(\.key.schema.name).joined(separator: ", ")
            let more = targets.count > 4 ? " and \(targets.count - 4) more" : ""
            return "\(place.cloud.name)/\(place.region?.name ?? "-"): no schema is there (\(names)\(more)): "
                + "\(targets[0].url) answered 404 (not found); is its image endpoint the right one?"
        }.sorted()
    }
}

private struct RegionOfCloud: Hashable {
    let cloud: CloudName
    let region: Region?
}
