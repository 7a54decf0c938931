import Testing

/// The built program against the lab's real servers. One test after another: they change what the lab publishes, stop
/// its servers and count its logins.
@Suite(.serialized, .enabled(if: Lab.isWanted, "the lab is not up: scripts/lab up"), .timeLimit(.minutes(5)))
struct LabTests {}
