import ArgumentParser
import DriftCore

/// How a result is shown.
enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// How a page is shown that people also file or send on.
enum PageFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown
}

extension TextStyle {
    /// Of standard output.
    static var output: TextStyle { TextStyle(isColoured: Host.current.allowsColour(on: .output)) }
}

extension Console {
    /// A result as one JSON document and a line feed.
    func json(_ value: JSONValue) throws {
        try write(value.canonicalText + [UInt8(ascii: "\n")])
    }
}
