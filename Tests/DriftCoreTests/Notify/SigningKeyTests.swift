import DriftCore
import Testing

@Suite struct SigningKeyTests {
    @Test func `the signature is that of the standard's own example`() throws {
        let key = try SigningKey(Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let signature = key.signature(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: Array(#"{"test": 2432232314}"#.utf8))
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(arguments: [
        ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", SigningKeyError.noPrefix), ("", .noPrefix),
        ("whsec_***", .notBase64), ("whsec_", .wrongLength(0)), ("whsec_c2hvcnQ=", .wrongLength(5)),
    ])
    func `a text that is no key is refused without being shown`(text: String, error: SigningKeyError) {
        #expect(throws: error) { try SigningKey(Secret(text)) }
        #expect(text.isEmpty || !error.description.contains(text))
    }

    @Test func `a key never prints`() throws {
        let key = try SigningKey(Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!"\(key) \(dumped)".contains("MfKQ"))
        #expect("\(key)" == "<redacted>")
    }
}
