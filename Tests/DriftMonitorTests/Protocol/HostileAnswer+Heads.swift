extension HostileAnswer {
    /// Status lines, versions, other protocols, and answers that end too early.
    static let heads: [HostileAnswer] = [
        .init("status-below-100", .failed) { _, variant in
            let digits = String(variant % 100)
            let status = String(repeating: "0", count: 3 - digits.count) + digits
            return [.send(answer("HTTP/1.1 \(status) x"))]
        },
        .init("status-below-100-without-body", .failed) { dice, variant in
            [
                .send("HTTP/1.1 0\(10 + variant % 90) \(dice.word(3))\r\nContent-Length: 0\r\n\r\n"),
                dice.one([.close, .hang]),
            ]
        },
        .init("status-short", .failed) { dice, _ in
            [.send(answer("HTTP/1.1 \(dice.one(["", "2", "20", "0", "00"])) OK")), .close]
        },
        .init("status-long", .failed) { dice, _ in
            [.send(answer("HTTP/1.1 \(dice.number(1000...99_999_999))\(dice.one(["", " OK"]))")), .close]
        },
        .init("status-overflows", .failed) { dice, _ in
            let digits = String(repeating: "9", count: dice.number(10...400))
            return [.send(answer("HTTP/1.1 \(digits) OK")), .close]
        },
        .init("status-no-number", .failed) { dice, _ in
            let status = dice.one(["abc", "2O0", "-200", "+200", "0x0", "2 0", "1e2", "\u{0661}00", "*", "%00"])
            return [.send(answer("HTTP/1.1 \(status) OK")), .close]
        },
        .init("status-unknown", .failed) { dice, _ in
            [.send(answer("HTTP/1.1 \(dice.number(600...999)) \(dice.word(5))"))]
        },
        .init("status-other-success", .failed) { dice, _ in
            [.send(answer("HTTP/1.1 \(dice.one([201, 202, 203, 206, 207, 218, 226, 299])) x"))]
        },
        .init("status-204-with-body", .failed) { dice, _ in
            [.send(answer("HTTP/1.1 \(dice.one([204, 304])) x") + dice.word(dice.number(0...100)))]
        },
        .init("status-error", .failed) { dice, _ in
            let codes = [
                400, 401, 402, 403, 405, 406, 408, 409, 411, 413, 418, 421, 425, 426, 429, 431, 451, 500, 502, 599,
            ]
            return [.send(answer("HTTP/1.1 \(dice.one(codes)) x", body: dice.word(dice.number(0...500))))]
        },
        .init("redirect", .failed) { dice, _ in
            let places = [
                "/", "//x", "", "javascript:1", "http://", "\u{1B}[31m", "http://[::1",
                String(repeating: "a", count: 9999),
            ]
            return [
                .send(answer("HTTP/1.1 \(dice.one([301, 302, 303, 307, 308])) x", "Location: \(dice.one(places))\r\n"))
            ]
        },
        .init("retry-after", .failed) { dice, _ in
            let times = ["-1", "99999999999999999999", "0", "1.5", "Thu, 99 Foo 99999 99:99:99 GMT", "\u{0663}", ""]
            return [.send(answer("HTTP/1.1 \(dice.one([429, 503])) x", "Retry-After: \(dice.one(times))\r\n"))]
        },
        .init("switching-protocols", .failed) { dice, _ in
            let upgrade = dice.one(["", "Connection: Upgrade\r\nUpgrade: h2c\r\n", "Upgrade: websocket\r\n"])
            return [.send(answer("HTTP/1.1 101 x", upgrade)), .bytes(dice.bytes(dice.number(0...200)))]
        },
        .init("interim-flood", .failed) { dice, _ in
            let line = "HTTP/1.1 \(dice.one([100, 102, 103, 150, 199])) x\r\n\(dice.one(["", "X: y\r\n"]))\r\n"
            return [.flood(Array(line.utf8), times: dice.number(9...400)), .send(answer())]
        },
        .init("interim-endless", .failed) { dice, _ in
            [.flood(Array("HTTP/1.1 1\(dice.number(10...99)) x\r\n\r\n".utf8), times: 20_000)]
        },
        .init("interim-only", .failed) { dice, _ in
            [.send("HTTP/1.1 \(dice.one([100, 102, 103])) x\r\n\r\n"), dice.one([.close, .hang, .reset])]
        },
        .init("interim-with-fields", .fine) { dice, _ in
            let odd = [
                "Content-Encoding: gzip", "Content-Length: 5", "Transfer-Encoding: chunked", "Content-Encoding: br",
            ]
            let interim = (0..<dice.number(1...8)).map { _ in
                "HTTP/1.1 \(dice.one([100, 102, 103])) x\r\n\(dice.one(odd))\r\n\r\n"
            }
            return [.send(interim.joined() + answer())]
        },
        // The parser takes the connection's end for announced then.
        .init("interim-that-closes", .failedOrFine) { dice, _ in
            [.send("HTTP/1.1 \(dice.one([100, 102, 103])) x\r\nConnection: close\r\n\r\n" + answer())]
        },
        .init("reason-controls", .failedOrFine) { dice, _ in
            let control = dice.one(["\u{0}", "\u{1}", "\u{1B}[2J", "\u{7F}", "\u{8}", "\t", "\u{B}"])
            return [.send(answer("HTTP/1.1 200 \(control)\(dice.word(4))")), .close]
        },
        .init("reason-no-utf8", .failedOrFine) { dice, _ in
            [.bytes(Array("HTTP/1.1 200 ".utf8) + dice.bytes(20).map { $0 | 0x80 }), .send(answer("")), .close]
        },
        .init("reason-long", .failedOrFine) { dice, _ in
            [.send(answer("HTTP/1.1 200 " + dice.word(dice.number(1000...60_000))))]
        },
        .init("reason-endless", .failed) { dice, _ in
            [
                .send("HTTP/1.1 200 "),
                .flood([UInt8](repeating: UInt8(dice.number(97...122)), count: 1 << 16), times: 400),
            ]
        },
        .init("version-none-of-ours", .failed) { dice, _ in
            [
                .send(
                    answer(
                        "HTTP/\(dice.one(["2.0", "0.9", "3", "3.0", "9.9", "1", "1.", ".1", "1.1.1", "-1.1"])) 200 OK")),
                .close,
            ]
        },
        .init("version-unusual", .failedOrFine) { dice, _ in
            [.send(answer("HTTP/\(dice.one(["1.0", "1.2", "1.9", "1.1 ", "1.1\t"])) 200 OK")), .close]
        },
        .init("version-long", .failed) { dice, _ in
            [.send(answer("HTTP/1.\(String(repeating: "1", count: dice.number(2...5000))) 200 OK")), .close]
        },
        .init("protocol-name", .failed) { dice, _ in
            [
                .send(
                    answer(
                        "\(dice.one(["http", "HTTPS", "ICY", "RTSP", "HTT", "HTTPP", "TTP", "H", "GET / HTTP"]))/1.1 200 OK"
                    )), .close,
            ]
        },
        .init("no-status-line", .failed) { dice, _ in
            [
                .send(
                    dice.one(["200 OK\r\n", "OK\r\n", ": \r\n", "Content-Type: x\r\n", document + "\r\n\r\n"])
                        + answer("")), .close,
            ]
        },
        .init("blank-lines-first", .failedOrFine) { dice, _ in
            [
                .send(String(repeating: dice.one(["\r\n", "\n", " \r\n"]), count: dice.number(1...20)) + answer()),
                .close,
            ]
        },
        .init("other-protocol", .failed) { dice, _ in
            let greetings = [
                "SSH-2.0-OpenSSH_9.2\r\n", "220 smtp ready\r\n", "* OK IMAP4\r\n", "+OK POP3\r\n",
                "-ERR unknown command\r\n",
                "RFB 003.008\n", "\u{16}\u{3}\u{1}\u{0}\u{2}\u{1}\u{0}", "\u{15}\u{3}\u{3}\u{0}\u{2}\u{2}\u{28}",
                "AMQP\u{0}\u{0}\u{9}\u{1}",
            ]
            return [.send(dice.one(greetings)), .close]
        },
        .init("http2-preface", .failed) { dice, _ in
            [
                .bytes([0, 0, 18, 4, 0, 0, 0, 0, 0] + dice.bytes(18)), .bytes([0, 0, 0, 4, 1, 0, 0, 0, 0]),
                dice.one([.close, .hang]),
            ]
        },
        .init("noise", .failed) { dice, _ in
            [.bytes(dice.bytes(dice.number(1...3000)).map { $0 == 0x48 ? 0 : $0 }), .close]
        },
        .init("noise-after-the-version", .failed) { dice, _ in
            [.send("HTTP/1.1"), .bytes([0x21] + dice.bytes(dice.number(1...500))), .close]
        },
        .init("bit-flips-in-the-head", .any) { dice, _ in
            var bytes = Array(answer("HTTP/1.1 200 OK", "Content-Type: application/json\r\nETag: \"1\"\r\n").utf8)
            for _ in 0..<dice.number(1...6) { bytes[dice.number(0...90)] ^= 1 << UInt8(dice.number(0...7)) }
            return [.bytes(bytes), .close]
        },
        .init("lines-shuffled", .any) { dice, _ in
            let lines = answer("HTTP/1.1 200 OK", "ETag: x\r\nServer: y\r\nTransfer-Encoding: identity\r\n").split(
                separator: "\r\n", omittingEmptySubsequences: false)
            return [.send(lines.shuffled(using: &dice).joined(separator: "\r\n")), .close]
        },
        .init("nothing", .failed) { dice, _ in [dice.one([.close, .reset, .hang])] },
        .init("cut-off", .failed) { dice, _ in
            [.send(String(answer().prefix(dice.number(1...answer().count - 1)))), dice.one([.close, .reset])]
        },
        .init("stalls", .failed) { dice, _ in
            [.send(String(answer().prefix(dice.number(1...answer().count - 1)))), .hang]
        },
        .init("drips", .failed) { dice, _ in
            [.drip(answer("HTTP/1.1 200 " + dice.word(100)), every: .milliseconds(dice.number(20...60)))]
        },
    ]
}
