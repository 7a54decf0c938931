// Stand-ins for what other stations are about to bring: whoever adds the real one deletes its line here.
struct RetryAfter { var delay: Duration; init?(_ text: String, now: Timestamp) { return nil } }
struct ErrorBody { init(_ response: HTTPResponse) {}; var summary: String? { nil } }
enum BoundedDrift { static func json(of drift: JSONValue) -> JSONValue { drift } }
extension JSONDocument { package var canonicalText: [UInt8] { (try? JSONValue(parsing: bytes))?.canonicalText ?? [] } }
