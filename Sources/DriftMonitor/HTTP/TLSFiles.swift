import DriftCore
import NIOSSL

#if canImport(Glibc)
    import Glibc
#endif

/// Reads what `TLSSettings` names.
enum TLSFiles {
    /// Why a file cannot be used: one clause that names it.
    struct Unusable: Error, Hashable {
        let detail: String
    }

    static func configuration(for settings: TLSSettings) throws(Unusable) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        // What came before is broken (RFC 8996): a token sent over it can be read on the way.
        configuration.minimumTLSVersion = .tlsv12
        if !settings.verifies { configuration.certificateVerification = .none }
        if let file = settings.authorityFile {
            configuration.trustRoots =
                isDirectory(file) ? .file(try readable(directory: file)) : .certificates(try certificates(in: file))
        }
        if let file = settings.certificateFile {
            configuration.certificateChain = try certificates(in: file, as: "client certificate").map {
                .certificate($0)
            }
            configuration.privateKey = .privateKey(try key(in: settings.keyFile ?? file))
        }
        return configuration
    }

    /// When each named file was last written: with other times, the files must be read again.
    static func times(of settings: TLSSettings) -> [Timestamp] {
        [settings.authorityFile, settings.certificateFile, settings.keyFile].compactMap { $0 }.map { file in
            var status = stat()
            // A file that is not there has a time of its own; reading it will say so.
            guard stat(file, &status) == 0 else { return Timestamp(milliseconds: -1) }
            return Timestamp(
                milliseconds: Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000)
        }
    }

    /// A directory of certificates under the names that `openssl rehash` gives them.
    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The library that reads it ends the process when it cannot.
    private static func readable(directory: String) throws(Unusable) -> String {
        guard let stream = opendir(directory) else {
            throw Unusable(detail: "the authority directory '\(directory)' cannot be read")
        }
        closedir(stream)
        return directory
    }

    private static func certificates(in file: String, as what: String = "authority") throws(Unusable)
        -> [NIOSSLCertificate]
    {
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
