/// What a target's check remembers beside its versions: failures in a row, answers that were not confirmed, what was
/// told. A healthy target remembers nothing.
package struct TargetHealth: Hashable, Sendable {
    /// Failed checks in a row, and since when.
    package var failures = 0
    package var failingSince: Timestamp?
    /// The last failure was the credential's, which is told for all its targets at once.
    package var isCredentialsFault = false
    /// Cycles in which a changed answer was not confirmed, within a day of the first.
    package var unconfirmed = 0
    package var unconfirmedSince: Timestamp?
    /// Checks in a row that saw this shrunken document.
    package var shrunk = 0
    package var shrunkDigest: String?
    /// When the target went back to a document it had published before, within the last day.
    package var flips: [Timestamp] = []
    /// What was told and is not over.
    package var told: Set<EventKind> = []

    package init() {}

    package var isClean: Bool { self == TargetHealth() }

    package static let day: Duration = .seconds(86_400)
}

extension TargetHealth {
    package mutating func countFailure(at time: Timestamp, isCredentialsFault: Bool) {
        failures += 1
        failingSince = failingSince ?? time
        self.isCredentialsFault = isCredentialsFault
    }

    /// The target answered with its document: what was wrong with answering is over.
    /// - Returns: whether something had been told that is over now.
    package mutating func recover() -> Bool {
        failures = 0
        failingSince = nil
        isCredentialsFault = false
        shrunk = 0
        shrunkDigest = nil
        let wasTold = !told.isDisjoint(with: Self.answering)
        told.subtract(Self.answering)
        return wasTold
    }

    package mutating func countUnconfirmed(at time: Timestamp) {
        if let since = unconfirmedSince, Self.isRecent(since, at: time) {
            unconfirmed += 1
        } else {
            unconfirmed = 1
            unconfirmedSince = time
        }
    }

    /// A version was stored: what came before it is no instability any more.
    /// - Returns: whether instability had been told.
    package mutating func settle() -> Bool {
        unconfirmed = 0
        unconfirmedSince = nil
        return told.remove(.targetUnstable) != nil
    }

    package mutating func countShrunk(_ digest: Digest) {
        shrunk = shrunkDigest == digest.hex ? shrunk + 1 : 1
        shrunkDigest = digest.hex
    }

    package mutating func countFlip(at time: Timestamp) {
        flips.removeAll { !Self.isRecent($0, at: time) }
        flips.append(time)
    }

    /// More flips within a day than one tells of singly.
    package var isFlapping: Bool { flips.count > 3 }

    /// Flips and unconfirmed answers count for a day.
    /// - Returns: whether something that had been told of them is over now.
    package mutating func forgetOldTrouble(at time: Timestamp) -> Bool {
        let before = told
        flips.removeAll { !Self.isRecent($0, at: time) }
        if flips.isEmpty { told.remove(.targetFlapping) }
        if let since = unconfirmedSince, !Self.isRecent(since, at: time) {
            unconfirmed = 0
            unconfirmedSince = nil
            told.remove(.targetUnstable)
        }
        return told != before
    }

    /// Within a day; what lies ahead was seen by a clock that has been set since.
    private static func isRecent(_ instant: Timestamp, at time: Timestamp) -> Bool {
        let age = instant.duration(to: time)
        return age >= .zero && age < day
    }

    private static let answering: Set<EventKind> = [.targetLost, .targetGone, .targetSuspect]
}

extension TargetHealth {
    /// The stored form; nil for a healthy target.
    package var json: JSONValue? {
        guard !isClean else { return nil }
        var object = JSONObject()
        func set(_ key: JSONString, _ count: Int) { if count > 0 { object[key] = JSONValue(count) } }
        func set(_ key: JSONString, _ time: Timestamp?) {
            if let time { object[key] = JSONValue(Int(time.milliseconds)) }
        }
        set("failures", failures)
        set("failing_since", failingSince)
        if isCredentialsFault { object["credential"] = true }
        set("unconfirmed", unconfirmed)
        set("unconfirmed_since", unconfirmedSince)
        set("shrunk", shrunk)
        if let shrunkDigest { object["shrunk_digest"] = JSONValue(shrunkDigest) }
        if !flips.isEmpty { object["flips"] = .array(flips.map { JSONValue(Int($0.milliseconds)) }) }
        if !told.isEmpty { object["told"] = .array(told.map(\.rawValue).sorted().map { JSONValue($0) }) }
        return .object(object)
    }

    package init(json: JSONValue?) {
        guard let json else { return }
        func time(_ value: JSONValue?) -> Timestamp? {
            (value?.number?.int).map { Timestamp(milliseconds: Int64($0)) }
        }
        failures = json["failures"]?.number?.int ?? 0
        failingSince = time(json["failing_since"])
        isCredentialsFault = json["credential"]?.bool ?? false
        unconfirmed = json["unconfirmed"]?.number?.int ?? 0
        unconfirmedSince = time(json["unconfirmed_since"])
        shrunk = json["shrunk"]?.number?.int ?? 0
        shrunkDigest = json["shrunk_digest"]?.string
        flips = json["flips"]?.array?.compactMap(time) ?? []
        told = Set(json["told"]?.array?.compactMap { $0.string.flatMap(EventKind.init) } ?? [])
    }
}
