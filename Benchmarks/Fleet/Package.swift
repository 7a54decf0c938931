// swift-tools-version: 6.2
import PackageDescription

// A fast server for loads, apart from the main package. `scripts/bench daemon` and `scripts/soak` build and run it.
let package = Package(
    name: "Fleet",
    targets: [.executableTarget(name: "Fleet", swiftSettings: [.treatAllWarnings(as: .error)])]
)
