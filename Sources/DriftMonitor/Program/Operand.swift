import DriftCore

/// A document that was named on the command line.
struct Operand {
    let source: String
    let bytes: [UInt8]
    /// The path it is published under, where there is one; it decides the default dialect.
    let urlPath: String?
    /// The name that is part of fingerprints.
    let schemaName: String

    func document() throws(Trouble) -> JSONDocument {
        do throws(JSONError) {
            return try JSONDocument(parsing: bytes)
        } catch {
            throw Trouble("\(source): \(error)")
        }
    }

    func value() throws(Trouble) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(parsing: bytes)
        } catch {
            throw Trouble("\(source): \(error)")
        }
    }

    var side: DiffReport.Side {
        get throws(Trouble) { DiffReport.Side(source: source, digest: Digest(of: try document().canonicalText)) }
    }
}

/// Reads operands: an existing file first, then a URL, then a target; `target:` forces the last.
struct OperandReader {
    let place: StorePlace

    func read(_ text: String) async throws -> Operand {
        if text.hasPrefix("target:") { return try await target(String(text.dropFirst(7))) }
        if text == "-" || Files.exists(text) { return try Self.file(text) }
        if text.hasPrefix("http://") || text.hasPrefix("https://") { return try await url(text) }
        guard VersionReference(argument: text) != nil, !text.hasPrefix("/"), !text.hasPrefix(".") else {
            throw Trouble("'\(text.hidingUser)' is no existing file, no URL and no target (cloud/region/schema)")
        }
        return try await target(text)
    }

    static func file(_ path: String) throws(Trouble) -> Operand {
        Operand(source: path, bytes: try Files.read(path), urlPath: nil, schemaName: fileName(path))
    }

    private func target(_ text: String) async throws -> Operand {
        guard let reference = VersionReference(argument: text) else {
            throw Trouble("'\(text)' is no target: write cloud/region/schema, with @N for version N", exitCode: 64)
        }
        return try await place.withStore { store in
            try await requireKnown([reference.target], in: store)
            let version = try await store.version(of: reference)
            let text = try await store.text(of: reference)
            return Operand(
                source: "\(reference.target)@\(version.number)", bytes: text,
                urlPath: "/v2/schemas/\(reference.target.schema.name)", schemaName: reference.target.schema.name)
        }
    }

    private func url(_ text: String) async throws -> Operand {
        let transport = HTTPClientTransport(settings: try .of(Host.current))
        let answer: Result<HTTPResponse, HTTPTransportError>
        do throws(HTTPTransportError) {
            answer = .success(try await transport.send(HTTPRequest(url: text)))
        } catch {
            answer = .failure(error)
        }
        await transport.shutDown()
        let path = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).dropFirst(3).first ?? ""
        switch answer {
        case .failure(let error): throw Trouble("\(text.hidingUser): \(error)")
        case .success(let response):
            guard response.status == 200 else { throw Trouble("\(text) answered \(response.status), not 200") }
            return Operand(
                source: text, bytes: response.body, urlPath: "/\(path)", schemaName: Self.fileName(String(path)))
        }
    }

    private static func fileName(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
