/// Which cloud is wanted, and what of it.
package struct CloudWish: Hashable, Sendable {
    /// As clouds.yaml has it.
    package var name: String
    package var regions: RegionChoice
    package var schemas: [SchemaName]
    /// Listed one by one, so that each must be there; of the usual ones or all of them some may be missing.
    package var namesSchemas: Bool
    package var projectPerRegion: Bool
    /// An endpoint without encryption gets the token, although the login is encrypted.
    package var allowsCleartext: Bool
    /// Nil for what the schema's name suggests.
    package var role: Role?
    package var dialect: String?
    package var ignore: IgnoreRules
    package var interval: Duration
    /// Named on the command line: then a name that does not exist is a wrong operand, not one cloud of many.
    package var isOperand: Bool
    /// Where it was named, for `targets`.
    package var source: String

    package init(
        name: String, regions: RegionChoice = .asConfigured, schemas: [SchemaName] = SchemaName.usual,
        namesSchemas: Bool = false, projectPerRegion: Bool = false, allowsCleartext: Bool = false, role: Role? = nil,
        dialect: String? = nil, ignore: IgnoreRules = .none,
        interval: Duration, isOperand: Bool = false, source: String
    ) {
        self.name = name
        self.regions = regions
        self.schemas = schemas
        self.namesSchemas = namesSchemas
        self.projectPerRegion = projectPerRegion
        self.allowsCleartext = allowsCleartext
        self.role = role
        self.dialect = dialect
        self.ignore = ignore
        self.interval = interval
        self.isOperand = isOperand
        self.source = source
    }
}

/// What the files make of a wish: a cloud that can be asked, or the reason why it cannot.
package struct CloudPlan: Sendable {
    package var wish: CloudWish
    package var cloud: Result<Cloud, CloudError>

    /// Reads no more than the files that are loaded, and asks nobody.
    package init(_ wish: CloudWish, in files: CloudsFiles) {
        self.wish = wish
        do throws(CloudError) {
            cloud = .success(
                try files.cloud(
                    wish.name, regions: wish.regions, projectPerRegion: wish.projectPerRegion, isNamed: wish.isOperand
                ).allowingCleartext(wish.allowsCleartext))
        } catch {
            cloud = .failure(error)
        }
    }

    /// Why the operand that asked for this cloud is wrong; nil where it is not, or where no operand did.
    package var wrongOperand: CloudError? {
        guard wish.isOperand else { return nil }
        switch cloud {
        case .success(let cloud): return cloud.refused.first(where: \.reason.isUnknownRegion)?.reason
        case .failure(let error):
            if case .cloudNotFound = error { return error }
            return nil
        }
    }

    /// The regions that the files name, before anybody was asked.
    package var regionNames: [String] { (try? cloud.get())?.entries.compactMap(\.region?.name) ?? [] }
}
