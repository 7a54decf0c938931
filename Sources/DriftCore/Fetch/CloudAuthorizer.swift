/// Lets requests through by the sessions of the clouds that their targets belong to.
package struct CloudAuthorizer: Authorizer {
    private let session: @Sendable (String) -> CloudSession?

    /// - Parameter session: the present one of a cloud, by its name in target keys.
    package init(session: @escaping @Sendable (String) -> CloudSession?) {
        self.session = session
    }

    package func authorize(
        _ request: HTTPRequest, cloud: String, region: Region?
    ) async throws(FetchError) -> HTTPRequest {
        guard let session = session(cloud) else { return request }
        do throws(CloudError) {
            return try await session.authorize(request, for: region)
        } catch {
            throw FetchError(error, cloud: cloud)
        }
    }

    package func reauthorize(
        _ request: HTTPRequest, refused: HTTPRequest, cloud: String, region: Region?
    ) async throws(FetchError) -> HTTPRequest? {
        guard let session = session(cloud) else { return nil }
        do throws(CloudError) {
            return try await session.reauthorize(request, refused: refused, for: region)
        } catch {
            throw FetchError(error, cloud: cloud)
        }
    }
}

extension FetchError {
    /// A login's failure belongs to all targets that share it; the rest to the one cloud.
    package init(_ error: CloudError, cloud: String) {
        switch error.concern {
        case .credential, .identity:
            self = .credential(
                CredentialFault(
                    cloud: cloud, message: error.description, isRefusal: error.concern == .credential,
                    retryAfter: error.retryAfter))
        case .settings, .catalog:
            self = .cloud(error.description)
        }
    }
}
