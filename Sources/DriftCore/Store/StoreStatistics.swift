/// How much a store holds.
package struct StoreStatistics: Hashable, Sendable {
    package var path: String
    package var fileBytes: Int64 = 0
    /// Inside the file, for what comes next.
    package var freeBytes: Int64 = 0
    package var logBytes: Int64 = 0
    package var targets = 0
    package var versions = 0
    package var documents = 0
    package var documentBytes: Int64 = 0
    /// Versions that a drift leads to, and the texts they share.
    package var drifts = 0
    package var distinctDrifts = 0
    package var targetsWithOpenDrift = 0
    package var openAlerts = 0
    package var messages = 0
    package var deliveries: [DeliveryState: Int] = [:]
    package var quarantined = 0
    package var oldestVersion: Timestamp?

    package init(path: String) {
        self.path = path
    }
}
