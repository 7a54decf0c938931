// swift-tools-version: 6.2
import PackageDescription

// Apart from the main package, so that measuring costs nobody who does not. `scripts/bench compat` builds it.
let package = Package(
    name: "CompatibilityBenchmark",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "driftmonitor", path: "../..")],
    targets: [
        .executableTarget(
            name: "CompatibilityBenchmark",
            dependencies: [.product(name: "DriftSchema", package: "driftmonitor")])
    ]
)
