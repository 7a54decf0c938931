import DriftCore
import Testing

/// What one hostile answer costs the program in memory, beside an ordinary one.
@Suite(.timeLimit(.minutes(10))) struct HostileAnswerTests {
    @Test(arguments: ["an endless body", "a gzip bomb of 256 MB", "endless headers"])
    func `a hostile answer costs at most 20 MB`(kind: String) async throws {
        let ordinary = try await peakMemory(
            of: ScriptedServer.ok(#"{"properties":{"kind":{"type":"string"}}}"#), status: 0)
        let hostile = try await peakMemory(of: answer(kind), status: 2)
        #expect(hostile - ordinary < 20_000_000)
    }

    private func answer(_ kind: String) -> [ScriptedServer.Step] {
        let chunk = [UInt8](repeating: 0x20, count: 1 << 16)
        switch kind {
        case "an endless body": return [.send("HTTP/1.1 200 OK\r\n\r\n"), .flood(chunk, times: 16_384)]
        case "endless headers": return [.send("HTTP/1.1 200 OK\r\nX-Flood: "), .flood(chunk, times: 800)]
        default:
            let bomb = Gzip.bomb(expandingTo: 256 << 20)
            let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n"
            return [.send(head), .bytes(bomb)]
        }
    }

    private func peakMemory(of answer: [ScriptedServer.Step], status: Int32) async throws -> Int {
        let tool = try Tool()
        var peak = 0
        try await ScriptedServer.with(script: { _ in answer }) { server in
            // The peak only grows, and after the answer the program still has to store, print and close: time to look.
            let ending = try await tool.start(["check", "\(server.url)/v2/schemas/images"], watchesMemory: true)
                .ending()
            #expect(ending.status == status, "\(ending.errors)")
            peak = ending.peakMemory
        }
        #expect(peak > 0)
        return peak
    }
}
