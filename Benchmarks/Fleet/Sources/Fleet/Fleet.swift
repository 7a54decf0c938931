import Glibc

/// Plays many regions that each publish many schemas, for loads on loopback.
///
///     Fleet DOCUMENTS REGIONS SCHEMAS ORIGINS
///
/// Prints one JSON object that names its ports, then serves until its standard input ends.
@main
enum Fleet {
    static func main() {
        let numbers = CommandLine.arguments.dropFirst(2).compactMap { Int($0) }
        guard CommandLine.arguments.count == 5, numbers.count == 3, numbers.allSatisfy({ $0 > 0 }) else {
            fail("Fleet DOCUMENTS REGIONS SCHEMAS ORIGINS")
        }
        do {
            let documents = try Documents(folder: CommandLine.arguments[1])
            let server = Server(World(regions: numbers[0], schemas: numbers[1], documents: documents))
            let control = try server.listen(.control)
            let ports = try (0..<numbers[2]).map { _ in try server.listen(.fleet) }
            print("{\"control\": \(control), \"ports\": \(ports)}")
            fflush(nil)
            server.run()
        } catch {
            fail((error as? FleetError)?.message ?? "\(error)")
        }
    }

    static func fail(_ message: String) -> Never {
        let line = Array("Fleet: \(message)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
        exit(2)
    }
}
