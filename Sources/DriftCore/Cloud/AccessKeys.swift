/// An access key of Huawei Cloud and its relatives: requests are signed with it instead of carrying a token.
package struct AccessKeys: Hashable, Sendable {
    package var accessKey: String
    package var secretKey: Secret
    /// Of temporary keys.
    package var securityToken: Secret?
    /// Needed where an account has several projects; looked up by the region's name when nil.
    package var projectID: String?
    /// The identity service, up to `/v3`.
    package var identityURL: String
}
