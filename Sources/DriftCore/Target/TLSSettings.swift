/// What a connection trusts and shows. Paths are absolute.
package struct TLSSettings: Hashable, Sendable {
    package var verifies: Bool
    package var authorityFile: String?
    package var certificateFile: String?
    package var keyFile: String?

    package init(
        verifies: Bool = true, authorityFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil
    ) {
        self.verifies = verifies
        self.authorityFile = authorityFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}
