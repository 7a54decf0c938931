// swift-tools-version: 6.2
import PackageDescription

// Apart from the main package, so that measuring costs nobody who does not. `scripts/bench` builds it.
let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "driftmonitor", path: ".."),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
        .executableTarget(
            name: "JSONBenchmark",
            dependencies: [
                .product(name: "DriftJSON", package: "driftmonitor"),
                .product(name: "Crypto", package: "swift-crypto"),
            ])
    ]
)
