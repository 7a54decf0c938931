import Glibc

/// One thread, one `poll`: serves every port, costs little, and so leaves the processor to whom is measured.
final class Server {
    private var world: World
    /// What `poll` looks at: standard input first, then the listeners, then connections in no order.
    private var watched = [pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)]
    private var listeners: [Int32: Role] = [:]
    private var connections: [Int32: Connection] = [:]
    private var dripping: Set<Int32> = []

    enum Role { case fleet, control }

    init(_ world: World) {
        self.world = world
    }

    /// - Returns: the free port of loopback that it listens on.
    func listen(_ role: Role) throws -> Int {
        let descriptor = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 && Glibc.listen(descriptor, 1024) == 0
                    && getsockname(descriptor, pointer, &length) == 0
            }
        }
        guard isListening else { throw FleetError("cannot listen: \(String(cString: strerror(errno)))") }
        listeners[descriptor] = role
        watched.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Serves until standard input ends: whoever started this process then is gone, or wants it to be.
    func run() {
        var isOpen = true
        while isOpen {
            _ = poll(&watched, UInt(watched.count), dripping.isEmpty ? -1 : 100)
            drip()
            // Those that are accepted meanwhile are looked at in the next turn; those that end move the last one up.
            var index = watched.count - 1
            while index >= 0 {
                let (descriptor, happened) = (watched[index].fd, watched[index].revents)
                if happened != 0 {
                    if descriptor == STDIN_FILENO {
                        var byte: UInt8 = 0
                        isOpen = read(STDIN_FILENO, &byte, 1) > 0
                    } else if let role = listeners[descriptor] {
                        accept(descriptor, role)
                    } else if let connection = connections[descriptor] {
                        let next = serve(connection, isWritable: happened & Int16(POLLOUT) != 0)
                        watched[index].events = Int16(next == .waits ? POLLIN | POLLOUT : POLLIN)
                        if next == .closes || next == .resets {
                            close(connection, resetting: next == .resets)
                            watched.swapAt(index, watched.count - 1)
                            watched.removeLast()
                        }
                    }
                }
                index -= 1
            }
        }
    }

    private func accept(_ listener: Int32, _ role: Role) {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            var isOn: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
            connections[descriptor] = Connection(descriptor, role)
            if role == .fleet { world.counts.connections += 1 }
            watched.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
        }
    }

    private func close(_ connection: Connection, resetting: Bool) {
        if resetting {
            var option = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection.descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        }
        connections[connection.descriptor] = nil
        dripping.remove(connection.descriptor)
        Glibc.close(connection.descriptor)
    }

    private func serve(_ connection: Connection, isWritable: Bool) -> Connection.Progress {
        var progress = isWritable ? connection.flush() : .sent
        guard progress != .closes, progress != .resets else { return progress }
        guard connection.receive() else { return .closes }
        while progress == .sent, connection.isIdle, let request = connection.nextRequest() {
            connection.send(answer(request, connection.role))
            if connection.isDripping { dripping.insert(connection.descriptor) }
            progress = connection.flush()
        }
        return progress
    }

    private func answer(_ request: Request, _ role: Role) -> Answer {
        if role == .control { return Answer(bytes: world.control(request.path), end: .close) }
        guard let place = request.place, place.region < world.regions, place.schema < world.schemas else {
            return Answer(bytes: World.answer(404, []))
        }
        var answer = world.answer(
            region: place.region, schema: place.schema,
            ifNoneMatch: world.sendsTags ? request.header("if-none-match") : nil)
        if answer.end == .keep, request.wantsClose { answer.end = .close }
        world.counts.bytes += answer.bytes.count
        return answer
    }

    private func drip() {
        for descriptor in dripping {
            guard let connection = connections[descriptor] else { continue }
            connection.drip()
            if !connection.isDripping { dripping.remove(descriptor) }
        }
    }
}
