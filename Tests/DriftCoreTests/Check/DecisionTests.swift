import Testing

@testable import DriftCore

@Suite struct DecisionTests {
    /// A, B, C are documents; `4` is a 404, `!` a failure, `?` a suspect answer, `=` a 304.
    private static func answer(_ letter: Character) -> SeenAnswer {
        switch letter {
        case "4": .notFound
        case "!": .failed(.status(500, detail: nil, retryAfter: nil, url: "http://a/"))
        case "?": .suspect(Suspicion(reason: .empty, message: "empty", body: []))
        case "=": .notModified
        default: .document(seen(letter))
        }
    }

    private static func seen(_ letter: Character) -> SeenDocument {
        let text = Array("{\"title\":\"\(letter)\"}".utf8)
        return SeenDocument(
            document: FetchedDocument(text: text, digest: Digest(of: text), entityTag: nil, lastModified: nil),
            view: Digest(of: text))
    }

    @Test(arguments: [
        // A target without a version.
        ("", "A", "fetchAgain"), ("", "AA", "confirmed A"), ("", "AB", "fetchAgain"), ("", "ABB", "confirmed B"),
        ("", "ABC", "unstable"), ("", "ABA", "unconfirmed"), ("", "4", "absent"), ("", "A4", "absent"),
        ("", "!", "failed"), ("", "?", "suspect"), ("", "A!", "failed"),
        // One whose latest version is A.
        ("A", "A", "unchanged"), ("A", "=", "unchanged"), ("A", "B", "fetchAgain"), ("A", "BB", "confirmed B"),
        ("A", "BA", "unconfirmed"), ("A", "BC", "fetchAgain"), ("A", "BCC", "confirmed C"), ("A", "BCA", "unconfirmed"),
        ("A", "BCB", "unconfirmed"), ("A", "BCD", "unstable"), ("A", "B!", "failed"), ("A", "B?", "suspect"),
        ("A", "4", "fetchAgain"), ("A", "44", "gone"), ("A", "4A", "unchanged"), ("A", "4B", "fetchAgain"),
        ("A", "4BB", "confirmed B"), ("A", "B4", "fetchAgain"), ("A", "B44", "gone"), ("A", "B4B", "unconfirmed"),
        ("A", "4B4", "unconfirmed"),
    ])
    func `answers in turn decide`(latest: String, answers: String, expected: String) {
        let decision = Decision(
            answers: answers.map(Self.answer), latestView: latest.first.map { Self.seen($0).view }, isGone: false)
        #expect(Self.name(decision) == expected)
    }

    @Test func `a target that is known to be gone needs no second 404`() {
        let decision = Decision(answers: [.notFound], latestView: Self.seen("A").view, isGone: true)
        #expect(decision == .gone)
    }

    private static func name(_ decision: Decision) -> String {
        switch decision {
        case .fetchAgain: "fetchAgain"
        case .unchanged: "unchanged"
        case .confirmed(let seen): "confirmed " + "ABCD".filter { Self.seen($0) == seen }
        case .unconfirmed: "unconfirmed"
        case .unstable: "unstable"
        case .suspect: "suspect"
        case .absent: "absent"
        case .gone: "gone"
        case .left: "left"
        case .failed: "failed"
        }
    }
}
