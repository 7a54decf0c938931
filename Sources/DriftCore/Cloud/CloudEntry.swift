/// One cloud in one region as the operator's files have it: how to log in, and where its image service is.
package struct CloudEntry: Hashable, Sendable {
    package var name: CloudName
    /// Nil where the files name no region: then every region of the catalog is meant.
    package var region: Region?
    package var login: CloudLogin
    /// Whose account it is; nil where nothing is logged in to.
    package var credential: CredentialKey?
    package var image: ImageService
    package var tls: TLSSettings
    /// What it was made of, for `targets`.
    package var settings: [ShownSetting]
    /// Where the entry begins: `/etc/openstack/clouds.yaml:3`.
    package var source: String
    package var warnings: [SettingsProblem]
    /// Changes when a file it was read from changes: a pause after a refused login ends then.
    package var revision: String
    /// Whether a token that came encrypted may be sent to an endpoint that the catalog names without encryption.
    package var allowsCleartext = false

    /// How the image service is found in a catalog, or where it is without one.
    package struct ImageService: Hashable, Sendable {
        /// Up to `/v2`; the catalog is not asked then.
        package var base: String?
        package var query: ServiceCatalogQuery
    }
}

/// A setting as it may be shown.
package struct ShownSetting: Hashable, Sendable {
    package var name: String
    /// `<redacted>` for a secret.
    package var value: String
    package var origin: SettingOrigin

    package init(name: String, value: String, origin: SettingOrigin) {
        self.name = name
        self.value = value
        self.origin = origin
    }
}

/// A cloud, or one region of it, that cannot be served, and why. It never stops the others.
package struct RefusedCloud: Hashable, Sendable {
    package var cloud: String
    package var region: String?
    package var reason: CloudError

    package init(cloud: String, region: String?, reason: CloudError) {
        self.cloud = cloud
        self.region = region
        self.reason = reason
    }
}

/// A cloud with the regions that were asked for.
package struct Cloud: Sendable {
    package var name: String
    package var entries: [CloudEntry]
    package var refused: [RefusedCloud]
    package var warnings: [SettingsProblem]
    /// Whether every region of the catalog is wanted: it was asked for, or the files name none.
    package var wantsWholeCatalog: Bool

    /// The cloud with endpoints of its catalog that are not encrypted, as the operator allows them.
    package func allowingCleartext(_ isAllowed: Bool) -> Cloud {
        var cloud = self
        for index in cloud.entries.indices { cloud.entries[index].allowsCleartext = isAllowed }
        return cloud
    }
}

extension CloudEntry {
    /// What is wrong with sending this entry's token to a URL of its catalog: a clause that follows the URL; nil when nothing is.
    func cleartextFault(_ url: String) -> String? {
        guard case .keystone(let login) = self.login, login.url.lowercased().hasPrefix("https:"), !allowsCleartext,
            !url.lowercased().hasPrefix("https:")
        else { return nil }
        return
            "is not encrypted though the login is, so the token could be read on its way (allow_cleartext permits it)"
    }
}

/// Which regions of a cloud are wanted.
package enum RegionChoice: Hashable, Sendable {
    /// Those that the files name: `regions`, else `region_name`, else the profile's; the whole catalog if none do.
    case asConfigured
    case only([String])
    case all
}

extension CloudsFiles {
    /// Every cloud, in the order of the files.
    package func allClouds() -> [Cloud] {
        names.map { name in
            do throws(CloudError) {
                return try cloud(name)
            } catch {
                let refused = RefusedCloud(cloud: name, region: nil, reason: error)
                return Cloud(name: name, entries: [], refused: [refused], warnings: [], wantsWholeCatalog: false)
            }
        }
    }

    /// One cloud; a region that cannot be served is among its `refused`.
    ///
    /// - Parameters:
    ///   - projectPerRegion: Each region's project has the region's name, as on Huawei Cloud.
    ///   - isNamed: The cloud is named beside the variables, by an operand or `OS_CLOUD`: a password among them is meant for it. It goes
    ///     to no other.
    package func cloud(
        _ name: String, regions choice: RegionChoice = .asConfigured, projectPerRegion: Bool = false,
        isNamed: Bool = false
    ) throws(CloudError) -> Cloud {
        guard clouds.contains(name) else { throw .cloudNotFound(name, known: names) }
        var resolver = CloudResolver(self, cloud: name)
        let known: [CloudResolver.RegionSettings]
        do throws(SettingsProblem) {
            known = try resolver.regions()
        } catch {
            throw .settings(error)
        }
        var cloud = Cloud(name: name, entries: [], refused: [], warnings: resolver.warnings, wantsWholeCatalog: false)
        let unnamed = CloudResolver.RegionSettings(name: "", origin: .standard)
        var wanted = known.isEmpty ? [unnamed] : known
        switch choice {
        case .asConfigured: cloud.wantsWholeCatalog = !wanted.contains { !$0.name.isEmpty }
        case .all: cloud.wantsWholeCatalog = true
        case .only(let names):
            wanted = []
            for region in names {
                if let settings = known.first(where: { $0.name == region }) {
                    wanted.append(settings)
                } else if known.isEmpty {
                    wanted.append(CloudResolver.RegionSettings(name: region, origin: .choice))
                } else {
                    let reason = CloudError.regionNotFound(region, cloud: name, known: known.map(\.name))
                    cloud.refused.append(RefusedCloud(cloud: name, region: region, reason: reason))
                }
            }
        }
        for region in wanted {
            do throws(CloudError) {
                let entry = try entry(
                    name, in: region, projectPerRegion: projectPerRegion,
                    isNamed: isNamed || places.environment["OS_CLOUD"] == name)
                cloud.entries.append(entry)
                cloud.warnings += entry.warnings.filter { !cloud.warnings.contains($0) }
            } catch {
                let refused = RefusedCloud(cloud: name, region: region.name.isEmpty ? nil : region.name, reason: error)
                // What is wrong in all regions alike is told once.
                if cloud.refused.last?.reason == error {
                    cloud.refused[cloud.refused.count - 1].region = nil
                } else {
                    cloud.refused.append(refused)
                }
            }
        }
        return cloud
    }

    private func entry(
        _ name: String, in region: CloudResolver.RegionSettings, projectPerRegion: Bool, isNamed: Bool
    ) throws(CloudError) -> CloudEntry {
        do throws(SettingsProblem) {
            var resolver = CloudResolver(self, cloud: name, completes: true, isNamed: isNamed)
            var config = try resolver.settings(in: region)
            if projectPerRegion, !region.name.isEmpty, case .mapping(var auth)? = config["auth"]?.value {
                auth["project_id"] = nil
                auth["project_name"] = Setting(value: .text(region.name), origin: .choice)
                config["auth"]?.value = .mapping(auth)
            }
            var builder = CloudEntryBuilder(
                files: self, cloud: name, config: config, revision: revision + resolver.revision)
            var entry = try builder.entry(in: region)
            entry.warnings = resolver.warnings + entry.warnings
            return entry
        } catch {
            throw .settings(error)
        }
    }
}
