extension Target {
    /// The schema's name in fingerprints: what stands below `/v2/schemas/`, so that one schema at different URLs is one.
    package var fingerprintName: String {
        let name = String(key.schema.name.prefix { $0 != "?" })
        let marker = "v2/schemas/"
        guard let range = name.firstRange(of: marker), !name[range.upperBound...].isEmpty else { return name }
        return String(name[range.upperBound...])
    }
}
