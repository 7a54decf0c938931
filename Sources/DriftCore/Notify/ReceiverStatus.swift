/// What the status of a receiver's answer means for the message that it was sent.
enum ReceiverStatus: Hashable, Sendable {
    /// It has the message, whatever else it says.
    case success
    /// Not followed: the message would go to whom nobody configured.
    case redirect
    /// It has no use for this message; the same one will fare no better.
    case refusal
    /// It wants no message any more.
    case gone
    /// Another attempt may fare better.
    case trouble

    init(_ status: Int) {
        self =
            switch status {
            case 200..<300: .success
            case 300..<400: .redirect
            case 410: .gone
            // Took too long to send, to the wrong connection, too early, too many: each asks for another attempt (RFC 9110, 15.5.9
            // and 15.5.20; RFC 8470, 5.2; RFC 6585, 4).
            case 408, 421, 425, 429: .trouble
            case 400..<500: .refusal
            default: .trouble
            }
    }
}
