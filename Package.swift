// swift-tools-version: 6.2
import PackageDescription

/// `DRIFTMONITOR_CORE_ONLY=1` leaves out the program and its network stack, so that the core's tests,
/// sanitizer runs and fuzz targets build in under a minute.
let coreOnly = Context.environment["DRIFTMONITOR_CORE_ONLY"] != nil

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// In the library each operation that is not memory-safe is marked.
let safe = strict + [.strictMemorySafety()]

// The stations, folders of `Sources/DriftCore`, in their order: see docs/ARCHITECTURE.md. Each target is several of them.
let json = ["JSON", "Diff"]
let schema = ["Time", "Schema", "Compatibility", "Classify"]
let core = [
    "Target", "Schedule", "Alert", "HTTP", "Cloud", "Fetch", "Store", "Check", "Notify", "History", "Report",
    "Exports.swift",
    "Product.swift",
]
let pages = ["DriftJSON.docc", "DriftSchema.docc"]

/// A program that a shell calls for one small document spends more on its start than on the document. Relocating the type metadata of
/// all libraries is a third of that; at a fixed address there is nothing to relocate.
let startsFast: [LinkerSetting] = [
    .unsafeFlags(
        ["-Xclang-linker", "-no-pie", "-Xlinker", "--no-export-dynamic"],
        .when(platforms: [.linux], configuration: .release))
]

let package = Package(
    name: "driftmonitor",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "DriftJSON", targets: ["DriftJSON"]),
        .library(name: "DriftSchema", targets: ["DriftSchema"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(
            name: "DriftJSON",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            path: "Sources/DriftCore",
            exclude: schema + core + pages,
            sources: json,
            swiftSettings: safe
        ),
        .target(
            name: "DriftSchema",
            dependencies: ["DriftJSON"],
            path: "Sources/DriftCore",
            exclude: json + core + pages,
            sources: schema,
            swiftSettings: safe
        ),
        .target(
            name: "DriftCore",
            dependencies: [
                "CSQLite",
                "DriftSchema",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ],
            exclude: json + schema + pages,
            swiftSettings: safe
        ),
        .testTarget(
            name: "DriftCoreTests",
            dependencies: ["DriftCore"],
            swiftSettings: strict
        ),
    ]
)

if !coreOnly {
    package.products.append(.executable(name: "driftmonitor", targets: ["DriftMonitor"]))
    package.dependencies += [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.29.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ]
    package.targets += [
        .executableTarget(
            name: "DriftMonitor",
            dependencies: [
                "DriftCore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict,
            linkerSettings: startsFast
        ),
        .testTarget(
            name: "DriftMonitorTests",
            dependencies: [
                "DriftMonitor",
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),
    ]
}
