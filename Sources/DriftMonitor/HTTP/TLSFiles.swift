import DriftCore
import NIOSSL

/// Reads what `TLSSettings` names.
enum TLSFiles {
    /// Why a file cannot be used: one clause that names it.
    struct Unusable: Error, Hashable {
        let detail: String
    }

    static func configuration(for settings: TLSSettings) throws(Unusable) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if !settings.verifies { configuration.certificateVerification = .none }
        if let file = settings.authorityFile {
            configuration.trustRoots = .certificates(try certificates(in: file, as: "authority"))
        }
        if let file = settings.certificateFile {
            configuration.certificateChain = try certificates(in: file, as: "client certificate").map {
                .certificate($0)
            }
            configuration.privateKey = .privateKey(try key(in: settings.keyFile ?? file))
        }
        return configuration
    }

    private static func certificates(in file: String, as what: String) throws(Unusable) -> [NIOSSLCertificate] {
        do {
            let certificates = try NIOSSLCertificate.fromPEMFile(file)
            guard !certificates.isEmpty else { throw Unusable(detail: "") }
            return certificates
        } catch {
            throw Unusable(detail: "the \(what) file '\(file)' cannot be read as PEM certificates")
        }
    }

    private static func key(in file: String) throws(Unusable) -> NIOSSLPrivateKey {
        do {
            return try NIOSSLPrivateKey(file: file, format: .pem)
        } catch {
            throw Unusable(detail: "the key file '\(file)' cannot be read as a PEM private key without password")
        }
    }
}
