/// Lets the logins of clouds into fetching.
package struct CloudAuthorizer: Authorizer {
    private let sessions: [String: CloudSession]

    /// - Parameter sessions: By the name under which targets have them in `Access.cloud`.
    package init(_ sessions: [String: CloudSession]) {
        self.sessions = sessions
    }

    package func authorize(
        _ request: HTTPRequest, cloud: String, region: Region?
    ) async throws(FetchError) -> HTTPRequest {
        let session = try session(cloud)
        do throws(CloudError) {
            return try await session.authorize(request, for: region)
        } catch {
            throw .credential(CredentialFault(error, cloud: cloud))
        }
    }

    package func reauthorize(
        _ request: HTTPRequest, refused: HTTPRequest, cloud: String, region: Region?
    ) async throws(FetchError) -> HTTPRequest? {
        let session = try session(cloud)
        do throws(CloudError) {
            return try await session.reauthorize(request, refused: refused, for: region)
        } catch {
            throw .credential(CredentialFault(error, cloud: cloud))
        }
    }

    private func session(_ cloud: String) throws(FetchError) -> CloudSession {
        guard let session = sessions[cloud] else {
            throw .credential(
                CredentialFault(
                    cloud: cloud, message: "the cloud '\(cloud)' is no longer configured", isRefusal: false))
        }
        return session
    }
}

extension CredentialFault {
    init(_ error: CloudError, cloud: String) {
        self.init(cloud: cloud, message: error.description, isRefusal: error.concern == .credential)
    }
}
