import ArgumentParser
import DriftCore

/// What is to be watched, where the configuration does not say it: shared by `check` and `targets`.
struct WatchOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A cloud of clouds.yaml, as the usual files name it.", valueName: "name"))
    var cloud: String?

    @Flag(help: "Every region of the cloud's catalog.")
    var allRegions = false

    @Option(help: ArgumentHelp("Only this region of the cloud; may be repeated.", valueName: "name"))
    var region: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only this schema of the cloud, such as images; 'all' for every one; may be repeated.", valueName: "name"))
    var schema: [String] = []

    @Flag(help: "Forget that a login was refused, and try it once more.")
    var retryLogin = false

    func validate() throws {
        guard cloud != nil || (!allRegions && region.isEmpty && schema.isEmpty) else {
            throw ValidationError("--all-regions, --region and --schema go with --cloud NAME")
        }
        guard !allRegions || region.isEmpty else {
            throw ValidationError("--all-regions and --region exclude each other")
        }
        for name in schema where name != "all" {
            do throws(TargetError) { _ = try SchemaName(name) } catch { throw ValidationError("--schema: \(error)") }
        }
        if let cloud {
            do throws(TargetError) { _ = try CloudName(cloud) } catch { throw ValidationError("--cloud: \(error)") }
        }
    }

    /// The clouds that are wanted: the one named here, else the configuration's, less those no operand names.
    func wishes(_ configuration: Configuration, operands: [String]) throws -> [CloudWish] {
        guard let cloud else {
            guard !operands.isEmpty else { return configuration.cloudWishes }
            let named = Set(operands.compactMap { try? TargetKey($0).cloud.name })
            return configuration.cloudWishes.filter { named.contains($0.name) }
        }
        var wish =
            configuration.cloudWishes.first { $0.name == cloud }
            ?? CloudWish(name: cloud, interval: configuration.interval, source: "--cloud \(cloud)")
        wish.isOperand = true
        if allRegions { wish.regions = .all }
        if !region.isEmpty { wish.regions = .only(region) }
        if schema.contains("all") {
            wish.schemas = SchemaName.all
            wish.namesSchemas = false
        } else if !schema.isEmpty {
            wish.namesSchemas = true
            wish.schemas = try schema.map { name throws(TargetError) in try SchemaName(name) }
        }
        return [wish]
    }

    /// The targets at known URLs: operands that are URLs, and the configuration's.
    func targets(_ configuration: Configuration, _ host: Host, operands: [String]) throws -> [Target] {
        let configured = try configuration.targets(reading: host.secrets(of: configuration))
        if operands.isEmpty { return cloud == nil ? configured : [] }
        var targets: [Target] = []
        for operand in operands {
            if operand.contains("://") {
                let plain = try Target(adHoc: operand, interval: configuration.interval)
                if let target = configured.first(where: { $0.isSameDocument(as: plain) }) {
                    targets.append(target)
                } else {
                    for target in configured { try plain.mustNotCollide(with: target) }
                    targets.append(plain)
                }
            } else {
                let key: TargetKey
                do throws(TargetError) { key = try TargetKey(operand) } catch {
                    throw Trouble("\(error); a URL starts with http:// or https://", exitCode: 64)
                }
                let isOfCloud = configuration.clouds.contains { $0.name == key.cloud } || cloud == key.cloud.name
                guard let target = configured.first(where: { $0.key == key }) else {
                    guard isOfCloud else {
                        let hint = Nearest.hint(for: operand, among: configured.map(\.key.description))
                        throw Trouble("the configuration names no target '\(operand)'\(hint)")
                    }
                    continue
                }
                targets.append(target)
            }
        }
        return try targets.distinct()
    }
}
