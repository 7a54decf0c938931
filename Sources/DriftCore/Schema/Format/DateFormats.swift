/// Dates and times of RFC 3339, and durations of its appendix A.
enum DateFormats {
    static func isDateTime(_ text: String) -> Bool {
        var cursor = TextCursor(text)
        return takeDate(&cursor) && cursor.take(anyOf: "Tt") && takeTime(&cursor) && cursor.isAtEnd
    }

    static func isDate(_ text: String) -> Bool {
        var cursor = TextCursor(text)
        return takeDate(&cursor) && cursor.isAtEnd
    }

    static func isTime(_ text: String) -> Bool {
        var cursor = TextCursor(text)
        return takeTime(&cursor) && cursor.isAtEnd
    }

    /// `hh:mm:ss`, which draft 3 calls a time.
    static func isClockTime(_ text: String) -> Bool {
        var cursor = TextCursor(text)
        guard let (hour, minute, second) = takeClock(&cursor) else { return false }
        return hour <= 23 && minute <= 59 && second <= 59 && cursor.isAtEnd
    }

    private static func takeDate(_ cursor: inout TextCursor) -> Bool {
        guard let year = cursor.takeNumber(digits: 4), cursor.take("-"),
            let month = cursor.takeNumber(digits: 2), cursor.take("-"),
            let day = cursor.takeNumber(digits: 2), 1...12 ~= month
        else { return false }
        return 1...Timestamp.days(inMonth: Int64(month), of: Int64(year)) ~= Int64(day)
    }

    private static func takeClock(_ cursor: inout TextCursor) -> (Int, Int, Int)? {
        guard let hour = cursor.takeNumber(digits: 2), cursor.take(":"),
            let minute = cursor.takeNumber(digits: 2), cursor.take(":"),
            let second = cursor.takeNumber(digits: 2)
        else { return nil }
        return (hour, minute, second)
    }

    private static func takeTime(_ cursor: inout TextCursor) -> Bool {
        guard let (hour, minute, second) = takeClock(&cursor), hour <= 23, minute <= 59, second <= 60 else {
            return false
        }
        if cursor.take(".") {
            guard cursor.skipDigits() > 0 else { return false }
        }
        var offset = 0
        if !cursor.take(anyOf: "Zz") {
            let isBehind = cursor.next == "-"
            guard cursor.take(anyOf: "+-"), let hours = cursor.takeNumber(digits: 2), cursor.take(":"),
                let minutes = cursor.takeNumber(digits: 2), hours <= 23, minutes <= 59
            else { return false }
            offset = (isBehind ? -1 : 1) * (hours * 60 + minutes)
        }
        guard second == 60 else { return true }
        // A leap second is the last one of a day in UTC.
        let day = 24 * 60
        return ((hour * 60 + minute - offset) % day + day) % day == day - 1
    }

    static func isDuration(_ text: String) -> Bool {
        var cursor = TextCursor(text)
        guard cursor.take("P") else { return false }
        let hasDate = cursor.next != "T"
        if hasDate {
            let units = takeUnits(&cursor)
            if units == "W" { return cursor.isAtEnd }
            guard isRun(units, of: "YMD") else { return false }
        }
        if cursor.isAtEnd { return hasDate }
        return cursor.take("T") && isRun(takeUnits(&cursor), of: "HMS") && cursor.isAtEnd
    }

    /// The units of `1Y2M`: `YM`.
    private static func takeUnits(_ cursor: inout TextCursor) -> String {
        var units = ""
        while cursor.skipDigits() > 0 {
            guard let unit = cursor.next.flatMap(Unicode.Scalar.init) else { return "" }
            units.unicodeScalars.append(unit)
            cursor.at += 1
        }
        return units
    }

    /// Neighbours in `order`, at least one: a year and a day need a month between.
    private static func isRun(_ units: String, of order: String) -> Bool {
        !units.isEmpty && order.contains(units)
    }
}
