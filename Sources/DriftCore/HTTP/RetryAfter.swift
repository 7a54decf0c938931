/// How long a server asks to be left alone (RFC 9110, 10.2.3): seconds, or an HTTP date. Seconds with a fraction are no form of
/// the RFC's, but some services write them.
package struct RetryAfter: Hashable, Sendable {
    /// Never negative, and never above thirty days: a server may say anything.
    package let delay: Duration

    /// - Returns: nil for a text that is neither form.
    package init?(_ text: String, now: Timestamp) {
        let text = text.utf8.drop { $0 == 0x20 || $0 == 0x09 }
        let trimmed = String(decoding: text.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed(), as: UTF8.self)
        let limit = Duration.seconds(30 * 86_400)
        let parts = trimmed.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } }) {
            let seconds = Int64(parts[0]).map { min(.seconds($0), limit) } ?? limit
            // Rounded up: a second more is no harm, asking too soon may be.
            let hasFraction = parts.count > 1 && parts[1].contains { $0 != "0" }
            delay = min(seconds + (hasFraction ? .seconds(1) : .zero), limit)
        } else if let date = Timestamp(httpDate: trimmed) {
            delay = min(max(.zero, now.duration(to: date)), limit)
        } else {
            return nil
        }
    }
}

extension Timestamp {
    /// Reads an HTTP date in its three forms (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`, and the obsolete
    /// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`. Which day of the week it is, is not looked at.
    package init?(httpDate text: String) {
        let words = text.split { " ,-".contains($0) }.map(String.init)
        let parts: (day: String, month: String, year: String, time: String)
        switch words.count {
        case 6 where words[5] == "GMT": parts = (words[1], words[2], words[3], words[4])
        case 5: parts = (words[2], words[1], words[4], words[3])
        default: return nil
        }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard let month = months.firstIndex(of: parts.month), let day = Int(parts.day), let year = Int(parts.year),
            [2, 4].contains(parts.year.utf8.count), year >= 0
        else { return nil }
        // Two digits mean this century, or the last one when that would be far ahead.
        let fullYear = parts.year.utf8.count == 4 ? year : year < 70 ? 2000 + year : 1900 + year
        func padded(_ number: Int, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
        }
        guard (1...31).contains(day), parts.time.utf8.count == 8 else { return nil }
        self.init(rfc3339: "\(padded(fullYear, 4))-\(padded(month + 1, 2))-\(padded(day, 2))T\(parts.time)Z")
    }
}
