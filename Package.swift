// swift-tools-version: 6.2
import PackageDescription

// Target names are global to a dependency graph, so every target carries the project's prefix while
// its folder keeps the short name: layer("Crypto") is the target FerogramCrypto at Sources/Crypto.
// The functions below are the only places that state this rule.

func layer(
    _ folder: String, dependencies: [Target.Dependency] = [], exclude: [String] = [],
    plugins: [Target.PluginUsage] = []
) -> Target {
    .target(
        name: "Ferogram" + folder, dependencies: dependencies, path: "Sources/" + folder, exclude: exclude,
        plugins: plugins)
}

/// The Client layer is the library itself, and bears its name.
func client(dependencies: [Target.Dependency]) -> Target {
    .target(name: "Ferogram", dependencies: dependencies, path: "Sources/Client")
}

func tests(
    of folder: String, dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: "Ferogram\(folder)Tests",
        dependencies: [.target(name: "Ferogram" + folder), "FerogramTestSupport"] + dependencies,
        path: "Tests/\(folder)Tests", exclude: exclude, resources: resources)
}

/// The examples with a script, whose output CI compares with `expected.txt`.
let scripted = [
    "AdminLog", "ChannelMirror", "ChatExporter", "ChatHistory", "DialogsList", "DownloadMedia", "FiltersShowcase",
    "GetParticipants", "HelloSelf", "InlineKeyboard", "OrderBot", "PollBot", "ScheduleMessage", "SearchMessages",
    "ServerlessUserbot", "ShowcaseBot", "StreamingBot", "StringSessionGen", "TransferShowcase", "TranslateMessages",
    "TypedErrors", "Userbot",
]

func example(_ folder: String, dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: "Example" + folder, dependencies: dependencies, path: "Examples/" + folder,
        exclude: scripted.contains(folder) ? ["expected.txt"] : [])
}

// Homebrew's OpenSSL is not in the default search path; Debian's is, and there pkg-config would only
// be one more thing to install.
#if os(macOS)
let openSSLPkgConfig: String? = "openssl"
#else
let openSSLPkgConfig: String? = nil
#endif

/// None; CI builds everything once, with all of them.
let defaultTraits: Set<String> =
    Context.environment["FEROGRAM_ALL_TRAITS"] == nil ? [] : ["SQLite", "PostgreSQL", "LibSQL"]

let systemLibraries: [Target] = [
    .systemLibrary(
        name: "CFerogramOpenSSL", path: "Sources/CFerogramOpenSSL", pkgConfig: openSSLPkgConfig,
        providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(name: "CFerogramZlib", path: "Sources/CFerogramZlib", providers: [.apt(["zlib1g-dev"])]),
    // Headers of the C library itself: nothing to install.
    .systemLibrary(name: "CFerogramEvent", path: "Sources/CFerogramEvent"),
    // Functions of its own, all in the headers.
    .systemLibrary(name: "CFerogramAES", path: "Sources/CFerogramAES"),
    .systemLibrary(name: "CFerogramUTF8", path: "Sources/CFerogramUTF8"),
    // Only with the traits of their names.
    .systemLibrary(
        name: "CFerogramSQLite", path: "Sources/CFerogramSQLite",
        providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    .systemLibrary(
        name: "CFerogramPostgreSQL", path: "Sources/CFerogramPostgreSQL",
        providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
]

/// Stores that a program has only with the trait of their name.
let stores: [Target] = [
    layer(
        "SQLite",
        dependencies: [
            "FerogramSession", "FerogramCrypto",
            .target(name: "CFerogramSQLite", condition: .when(traits: ["SQLite"])),
        ]),
    layer(
        "PostgreSQL",
        dependencies: [
            "FerogramSession", .target(name: "CFerogramPostgreSQL", condition: .when(traits: ["PostgreSQL"])),
        ]),
    layer(
        "LibSQL", dependencies: ["FerogramSession", "FerogramConnect", "FerogramBase"]),
]

let schemaCompiler: [Target] = [
    layer("TLParser"),
    layer("TLGen", dependencies: ["FerogramTLParser"]),
    .executableTarget(
        name: "FerogramTLGenTool", dependencies: ["FerogramTLGen", "FerogramTLParser"], path: "Sources/TLGenTool"),
    .plugin(
        name: "FerogramTLGenPlugin", capability: .buildTool(), dependencies: ["FerogramTLGenTool"],
        path: "Plugins/TLGenPlugin"),
]

let layers: [Target] = [
    layer("TLTypes", dependencies: ["CFerogramUTF8"], plugins: ["FerogramTLGenPlugin"]),
    layer("Crypto", dependencies: ["CFerogramOpenSSL", "CFerogramAES"]),
    layer("Base", dependencies: ["CFerogramEvent"]),
    layer("MTProto", dependencies: ["FerogramTLTypes", "FerogramCrypto", "FerogramBase", "CFerogramZlib"]),
    layer(
        "Connect",
        dependencies: [
            "FerogramTLTypes", "FerogramMTProto", "FerogramCrypto", "FerogramBase", "CFerogramEvent",
            "CFerogramOpenSSL",
        ]),
    layer("Parsers", dependencies: ["FerogramTLTypes"]),
    layer("TLJSON", dependencies: ["FerogramTLParser", "FerogramCrypto"], plugins: ["FerogramTLGenPlugin"]),
    layer("FSM"),
    layer("Session", dependencies: ["FerogramCrypto", "FerogramBase"]),
    layer(
        "MTSender",
        dependencies: ["FerogramTLTypes", "FerogramCrypto", "FerogramMTProto", "FerogramConnect", "FerogramBase"]),
    client(dependencies: [
        "FerogramTLTypes", "FerogramCrypto", "FerogramMTProto", "FerogramConnect", "FerogramMTSender",
        "FerogramSession",
        "FerogramMessageBox", "FerogramParsers", "FerogramFSM", "FerogramBase",
    ]),
    layer("TLFunctions", dependencies: ["FerogramTLTypes"], plugins: ["FerogramTLGenPlugin"]),
    layer(
        "LocalServer",
        dependencies: [
            "FerogramTLTypes", "FerogramTLFunctions", "FerogramCrypto", "FerogramMTProto", "FerogramBase",
            "FerogramConnect", "FerogramParsers",
        ]),
    layer("MessageBox", dependencies: ["FerogramTLTypes", "FerogramBase"]),
]

let workbench: [Target.Dependency] = [
    "FerogramTLTypes", "FerogramCrypto", "FerogramMTProto", "FerogramBase", "FerogramConnect", "FerogramParsers",
    "FerogramSession", "FerogramMessageBox", "FerogramTestSupport", "Ferogram", "FerogramLocalServer",
]

let tools: [Target] = [
    .executableTarget(
        name: "FerogramTool",
        dependencies: [
            "Ferogram", "FerogramLocalServer", "FerogramTLJSON", "FerogramTLTypes", "FerogramTLParser",
            "FerogramMTSender", "FerogramConnect", "FerogramCrypto", "FerogramSession", "FerogramBase",
            "FerogramSQLite",
        ],
        path: "Sources/Tool")
]

let examples: [Target] = [
    example("EchoBot", dependencies: ["Ferogram", "FerogramLocalServer"]),
    example("GroupAdmin", dependencies: ["Ferogram", "FerogramLocalServer"]),
    example("ProgressTransfer", dependencies: ["Ferogram", "FerogramLocalServer"]),
    example("ManyAccounts", dependencies: ["Ferogram", "FerogramConnect", "FerogramCrypto", "FerogramLocalServer"]),
    // What the examples share: a server in this process with people who follow a script, or Telegram.
    .target(
        name: "FerogramExampleSupport",
        dependencies: ["Ferogram", "FerogramBase", "FerogramLocalServer", "FerogramTLTypes"],
        path: "Examples/Support"),
    example("HelloSelf", dependencies: ["Ferogram", "FerogramExampleSupport"]),
    example(
        "AdminLog", dependencies: ["Ferogram", "FerogramExampleSupport", "FerogramLocalServer", "FerogramTLTypes"]),
    example("DialogsList", dependencies: ["Ferogram", "FerogramExampleSupport", "FerogramLocalServer"]),
    example("GetParticipants", dependencies: ["Ferogram", "FerogramExampleSupport", "FerogramLocalServer"]),
    example("FiltersShowcase", dependencies: ["Ferogram", "FerogramExampleSupport", "FerogramLocalServer"]),
    example("InlineKeyboard", dependencies: ["Ferogram", "FerogramExampleSupport"]),
    example("OrderBot", dependencies: ["Ferogram", "FerogramExampleSupport", "FerogramFSM"]),
    example(
        "TypedErrors", dependencies: ["Ferogram", "FerogramExampleSupport", "FerogramMTSender", "FerogramTLTypes"]),
    example(
        "StringSessionGen",
        dependencies: ["Ferogram", "FerogramExampleSupport", "FerogramLocalServer", "FerogramSession"]),
    example(
        "ServerlessUserbot",
        dependencies: ["Ferogram", "FerogramExampleSupport", "FerogramLocalServer", "FerogramSession"]),
    example("ShowcaseBot", dependencies: ["Ferogram", "FerogramExampleSupport", "FerogramCrypto"]),
    example("Figures", dependencies: ["Ferogram", "FerogramConnect", "FerogramCrypto"]),
    example("ChannelMirror", dependencies: ["Ferogram", "FerogramBase", "FerogramExampleSupport"]),
    example("ChatExporter", dependencies: ["Ferogram", "FerogramExampleSupport"]),
    example("ChatHistory", dependencies: ["Ferogram", "FerogramExampleSupport"]),
    example("DownloadMedia", dependencies: ["Ferogram", "FerogramExampleSupport"]),
    example("SearchMessages", dependencies: ["Ferogram", "FerogramExampleSupport"]),
    example("PollBot", dependencies: ["Ferogram", "FerogramExampleSupport"]),
    example("ScheduleMessage", dependencies: ["Ferogram", "FerogramExampleSupport"]),
    example("StreamingBot", dependencies: ["Ferogram", "FerogramExampleSupport"]),
    example("TransferShowcase", dependencies: ["Ferogram", "FerogramExampleSupport"]),
    example("TranslateMessages", dependencies: ["Ferogram", "FerogramExampleSupport"]),
    example("Userbot", dependencies: ["Ferogram", "FerogramExampleSupport"]),
    example("Benchmarks", dependencies: workbench),
    example("MarkupCheck", dependencies: ["FerogramParsers"]),
    example("ProxyCheck", dependencies: ["Ferogram", "FerogramLocalServer"]),
    example("Counterpart", dependencies: ["Ferogram", "FerogramLocalServer"]),
    example("Parity", dependencies: ["Ferogram", "FerogramLocalServer"]),
    example(
        "LocalTelegram",
        dependencies: ["FerogramLocalServer", "FerogramConnect", "FerogramCrypto", "FerogramMTProto"]),
    example(
        "Fuzz",
        dependencies: [
            "FerogramTLParser", "FerogramCrypto", "FerogramTestSupport", "Ferogram", "FerogramTLTypes", "FerogramBase",
            "FerogramConnect", "FerogramMTProto", "FerogramParsers", "FerogramSession", "FerogramTLJSON",
        ]),
    example(
        "Soak",
        dependencies: [
            "Ferogram", "FerogramBase", "FerogramConnect", "FerogramCrypto", "FerogramLocalServer", "FerogramMTSender",
            "FerogramTLTypes", "FerogramTestSupport", "FerogramUpdateSupport",
        ]),
    example("Proofs", dependencies: ["FerogramMarkupSupport", "FerogramTestSupport", "FerogramUpdateSupport"]),
]

let testTargets: [Target] = [
    .target(
        name: "FerogramTestSupport",
        dependencies: [
            "FerogramTLParser", "FerogramTLTypes", "FerogramTLFunctions", "FerogramCrypto", "FerogramMTProto",
            "FerogramBase",
        ],
        path: "Tests/TestSupport",
        plugins: ["FerogramTLGenPlugin"]),
    .target(
        name: "FerogramMarkupSupport", dependencies: ["FerogramParsers", "FerogramTestSupport"],
        path: "Tests/MarkupSupport"),
    .target(
        name: "FerogramWebSupport",
        dependencies: [
            "FerogramConnect", "FerogramCrypto", "FerogramMTProto", "FerogramTLTypes", "FerogramBase",
            "CFerogramOpenSSL",
        ],
        path: "Tests/WebSupport"),
    // People with clients of a local server, whose networks fail.
    .target(
        name: "FerogramUpdateSupport",
        dependencies: [
            "Ferogram", "FerogramConnect", "FerogramCrypto", "FerogramLocalServer", "FerogramBase", "FerogramMTProto",
            "FerogramMTSender", "FerogramSession", "FerogramTLTypes", "FerogramTestSupport",
        ],
        path: "Tests/UpdateSupport"),
    tests(of: "TLParser", resources: [.copy("Vectors")]),
    tests(
        of: "TLGen", dependencies: ["FerogramTLParser"],
        exclude: ["Golden", "case-names.tsv", "api-232-reconstructed.tl"]),
    tests(
        of: "TLTypes", dependencies: ["FerogramCrypto", "FerogramTLParser", "FerogramTLFunctions"],
        resources: [.copy("Vectors")]),
    tests(of: "TLJSON", dependencies: ["FerogramTLParser", "FerogramTLTypes"]),
    tests(of: "Crypto", resources: [.copy("Vectors")]),
    tests(of: "Base"),
    tests(
        of: "MTProto", dependencies: ["FerogramBase", "FerogramCrypto", "FerogramTLTypes"],
        resources: [.copy("Vectors")]),
    tests(
        of: "Connect",
        dependencies: [
            "FerogramBase", "FerogramMTProto", "FerogramCrypto", "FerogramTLTypes", "FerogramWebSupport",
        ], resources: [.copy("Vectors")]),
    tests(of: "Parsers", dependencies: ["FerogramMarkupSupport", "FerogramTLTypes"], resources: [.copy("Vectors")]),
    tests(of: "FSM"),
    tests(
        of: "MTSender",
        dependencies: [
            "FerogramBase", "FerogramConnect", "FerogramCrypto", "FerogramMTProto", "FerogramTLTypes",
            "FerogramTLParser",
        ]),
    // Is killed while it answers.
    .executableTarget(
        name: "FerogramServerKillTarget",
        dependencies: [
            "FerogramLocalServer", "FerogramCrypto", "FerogramBase", "FerogramMTProto", "FerogramTLTypes",
        ],
        path: "Tests/ServerKillTarget"),
    // Is killed while it transfers files.
    .executableTarget(
        name: "FerogramTransferKillTarget", dependencies: ["Ferogram", "FerogramConnect", "FerogramCrypto"],
        path: "Tests/TransferKillTarget"),
    .testTarget(
        name: "FerogramClientTests",
        dependencies: [
            "Ferogram", "FerogramConnect", "FerogramCrypto", "FerogramLocalServer", "FerogramBase", "FerogramMTProto",
            "FerogramMTSender", "FerogramMessageBox", "FerogramServerKillTarget",
            "FerogramTransferKillTarget", "FerogramTestSupport",
            "FerogramTLParser", "FerogramTLTypes",
            "FerogramUpdateSupport", "FerogramWebSupport",
        ],
        path: "Tests/ClientTests", exclude: ["Media/Vectors"]),
    tests(
        of: "LocalServer",
        dependencies: [
            "FerogramCrypto", "FerogramMTProto", "FerogramTLTypes", "FerogramTLParser", "FerogramConnect",
            "FerogramBase",
        ]),
    // Is killed while it saves.
    .executableTarget(
        name: "FerogramSessionKillTarget",
        dependencies: ["FerogramSession", "FerogramSessionSupport", "FerogramTestSupport"],
        path: "Tests/SessionKillTarget"),
    .target(
        name: "FerogramSessionSupport", dependencies: ["FerogramBase", "FerogramSession", "FerogramTestSupport"],
        path: "Tests/SessionSupport"),
    // Runs until it is killed, with each store that the traits allow.
    .executableTarget(
        name: "FerogramStoreKillTarget",
        dependencies: [
            "Ferogram", "FerogramSession", "FerogramSessionSupport", "FerogramTestSupport", "FerogramSQLite",
            "FerogramPostgreSQL", "FerogramConnect", "FerogramCrypto",
        ],
        path: "Tests/StoreKillTarget"),
    .testTarget(
        name: "FerogramStoreTests",
        dependencies: [
            "Ferogram", "FerogramSession", "FerogramSessionSupport", "FerogramTestSupport", "FerogramSQLite",
            "FerogramPostgreSQL", "FerogramLibSQL", "FerogramStoreKillTarget", "FerogramLocalServer",
            "FerogramConnect", "FerogramCrypto", "FerogramBase", "FerogramTLTypes", "FerogramMessageBox",
        ],
        path: "Tests/StoreTests"),
    tests(
        of: "Session",
        dependencies: ["FerogramBase", "FerogramCrypto", "FerogramSessionSupport", "FerogramSessionKillTarget"],
        resources: [.copy("Vectors")]),
    tests(
        of: "MessageBox", dependencies: ["FerogramTLTypes", "FerogramBase"], resources: [.copy("Vectors")]),
]

let package = Package(
    name: "ferogram-swift",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Ferogram", targets: ["Ferogram"]),
        .library(name: "FerogramBase", targets: ["FerogramBase"]),
        .library(name: "FerogramTLParser", targets: ["FerogramTLParser"]),
        .library(name: "FerogramTLGen", targets: ["FerogramTLGen"]),
        .library(name: "FerogramTLJSON", targets: ["FerogramTLJSON"]),
        .library(name: "FerogramTLTypes", targets: ["FerogramTLTypes"]),
        .library(name: "FerogramCrypto", targets: ["FerogramCrypto"]),
        .library(name: "FerogramMTProto", targets: ["FerogramMTProto"]),
        .library(name: "FerogramConnect", targets: ["FerogramConnect"]),
        .library(name: "FerogramMTSender", targets: ["FerogramMTSender"]),
        .library(name: "FerogramParsers", targets: ["FerogramParsers"]),
        .library(name: "FerogramFSM", targets: ["FerogramFSM"]),
        .library(name: "FerogramSession", targets: ["FerogramSession"]),
        .library(name: "FerogramLocalServer", targets: ["FerogramLocalServer"]),
        .library(name: "FerogramMessageBox", targets: ["FerogramMessageBox"]),
        .executable(name: "ferogram-tool", targets: ["FerogramTool"]),
        .library(name: "FerogramSQLite", targets: ["FerogramSQLite"]),
        .library(name: "FerogramPostgreSQL", targets: ["FerogramPostgreSQL"]),
        .library(name: "FerogramLibSQL", targets: ["FerogramLibSQL"]),
    ],
    traits: [
        .default(enabledTraits: defaultTraits),
        .trait(name: "SQLite", description: "SQLiteStore, which keeps everything in one file (needs libsqlite3-dev)"),
        .trait(name: "PostgreSQL", description: "PostgreSQLStore, which several machines share (needs libpq-dev)"),
        .trait(name: "LibSQL", description: "LibSQLStore, which speaks with libSQL and Turso over HTTPS"),
    ],
    targets: systemLibraries + schemaCompiler + layers + stores + tools + examples + testTargets
)

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),  // SE-0335
    .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
    .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
]
for target in package.targets where [.regular, .test, .executable].contains(target.type) {
    target.swiftSettings = settings
}
