import Testing

@testable import DriftMonitor

@Suite struct WebURLTests {
    @Test(arguments: [
        ("http://Example.COM", "http://example.com/", "example.com", 80),
        ("HTTPS://example.com:443/a?b#c", "https://example.com/a?b", "example.com", 443),
        ("http://example.com:8080?q", "http://example.com:8080/?q", "example.com", 8080),
        ("http://[::1]:5/x", "http://[::1]:5/x", "::1", 5),
        ("http://10.0.0.1/%7B", "http://10.0.0.1/%7B", "10.0.0.1", 80),
        ("http://my_host-1.example./", "http://my_host-1.example./", "my_host-1.example.", 80),
    ])
    func `what is accepted`(text: String, whole: String, host: String, port: Int) throws {
        let url = try WebURL(text)
        #expect(url.description == whole)
        #expect(url.host == host)
        #expect(url.port == port)
    }

    @Test(
        arguments: [
            ("", .scheme), ("example.com", .scheme), ("ftp://a/", .scheme), ("http:/a", .scheme),
            ("file:///etc/passwd", .scheme),
            ("http://", .host), ("http:///a", .host), ("http://a..b/", .host), ("http://[::1/", .host),
            ("http://[fe80::1%25eth0]/", .host),
            ("http://[127.0.0.1]/", .host), ("http://a:b:80/", .port("b:80")), ("http://u:p@a/", .user),
            ("http://a@b/", .user),
            ("http://a:0/", .port("0")), ("http://a:65536/", .port("65536")), ("http://a:x/", .port("x")),
            ("http://a:/", .port("")),
            ("http://a/b c", .character(" ")), ("http://a\\@b/", .character("\\")), ("http://a/\n", .character("\n")),
            ("http://bücher.example/", .character("ü")), ("http://a/{x}", .character("{")),
        ] as [(String, WebURLError)])
    func `what is refused`(text: String, error: WebURLError) {
        #expect(throws: error) { try WebURL(text) }
    }
}
