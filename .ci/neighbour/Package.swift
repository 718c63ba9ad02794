// swift-tools-version: 6.2
import PackageDescription

// Targets with the names that this package's folders have: they must not collide with its targets.
let package = Package(
    name: "neighbour",
    platforms: [.macOS(.v15)],
    dependencies: [.package(path: "../ferogram-swift")],
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
    ]
)
