import ArgumentParser
import AsyncHTTPClient
import DriftCore
import UnixSignals

@main
struct DriftMonitor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "driftmonitor", version: Product.version)
}
