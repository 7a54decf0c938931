import Foundation
import Testing

/// What the built program tells a service manager (sd_notify(3), `Type=notify-reload`), over a real socket.
@Suite(.timeLimit(.minutes(5))) struct ServiceManagerTests {
    private let tool: Tool
    private let socket: NotifySocket
    private let service: FakeService

    init() async throws {
        tool = try Tool()
        socket = try NotifySocket(tool.path("notify"))
        service = try await FakeService()
    }

    private func daemon(_ watchdog: [String: String]) throws -> Spawned {
        let config = try tool.write(
            "store: \(tool.path("store.db"))\ninterval: 1s\ntargets: [{name: lab, url: \"\(service.schema)\"}]\n",
            to: "config.yaml")
        return try tool.start(
            ["run", "--config", config], watchdog.merging(["NOTIFY_SOCKET": socket.path]) { $1 })
    }

    @Test func `a service manager hears of start, life, reload and stop, in this order`() async throws {
        let daemon = try daemon(["WATCHDOG_USEC": "400000"])

        try await eventually { socket.messages.contains { $0.hasPrefix("READY=1\nSTATUS=") } }
        try await eventually { socket.messages.count { $0 == "WATCHDOG=1" } >= 3 }
        let ready = try #require(socket.messages.first)
        #expect(ready.hasPrefix("READY=1\nSTATUS="), "nothing comes before it: \(socket.messages)")

        let clock = Self.monotonicMicroseconds
        let before = socket.messages.count
        daemon.signal(SIGHUP)
        try await eventually { socket.messages.dropFirst(before).contains { $0.hasPrefix("READY=1") } }
        let reload = socket.messages.dropFirst(before).filter { $0 != "WATCHDOG=1" && !$0.hasPrefix("STATUS=") }
        let first = try #require(reload.first)
        #expect(first.hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
        let said = try #require(Int64(first.split(separator: "=").last ?? ""))
        #expect((clock...Self.monotonicMicroseconds).contains(said))
        #expect(reload.dropFirst().first?.hasPrefix("READY=1") == true)

        daemon.interrupt()
        #expect(try await daemon.ending().status == 0)
        let last = socket.messages.last { $0 != "WATCHDOG=1" && !$0.hasPrefix("STATUS=") }
        #expect(last?.hasPrefix("STOPPING=1") == true)
        try await service.stop()
    }

    @Test func `a watchdog that waits for another process is not fed`() async throws {
        let daemon = try daemon(["WATCHDOG_USEC": "50000", "WATCHDOG_PID": "1"])
        // A check each second: by the third, twenty times what the watchdog allows has passed.
        try await eventually { service.requests >= 3 }
        daemon.interrupt()
        #expect(try await daemon.ending().status == 0)
        #expect(!socket.messages.contains("WATCHDOG=1"))
        try await service.stop()
    }

    private static var monotonicMicroseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}

/// The datagrams that arrived at a socket in the file system.
private final class NotifySocket {
    let path: String
    private let descriptor: Int32
    private var received: [String] = []

    init(_ path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        try #require(path.utf8.count < MemoryLayout.size(ofValue: address.sun_path))
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let code = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(code == 0, "\(String(cString: strerror(errno)))")
    }

    deinit { close(descriptor) }

    var messages: [String] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 {
            received.append(String(decoding: buffer[..<count], as: UTF8.self))
        }
        return received
    }
}
