// swift-tools-version: 6.2
import PackageDescription

// The packages that the adapters of the documentation are for, where they can be fetched.
let hasPackages = Context.environment["FEROGRAM_ADAPTERS"] != nil
let packages: [Package.Dependency] =
    hasPackages
    ? [
        .package(url: "https://github.com/apple/swift-log.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.5.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.6.0"),
    ] : []
let adapters: [Target] =
    hasPackages
    ? [
        .target(
            name: "Adapters",
            dependencies: [
                .product(name: "Ferogram", package: "ferogram-swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ])
    ] : []

// Targets with the names that this package's folders have: they must not collide with its targets.
let package = Package(
    name: "neighbour",
    platforms: [.macOS(.v15)],
    dependencies: [.package(path: "../ferogram-swift")] + packages,
    targets: [
        .target(name: "Crypto"),
        .target(name: "Connect"),
        .target(name: "Session"),
        .target(name: "CZlib"),
        .target(name: "COpenSSL"),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .executableTarget(
            name: "Client",
            dependencies: [
                "Crypto", "Connect", "Session", "CZlib", "COpenSSL", "TestSupport",
                .product(name: "FerogramTLTypes", package: "ferogram-swift"),
                .product(name: "FerogramFSM", package: "ferogram-swift"),
            ]),
        .target(name: "Bot", dependencies: [.product(name: "Ferogram", package: "ferogram-swift")]),
        // Programs whose lines are counted.
        .target(name: "Programs", dependencies: [.product(name: "Ferogram", package: "ferogram-swift")]),
        // The examples of the documentation, which continuous integration puts here.
        .target(
            name: "Snippets",
            dependencies: [
                .product(name: "Ferogram", package: "ferogram-swift"),
                .product(name: "FerogramLocalServer", package: "ferogram-swift"),
            ]),
        .testTarget(
            name: "SnippetTests",
            dependencies: [
                "Bot", .product(name: "Ferogram", package: "ferogram-swift"),
                .product(name: "FerogramLocalServer", package: "ferogram-swift"),
            ]),
        .testTarget(
            name: "BotTests",
            dependencies: [
                "Bot", .product(name: "Ferogram", package: "ferogram-swift"),
                .product(name: "FerogramLocalServer", package: "ferogram-swift"),
            ]),
    ] + adapters
)
