extension Rule {
    /// An identifier changed; references that use it lead elsewhere.
    ///
    /// `{"$id":"http://example.com/a"}` → `{"$id":"http://example.com/b"}`
    static let idChanged = Rule(
        "id-changed", "An identifier changed; references that use it lead elsewhere.",
        says: "{where}: {keyword} is {new}; it was {old}",
        old: #"{"$id":"http://example.com/a"}"#,
        new: #"{"$id":"http://example.com/b"}"#,
        on: ["id", "$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary"]
    )
}
