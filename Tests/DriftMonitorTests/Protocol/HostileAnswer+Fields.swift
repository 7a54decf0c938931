extension HostileAnswer {
    private static func with(_ fields: String) -> String { answer("HTTP/1.1 200 OK", fields) }

    /// Names, values and numbers of header fields.
    static let fields: [HostileAnswer] = [
        .init("field-name-broken", .failed) { dice, _ in
            let names = [" X", "X Y", "", "X\u{1}", "X\u{0}", "(x)", "é", "X\"", "X/Y", "[x]", "\t", "X\u{7F}", "X="]
            return [.send(with("\(dice.one(names)): y\r\n")), .close]
        },
        .init("field-without-colon", .failed) { dice, _ in
            [.send(with("\(dice.word(dice.number(1...50)))\r\n")), .close]
        },
        .init("field-name-long", .failedOrFine) { dice, _ in
            [.send(with("\(dice.word(dice.number(500...60_000))): y\r\n"))]
        },
        .init("field-name-endless", .failed) { dice, _ in
            [
                .send("HTTP/1.1 200 OK\r\n"),
                .flood([UInt8](repeating: UInt8(dice.number(97...122)), count: 1 << 16), times: 400),
            ]
        },
        .init("field-value-long", .failed) { dice, _ in
            [.send(with("X: \(String(repeating: dice.word(10), count: dice.number(6600...40_000)))\r\n")), .close]
        },
        .init("field-value-endless", .failed) { dice, _ in
            [
                .send("HTTP/1.1 200 OK\r\nX: "),
                .flood([UInt8](repeating: dice.one([0x20, 0x61, 0xC3]), count: 1 << 16), times: 400),
            ]
        },
        .init("fields-ten-thousand", .failed) { dice, _ in
            let line = "\(dice.word(dice.number(1...8))): \(dice.word(dice.number(0...8)))\r\n"
            return [.send(with(String(repeating: line, count: 10_000))), .close]
        },
        .init("fields-over-the-number", .failed) { dice, _ in
            [.send(with(String(repeating: "X: y\r\n", count: dice.number(300...3000)))), .close]
        },
        .init("fields-over-the-size", .failed) { dice, _ in
            [.send(with(String(repeating: "X: \(dice.word(1000))\r\n", count: dice.number(70...200)))), .close]
        },
        .init("fields-endless", .failed) { dice, _ in
            [
                .send("HTTP/1.1 200 OK\r\n"),
                .flood(Array("X: \(dice.word(dice.number(0...5000)))\r\n".utf8), times: 4000),
            ]
        },
        .init("fields-many", .fine) { dice, _ in
            [.send(with(String(repeating: "X: y\r\n", count: dice.number(100...200))))]
        },
        .init("field-value-controls", .failedOrFine) { dice, _ in
            let control = dice.one(["\u{0}", "\u{1}", "\u{1B}", "\u{7F}", "\u{8}", "\u{B}", "\u{C}"])
            return [.send(with("\(dice.one(["X", "ETag", "Content-Type", "Location"])): a\(control)b\r\n")), .close]
        },
        .init("field-folded", .failedOrFine) { dice, _ in
            [.send(with("X: a\r\n\(dice.one([" ", "\t", "  "]))\(dice.word(5))\r\n")), .close]
        },
        .init("field-line-ends", .failedOrFine) { dice, _ in
            [.send(with("X: y\(dice.one(["\n", "\r", "\n\r", "\r\r\n", "\r\n\n", "\u{85}", "\u{2028}"]))")), .close]
        },
        .init("field-no-utf8", .failedOrFine) { dice, _ in
            let bytes = dice.bytes(30).map { $0 | 0x80 }
            return [
                .send("HTTP/1.1 200 OK\r\nETag: \""), .bytes(bytes), .send("\"\r\n" + answer("").dropFirst(2)), .close,
            ]
        },
        .init("field-values-empty", .fine) { dice, _ in
            [
                .send(
                    with(
                        "X:\r\n\(dice.one(["ETag", "Last-Modified", "Content-Encoding", "Y"])):\(dice.one(["", " ", "\t"]))\r\n"
                    ))
            ]
        },
        .init("field-value-blanks", .fine) { dice, _ in
            [.send(with("X:\(String(repeating: dice.one([" ", "\t"]), count: dice.number(0...900)))y  \t\r\n"))]
        },
        .init("validators-odd", .fine) { dice, _ in
            let tag = dice.one(["\"", "W/", "W/\"\"", "\"a\"b\"", "*", dice.word(9000), "é", "\"\\\"", "a,b"])
            return [
                .send(
                    with(
                        "ETag: \(tag)\r\nETag: \"2\"\r\nLast-Modified: \(dice.one(["never", "0", dice.word(2000)]))\r\n"
                    ))
            ]
        },
        .init("content-type-odd", .fine) { dice, _ in
            [
                .send(
                    with(
                        "Content-Type: \(dice.one(["", ";", "text/html", "*/*", "application/json; charset=utf-7", dice.word(500)]))\r\n"
                    ))
            ]
        },
        .init("connection-odd", .fine) { dice, _ in
            let value = dice.one([
                "close", "keep-alive", "close, keep-alive", "Upgrade", "x", "", "keep-alive, keep-alive", "CLOSE",
            ])
            return [
                .send(
                    with(
                        "Connection: \(value)\r\nKeep-Alive: timeout=\(dice.one(["0", "-1", "x", "99999999999999999"]))\r\n"
                    ))
            ]
        },
        .init("cookies", .fine) { dice, _ in
            [
                .send(
                    with(
                        String(
                            repeating: "Set-Cookie: a=\(dice.word(20)); Domain=.; Max-Age=-9\r\n",
                            count: dice.number(1...80))))
            ]
        },
        .init("head-without-end", .failed) { dice, _ in
            [
                .send("HTTP/1.1 200 OK\r\n" + String(repeating: "X: y\r\n", count: dice.number(0...50))),
                dice.one([.close, .hang]),
            ]
        },
    ]

    /// Content-Length, alone and beside Transfer-Encoding.
    static let lengths: [HostileAnswer] = [
        .init("lengths-differ", .failed) { dice, _ in
            [.send(with("Content-Length: \(dice.number(0...500))\r\n")), .close]
        },
        .init("lengths-twice", .failedOrFine) { _, _ in
            [.send(with("Content-Length: \(document.utf8.count)\r\n")), .close]
        },
        .init("length-negative", .failed) { dice, _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: -\(dice.number(0...999_999))\r\n\r\n\(document)"), .close]
        },
        .init("length-no-number", .failed) { dice, _ in
            let length = dice.one([
                "abc", "0x4a", "4.5", "1e3", "+74", "7 4", "74;", "\u{0667}", "74, 74", "74,75", "NaN", ",",
            ])
            return [.send("HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\n\(document)"), .close]
        },
        .init("length-overflows", .failed) { dice, _ in
            let length = dice.one([
                "9223372036854775808", "18446744073709551615", "18446744073709551616", "99999999999999999999999",
                "9223372036854775807",
            ])
            return [.send("HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\n\(document)"), .close]
        },
        .init("length-over-the-limit", .failed) { dice, _ in
            [
                .send(
                    "HTTP/1.1 200 OK\r\nContent-Length: \(dice.number(2_000_000...4_000_000_000))\r\n\r\n\(document)"),
                .hang,
            ]
        },
        .init("length-empty", .any) { dice, _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length:\(dice.one(["", " ", "\t"]))\r\n\r\n\(document)"), .close]
        },
        .init("length-too-long", .failed) { dice, _ in
            let more = dice.number(1...1000)
            return [
                .send("HTTP/1.1 200 OK\r\nContent-Length: \(document.utf8.count + more)\r\n\r\n\(document)"),
                dice.one([.close, .hang, .reset]),
            ]
        },
        .init("length-too-short", .suspect) { dice, _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: \(dice.number(0...document.utf8.count - 1))\r\n\r\n\(document)")]
        },
        .init("length-zeros", .failedOrFine) { dice, _ in
            let zeros = String(repeating: "0", count: dice.number(1...300))
            return [
                .send("HTTP/1.1 200 OK\r\nContent-Length: \(zeros)\(document.utf8.count)\r\n\r\n\(document)"), .close,
            ]
        },
        .init("length-and-chunks", .failed) { dice, _ in
            let fields = ["Content-Length: \(dice.number(0...100))\r\n", "Transfer-Encoding: chunked\r\n"].shuffled(
                using: &dice
            ).joined()
            return [.send("HTTP/1.1 200 OK\r\n\(fields)\r\n\(chunk(document))0\r\n\r\n"), .close]
        },
        .init("transfer-unknown", .failed) { dice, _ in
            let coding = dice.one(["gzip", "gzip, chunked", "br", "x", "chunked, gzip", "deflate", "compress, chunked"])
            return [
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: \(coding)\r\n\r\n\(chunk(document))0\r\n\r\n"), .close,
            ]
        },
        .init("transfer-odd", .any) { dice, _ in
            let coding = dice.one([
                "chunked, chunked", "identity", "chunked;q=1", "Chunked", "chunked\u{B}", "\"chunked\"", "chunked,",
                ", chunked", "x chunked",
            ])
            return [
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: \(coding)\r\n\r\n\(chunk(document))0\r\n\r\n"), .close,
            ]
        },
    ]
}
