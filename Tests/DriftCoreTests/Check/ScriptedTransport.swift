import DriftCore
import Synchronization
import Testing

/// Answers requests by a script: a function of the URL and of how often that URL was asked before.
final class ScriptedTransport: HTTPTransport {
    typealias Script = @Sendable (_ request: HTTPRequest, _ turn: Int) throws(HTTPTransportError) -> HTTPResponse

    private let script: Script
    private let state = Mutex<[HTTPRequest]>([])

    init(_ script: @escaping Script) {
        self.script = script
    }

    var requests: [HTTPRequest] { state.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        let turn = state.withLock { requests in
            requests.append(request)
            return requests.count { $0.url == request.url } - 1
        }
        return try script(request, turn)
    }
}

extension HTTPResponse {
    static func ok(_ body: String) -> HTTPResponse { HTTPResponse(status: 200, body: Array(body.utf8)) }
}

/// What a target answers, one letter each time: documents A, B, C …; `4` a 404, `5` a 500, `0` no connection,
/// `<` a page, `-` a stub of a schema; `a` the document A under an entity tag that is another one each time.
struct AnswerScript: Sendable {
    let letters: [Character]

    init(_ letters: String) {
        self.letters = Array(letters)
    }

    /// The last letter goes on for ever.
    func response(_ turn: Int) throws(HTTPTransportError) -> HTTPResponse {
        let letter = turn < letters.count ? letters[turn] : letters.last ?? "A"
        return switch letter {
        case "4": HTTPResponse(status: 404)
        case "5": HTTPResponse(status: 500)
        case "0": throw .connectionFailed(host: "a.example", detail: "refused")
        case "<": .ok("<html>Please sign in</html>")
        case "-": .ok(#"{"type":"object"}"#)
        case "a":
            HTTPResponse(
                status: 200, headers: HTTPHeaders([("ETag", "\"\(turn)\"")]), body: Array(Self.document("A").utf8))
        default: .ok(Self.document(letter))
        }
    }

    /// Long enough for a stub to be told from it.
    static func document(_ letter: Character) -> String {
        let filler = String(repeating: "x", count: 600)
        return #"{"description":"\#(filler)","properties":{"kind":{"enum":["\#(letter)"]}}}"#
    }
}
