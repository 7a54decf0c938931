import Glibc

/// What may be asked of the fleet at its control port; each answer is a JSON object.
///
///     /drift?targets=0,7,9&edition=3[&distinct=1]   these targets publish edition 3 (distinct: 3, 4, 5 …); 0 is the first one
///     /fault?targets=0,7&kind=500[&count=2]         the next answers of these targets are faulty; kind=none ends it
///     /set?tags=1                                   answers have an ETag
///     /hits?targets=0,7      /stats                 what was asked for, and the processor time of this process
extension World {
    mutating func control(_ path: String) -> [UInt8] {
        let parts = path.split(separator: "?", maxSplits: 1)
        var query: [Substring: Substring] = [:]
        for pair in parts.dropFirst().first?.split(separator: "&") ?? [] {
            let sides = pair.split(separator: "=", maxSplits: 1)
            if sides.count == 2 { query[sides[0]] = sides[1] }
        }
        let chosen = (query["targets"] ?? "").split(separator: ",").compactMap { Int($0) }
            .filter { targets.indices.contains($0) }
        switch parts.first {
        case "/drift":
            var edition = Int(query["edition"] ?? "") ?? 0
            for index in chosen {
                targets[index].edition = edition
                if query["distinct"] == "1" { edition += 1 }
            }
            return Self.json("{\"targets\": \(chosen.count)}")
        case "/fault":
            guard let fault = Fault(rawValue: String(query["kind"] ?? "")) else { return Self.json("{}", status: 404) }
            for index in chosen {
                targets[index].fault = fault
                targets[index].faultsLeft = Int(query["count"] ?? "") ?? 0
            }
            return Self.json("{\"targets\": \(chosen.count)}")
        case "/set":
            sendsTags = query["tags"] == "1"
            prepare()
            return Self.json("{}")
        case "/hits":
            return Self.json("{\"hits\": \(chosen.map { targets[$0].hits })}")
        case "/stats":
            var usage = rusage()
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            let cpu = seconds + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
            return Self.json(
                """
                {"requests": \(counts.requests), "connections": \(counts.connections), "bytes": \(counts.bytes), \
                "not_modified": \(counts.notModified), "cpu": \(cpu)}
                """)
        default:
            return Self.json("{}", status: 404)
        }
    }

    private static func json(_ text: String, status: Int = 200) -> [UInt8] {
        answer(status, Array((text + "\n").utf8), headers: "Connection: close\r\n")
    }
}
