import Glibc

/// The bodies that targets publish: texts with a place for the schema's number and one for what an edition adds.
struct Documents {
    private let templates: [Kind: Template]
    private let bomb: [UInt8]

    enum Kind: Hashable { case plain, keyOrder, whitespace }

    /// - Parameter folder: holds `plain.json`, `keyorder.json` and `whitespace.json`, with `@schema@` and `@added@` in them, and
    ///   `bomb.gz`.
    init(folder: String) throws {
        templates = [
            .plain: Template(try Self.read("\(folder)/plain.json")),
            .keyOrder: Template(try Self.read("\(folder)/keyorder.json")),
            .whitespace: Template(try Self.read("\(folder)/whitespace.json")),
        ]
        bomb = try Self.read("\(folder)/bomb.gz")
    }

    var zipped: [UInt8] { bomb }

    /// Edition 0 is what the schema is at first; each other number adds 110 bytes: a property with that number in its name.
    func body(_ kind: Kind = .plain, schema: Int, edition: Int) -> [UInt8] {
        templates[kind]?.text(schema: schema, added: edition == 0 ? [] : Self.added(edition)) ?? []
    }

    /// A document that is another one each time.
    func volatile(schema: Int, turn: Int) -> [UInt8] {
        var body = body(schema: schema, edition: 0)
        body.replaceSubrange(0..<1, with: Array("{\n  \"generated\": \(turn),".utf8))
        return body
    }

    private static func added(_ edition: Int) -> [UInt8] {
        let number = String(edition)
        let name = String(repeating: "0", count: 8 - min(8, number.utf8.count)) + number
        return Array(
            #"  "x_added_\#(name)": {"type": "string", "description": "Added by an edition of this document to its images."},"#
                .utf8)
    }

    private static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw FleetError("cannot read \(path)") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part[..<count] }
        return bytes
    }
}

/// A text cut at its two places.
private struct Template {
    private var pieces: [Piece] = []

    private enum Piece { case text([UInt8]), schema, added }

    init(_ text: [UInt8]) {
        var piece: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index...].starts(with: "@schema@".utf8) {
                pieces += [.text(piece), .schema]
                (piece, index) = ([], index + 8)
            } else if text[index...].starts(with: "@added@".utf8) {
                pieces += [.text(piece), .added]
                (piece, index) = ([], index + 7)
            } else {
                piece.append(text[index])
                index += 1
            }
        }
        pieces.append(.text(piece))
    }

    func text(schema: Int, added: [UInt8]) -> [UInt8] {
        pieces.flatMap { piece in
            switch piece {
            case .text(let text): text
            case .schema: Array(String(schema + 100_000).utf8)
            case .added: added
            }
        }
    }
}

struct FleetError: Error {
    let message: String

    init(_ message: String) { self.message = message }
}
