import Glibc

/// One connection: bytes that came, and bytes that are still to go.
final class Connection {
    let descriptor: Int32
    let role: Server.Role
    private var input: [UInt8] = []
    private var output: [UInt8] = []
    private var sent = 0
    private var end = Answer.End.keep

    enum Progress { case sent, waits, closes, resets }

    init(_ descriptor: Int32, _ role: Server.Role) {
        self.descriptor = descriptor
        self.role = role
    }

    var isIdle: Bool { output.isEmpty && end == .keep }
    var isDripping: Bool { end == .drip }

    /// - Returns: false when the other side has closed, or sends what is no request.
    func receive() -> Bool {
        while true {
            let count = withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 1) { buffer in
                let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
                if count > 0 { input.append(contentsOf: UnsafeRawBufferPointer(buffer)[..<count]) }
                return count
            }
            if count == 0 { return false }
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            if input.count > 1 << 18 { return false }
            if count < 1 << 14 { return true }
        }
    }

    func nextRequest() -> Request? {
        guard let request = Request(input) else { return nil }
        input.removeFirst(request.length)
        return request
    }

    func send(_ answer: Answer) {
        output = answer.bytes
        sent = 0
        end = answer.end
    }

    func flush() -> Progress {
        if end == .hang || end == .drip { return .sent }
        while sent < output.count {
            let count = output.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, output.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return errno == EAGAIN ? .waits : .closes }
            sent += count
        }
        output = []
        return end == .close ? .closes : end == .reset ? .resets : .sent
    }

    func drip() {
        guard sent < output.count else {
            (output, end) = ([], .keep)
            return
        }
        _ = output.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress! + sent, 1, Int32(MSG_NOSIGNAL)) }
        sent += 1
    }
}

/// The head of a request without a body.
struct Request {
    private static let end = Array("\r\n\r\n".utf8)
    private let head: [UInt8]

    /// - Returns: nil when the head is not complete yet.
    init?(_ input: [UInt8]) {
        let length = input.withUnsafeBytes { bytes in
            (0..<max(0, bytes.count - 3)).first { bytes[$0] == 0x0D && bytes[$0..<($0 + 4)].elementsEqual(Self.end) }
                .map { $0 + 4 }
        }
        guard let length else { return nil }
        head = length == input.count ? input : Array(input[..<length])
    }

    var length: Int { head.count }

    var path: String {
        String(decoding: target, as: UTF8.self)
    }

    private var target: ArraySlice<UInt8> {
        head.drop { $0 != UInt8(ascii: " ") }.dropFirst().prefix { $0 > UInt8(ascii: " ") }
    }

    /// The numbers of a path `/rREGION/v2/schemas/sSCHEMA`.
    var place: (region: Int, schema: Int)? {
        var numbers: [Int] = []
        let target = target
        guard target.starts(with: "/r".utf8) else { return nil }
        var rest = target.dropFirst(2)
        for after in [0, 13] {
            rest = rest.dropFirst(after)
            var number = 0
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard !digits.isEmpty, digits.count < 8 else { return nil }
            for digit in digits { number = number * 10 + Int(digit - UInt8(ascii: "0")) }
            numbers.append(number)
            rest = rest.dropFirst(digits.count)
        }
        return (numbers[0], numbers[1])
    }

    var wantsClose: Bool { header("connection")?.lowercased() == "close" }

    func header(_ name: String) -> String? {
        for line in head.split(separator: UInt8(ascii: "\r")) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let key = line[..<colon].drop { $0 == UInt8(ascii: "\n") }
            guard key.count == name.utf8.count, zip(key, name.utf8).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) else {
                continue
            }
            return String(decoding: line[(colon + 1)...].drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
        }
        return nil
    }
}
