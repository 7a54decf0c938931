extension ServiceCatalog {
    /// What the catalog has that may have been meant, with the setting that would choose it; nil where only the region does not fit, or
    /// where nothing resembles an image service.
    func hint(afterNothingFor query: ServiceCatalogQuery) -> String? {
        guard regions(query).isEmpty else { return nil }
        let ofType = services.filter { $0.type == query.type }
        if ofType.isEmpty {
            let alike = services.filter { $0.type.lowercased().contains("image") || $0.name?.lowercased() == "glance" }
            guard let first = alike.first?.type else { return nil }
            return
                "it has services of type \(Self.list(alike.map(\.type))): write image_service_type: \(first.shown(limit: 60))"
        }
        if let name = query.name {
            let names = ofType.compactMap(\.name)
            if !names.isEmpty, !names.contains(name) {
                return
                    "none of them is named '\(name.shown(limit: 60))' but \(Self.list(names)): correct or remove image_service_name"
            }
        }
        let interfaces = ofType.flatMap(\.endpoints).map(\.interface)
        guard !interfaces.isEmpty else { return nil }
        return "it has \(Self.list(interfaces)) ones: set interface or image_interface"
    }

    /// Each once, a few of them.
    private static func list(_ names: [String]) -> String {
        var seen: Set<String> = []
        let names = names.filter { seen.insert($0).inserted }
        return names.prefix(5).map { $0.shown(limit: 60) }.joined(separator: ", ") + (names.count > 5 ? ", …" : "")
    }
}
