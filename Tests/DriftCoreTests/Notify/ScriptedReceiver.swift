import DriftCore

/// Answers from a list, and keeps what was asked.
actor ScriptedReceiver: HTTPTransport {
    private(set) var requests: [HTTPRequest] = []
    private var answers: [Result<HTTPResponse, HTTPTransportError>]
    private let usual: Result<HTTPResponse, HTTPTransportError>

    /// - Parameter usual: what is answered when the list is at its end.
    init(
        _ answers: [Result<HTTPResponse, HTTPTransportError>] = [],
        usual: Result<HTTPResponse, HTTPTransportError> = .success(HTTPResponse(status: 204))
    ) {
        self.answers = answers
        self.usual = usual
    }

    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        requests.append(request)
        return try (answers.isEmpty ? usual : answers.removeFirst()).get()
    }

    func answer(_ answers: [Result<HTTPResponse, HTTPTransportError>]) {
        self.answers = answers
    }

    static func status(_ status: Int, _ headers: [(name: String, value: String)] = []) -> Result<
        HTTPResponse, HTTPTransportError
    > { .success(HTTPResponse(status: status, headers: HTTPHeaders(headers))) }
}
