/// The known name that is nearest to what was written.
enum Nearest {
    /// `; did you mean 'images'?`, or nothing when nothing is near.
    static func hint(for text: String, among known: [String]) -> String {
        name(to: text, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// Nil when more than a third of the letters would have to change.
    static func name(to text: String, among known: [String]) -> String? {
        known.map { ($0, distance(text, $0)) }.filter { $0.1 <= max(1, text.count / 3) }.min { $0.1 < $1.1 }?.0
    }

    /// Letters to insert, remove or change (Levenshtein).
    static func distance(_ a: String, _ b: String) -> Int {
        let b = Array(b.lowercased())
        var row = Array(0...b.count)
        for (i, x) in a.lowercased().enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let cost = min(row[j] + 1, row[j + 1] + 1, diagonal + (x == y ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = cost
            }
        }
        return row[b.count]
    }
}
