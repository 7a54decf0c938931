extension HostileAnswer {
    private static let half = document.utf8.count / 2

    /// Chunks, their sizes and extensions, trailers, and what follows an answer.
    static let chunks: [HostileAnswer] = [
        .init("chunk-size-no-number", .failed) { dice, _ in
            [
                .send(
                    chunked(
                        "\(dice.one(["zz", "-5", "+5", "0x5", "5.0", "", " ", "g", "\u{0665}", "-0", "*", "5 5"]))\r\n\(document)\r\n0\r\n\r\n"
                    )), .close,
            ]
        },
        .init("chunk-size-overflows", .failed) { dice, _ in
            let size = dice.one([
                "ffffffffffffffff", "10000000000000000", "7fffffffffffffff", "8000000000000000",
                String(repeating: "f", count: dice.number(17...300)),
            ])
            return [.send(chunked("\(size)\r\n\(document)\r\n0\r\n\r\n")), .close]
        },
        .init("chunk-size-zeros", .failedOrFine) { dice, _ in
            [
                .send(chunked(String(repeating: "0", count: dice.number(1...200)) + chunk(document) + "0\r\n\r\n")),
                .close,
            ]
        },
        .init("chunk-size-too-small", .failed) { dice, _ in
            [.send(chunked("\(String(dice.number(1...40), radix: 16))\r\n\(document)\r\n0\r\n\r\n")), .close]
        },
        .init("chunk-size-too-large", .failed) { dice, _ in
            [
                .send(chunked("\(String(dice.number(200...90_000), radix: 16))\r\n\(document)\r\n0\r\n\r\n")),
                dice.one([.close, .hang]),
            ]
        },
        .init("chunk-without-line-end", .failed) { dice, _ in
            let size = String(document.utf8.count, radix: 16)
            return [
                .send(chunked("\(size)\r\n\(document)\(dice.one(["0\r\n\r\n", "xx0\r\n\r\n", " \r\n0\r\n\r\n"]))")),
                .close,
            ]
        },
        .init("chunk-line-ends", .failedOrFine) { dice, _ in
            let size = String(document.utf8.count, radix: 16)
            let end = dice.one(["\n", "\r", "\r\r\n", " \r\n", "\t\r\n", ";\r\n"])
            return [.send(chunked("\(size)\(end)\(document)\r\n0\r\n\r\n")), .close]
        },
        .init("chunk-extensions", .failedOrFine) { dice, _ in
            let extensions = [
                ";a", ";a=b", ";a=\"b c\"", ";a=\"\\\"\"", ";;", ";=", ";a=\u{1}", ";é", "; a ; b", ";a=\"", " ;a",
            ]
            return [.send(chunked(chunk(document, dice.one(extensions)) + "0\(dice.one(["", ";x"]))\r\n\r\n")), .close]
        },
        .init("chunk-extension-long", .failedOrFine) { dice, _ in
            [.send(chunked(chunk(document, ";" + dice.word(dice.number(1000...60_000))) + "0\r\n\r\n"))]
        },
        .init("chunk-extension-endless", .failed) { dice, _ in
            [
                .send(chunked("5;")),
                .flood([UInt8](repeating: UInt8(dice.number(97...122)), count: 1 << 16), times: 400),
            ]
        },
        .init("chunks-of-one-byte", .fine) { dice, _ in
            [.send(chunked(document.map { chunk(String($0), dice.one(["", ";a"])) }.joined() + "0\r\n\r\n"))]
        },
        .init("chunks-without-end", .failed) { dice, _ in
            [.send(chunked(chunk(document))), dice.one([.close, .hang, .reset])]
        },
        .init("chunks-end-half", .failed) { dice, _ in
            [
                .send(chunked(chunk(document) + dice.one(["0", "0\r", "0\r\n", "0\r\nX: y\r\n"]))),
                dice.one([.close, .hang]),
            ]
        },
        .init("chunks-endless", .failed) { dice, _ in
            [.send(chunked("")), .flood(Array(chunk(dice.word(dice.number(1000...40_000))).utf8), times: 200_000)]
        },
        .init("trailers", .fine) { dice, _ in
            let trailers = String(repeating: "X-\(dice.word(4)): \(dice.word(6))\r\n", count: dice.number(1...50))
            return [.send(chunked(chunk(document) + "0\r\n" + trailers + "\r\n"))]
        },
        .init("trailers-that-matter", .failedOrFine) { dice, _ in
            let trailer = dice.one([
                "Content-Length: 3", "Transfer-Encoding: chunked", "Content-Encoding: gzip", "Host: x", "Set-Cookie: a",
            ])
            return [.send(chunked(chunk(document) + "0\r\n\(trailer)\r\n\r\n")), .close]
        },
        .init("trailers-ten-thousand", .failed) { dice, _ in
            [
                .send(
                    chunked(
                        chunk(document) + "0\r\n" + String(repeating: "\(dice.word(3)): y\r\n", count: 10_000) + "\r\n")
                ), .close,
            ]
        },
        .init("trailers-endless", .failed) { dice, _ in
            [
                .send(chunked(chunk(document) + "0\r\n")),
                .flood(Array("X: \(dice.word(dice.number(1...2000)))\r\n".utf8), times: 4000),
            ]
        },
        .init("trailer-broken", .failed) { dice, _ in
            [
                .send(
                    chunked(
                        chunk(document)
                            + "0\r\n\(dice.one(["no colon", ": x", "\u{1}: x", " x: y", "HTTP/1.1 200 OK"]))\r\n\r\n")),
                .close,
            ]
        },
        .init("trailer-empty", .fine) { dice, _ in
            [.send(chunked(chunk(document) + "0\r\nX:\(dice.one(["", " ", "\t "]))\r\n\r\n"))]
        },
        .init("next-answer-at-once", .fine) { dice, _ in
            [
                .send(
                    answer()
                        + answer(
                            "HTTP/1.1 \(dice.one([200, 404, 500, 302])) OK", body: #"{"type":"null","title":"poison"}"#)
                )
            ]
        },
        .init("next-answer-of-no-status", .fine) { dice, _ in
            [.send(answer() + answer("HTTP/1.1 0\(dice.number(10...99)) OK"))]
        },
        .init("noise-after-the-answer", .fine) { dice, _ in
            [.send(answer()), .bytes(dice.bytes(dice.number(1...4000)))]
        },
        .init("endless-after-the-answer", .fine) { dice, _ in
            [
                .send(answer()),
                .flood(Array(answer("HTTP/1.1 \(dice.one([200, 100])) x", body: "{}").utf8), times: 10_000),
            ]
        },
    ]

    /// Bodies without end, and in codes that were not asked for.
    static let bodies: [HostileAnswer] = [
        .init("body-endless", .failed) { dice, _ in
            [
                .send("HTTP/1.1 200 OK\r\n\r\n"),
                .flood([UInt8](repeating: dice.one([0x20, 0x61, 0x5B, 0]), count: 1 << 16), times: 16_384),
            ]
        },
        .init("body-until-the-end", .fine) { dice, _ in
            [
                .send(
                    "HTTP/1.\(dice.one(["0", "1"])) 200 OK\r\n\(dice.one(["", "Connection: keep-alive\r\n"]))\r\n\(document)"
                ), .close,
            ]
        },
        .init("body-stalls", .failed) { dice, _ in [.send(String(answer().dropLast(dice.number(1...half)))), .hang] },
        .init("body-drips", .failed) { dice, _ in
            let body = String(repeating: " ", count: 300) + document
            let head = "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
            return [.send(head), .drip(body, every: .milliseconds(dice.number(10...40)))]
        },
        .init("body-of-nothing", .suspect) { dice, _ in
            [.send(answer(body: String(repeating: dice.one([" ", "\n", "\t"]), count: dice.number(0...999))))]
        },
        .init("body-noise", .suspect) { dice, _ in
            let body = [0x5D] + dice.bytes(dice.number(1...5000))
            return [.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n"), .bytes(body)]
        },
        .init("body-deep", .suspect) { dice, _ in
            [.send(answer(body: String(repeating: dice.one(["[", "{\"a\":"]), count: dice.number(2000...200_000))))]
        },
        .init("gzip", .fine) { dice, _ in
            encoded(dice.one(["gzip", "x-gzip", "GZIP", "identity, gzip", " gzip "]), Gzip.stored(document))
        },
        .init("gzip-in-gzip", .suspect) { dice, _ in
            encoded("gzip", Gzip.stored(bytes: Gzip.stored(document + dice.word(3))))
        },
        .init("gzip-in-gzip-declared", .failed) { dice, _ in
            encoded(
                dice.one(["gzip, gzip", "gzip,gzip", "gzip\r\nContent-Encoding: gzip"]),
                Gzip.stored(bytes: Gzip.stored(document)))
        },
        .init("gzip-that-is-none", .failed) { dice, _ in
            encoded(
                "gzip",
                dice.one([
                    Array(document.utf8), dice.bytes(dice.number(2...2000)).map { $0 | 0x80 }, [0x1F], [0x1F, 0x8B, 9],
                ]))
        },
        .init("gzip-undeclared", .suspect) { dice, _ in
            let body = Gzip.stored(document + dice.word(2))
            return [.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n"), .bytes(body)]
        },
        .init("gzip-cut-off", .failed) { dice, _ in
            encoded("gzip", Array(Gzip.stored(document).dropLast(dice.number(9...document.utf8.count))))
        },
        .init("gzip-with-more", .failedOrFine) { dice, _ in
            encoded("gzip", Gzip.stored(document) + dice.bytes(dice.number(1...500)))
        },
        .init("gzip-bit-flips", .any) { dice, _ in
            var body = Gzip.stored(document)
            for _ in 0..<dice.number(1...5) { body[dice.number(0...body.count - 1)] ^= 1 << UInt8(dice.number(0...7)) }
            return encoded("gzip", body)
        },
        .init("gzip-bomb", .failed) { dice, _ in encoded("gzip", Gzip.bomb(expandingTo: dice.number(2...8) << 20)) },
        .init("gzip-empty", .failedOrSuspect) { dice, _ in encoded(dice.one(["gzip", "deflate"]), []) },
        .init("brotli", .failed) { dice, _ in
            encoded(dice.one(["br", "BR", "br, gzip"]), [0x0B, 0x25, 0x80] + Array(document.utf8) + [3])
        },
        .init("coding-unknown", .failed) { dice, _ in
            encoded(
                dice.one([
                    "zstd", "compress", "dcb", "exi", "aes128gcm", dice.word(300), "*", "gzip;q=1", "\u{1B}[31m", "é",
                ]), dice.bytes(50))
        },
        .init("coding-of-an-error", .failed) { dice, _ in
            encoded(
                dice.one(["br", "zstd", "gzip, gzip", "gzip"]), dice.bytes(40),
                status: dice.one(["401 x", "403 x", "503 x", "302 x"]))
        },
        .init("deflate", .any) { dice, _ in
            encoded("deflate", dice.one([Array(Gzip.stored(document).dropFirst(10).dropLast(8)), dice.bytes(30)]))
        },
    ]
}
