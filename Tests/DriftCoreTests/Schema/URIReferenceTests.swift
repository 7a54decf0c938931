import Testing

@testable import DriftSchema

@Suite struct URIReferenceTests {
    /// The examples of RFC 3986, 5.4.
    @Test(arguments: [
        ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"), ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q#s"), ("g#s", "http://a/b/c/g#s"), ("g?y#s", "http://a/b/c/g?y#s"),
        (";x", "http://a/b/c/;x"), ("g;x", "http://a/b/c/g;x"), ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"),
        ("./", "http://a/b/c/"), ("..", "http://a/b/"), ("../", "http://a/b/"), ("../g", "http://a/b/g"),
        ("../..", "http://a/"), ("../../", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
        ("../../../../g", "http://a/g"), ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."),
        (".g", "http://a/b/c/.g"), ("g..", "http://a/b/c/g.."), ("..g", "http://a/b/c/..g"),
        ("./../g", "http://a/b/g"), ("./g/.", "http://a/b/c/g/"), ("g/./h", "http://a/b/c/g/h"),
        ("g/../h", "http://a/b/c/h"), ("g;x=1/./y", "http://a/b/c/g;x=1/y"), ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/./x", "http://a/b/c/g?y/./x"), ("g?y/../x", "http://a/b/c/g?y/../x"),
    ])
    func `a reference is resolved against a base`(reference: String, expected: String) {
        let base = URIReference("http://a/b/c/d;p?q")
        #expect(URIReference(reference).resolved(against: base).description == expected)
    }

    @Test(arguments: [
        ("", "a.json", "a.json"), ("a/b.json", "c.json", "a/c.json"), ("", "#/x", "#/x"),
        ("urn:example:a", "#/x", "urn:example:a#/x"), ("http://a", "b", "http://a/b"),
        ("a.json", "http://b/c", "http://b/c"),
    ])
    func `a base may be relative or without a path`(base: String, reference: String, expected: String) {
        #expect(URIReference(reference).resolved(against: URIReference(base)).description == expected)
    }

    @Test func `percent-encoded text is decoded when it is UTF-8`() {
        #expect(URIReference.decoded("a%25b%C3%A9") == "a%bé")
        #expect(URIReference.decoded("plain") == "plain")
        #expect(URIReference.decoded("%FF") == nil)
        #expect(URIReference.decoded("%2") == nil)
        #expect(URIReference.decoded("%zz") == nil)
    }
}
