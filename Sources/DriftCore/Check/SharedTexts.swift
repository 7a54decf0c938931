/// Checks that wait for their second look hold the text they saw. Regions publish the same texts, so when a whole fleet changes,
/// each is held once.
struct SharedTexts {
    private var texts: [Digest: [UInt8]] = [:]
    private var waiting = 0

    mutating func sharing(_ check: CheckInProgress) -> CheckInProgress {
        waiting += 1
        var check = check
        for (index, answer) in check.answers.enumerated() {
            guard case .document(var seen) = answer else { continue }
            if let text = texts[seen.document.digest] {
                seen.document.text = text
                check.answers[index] = .document(seen)
            } else {
                texts[seen.document.digest] = seen.document.text
            }
        }
        return check
    }

    mutating func release() {
        waiting = max(0, waiting - 1)
        if waiting == 0 { texts = [:] }
    }

    mutating func releaseAll() {
        waiting = 0
        texts = [:]
    }
}
