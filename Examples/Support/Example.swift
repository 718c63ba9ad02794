// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import Ferogram
import FerogramBase
public import FerogramLocalServer
import Foundation
import Synchronization

/// Where an example runs: on Telegram with `API_ID` and `API_HASH` (and `BOT_TOKEN` or `PHONE`) in the environment, and
/// otherwise on a server in this process, with people who follow a script.
public enum Example {
    /// What stands in the environment.
    public static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// A setting from the environment, or its default.
    public static func setting(_ name: String, _ value: String) -> String {
        environment[name].flatMap { $0.isEmpty ? nil : $0 } ?? value
    }

    /// Writes a line at once, through a pipe as well.
    public static func say(_ text: String) {
        said.withLock { $0.append(text) }
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    private static let said = Lock<[String]>([])

    /// Waits until the program has said something, for scripts.
    ///
    /// - Parameter part: A part of the line.
    /// - Throws: If it does not say so within ten seconds.
    public static func expectLine(containing part: String) async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while !said.withLock({ $0.contains { $0.contains(part) } }) {
            guard .now < deadline else { throw NothingSaid(part: part) }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private struct NothingSaid: Error, CustomStringConvertible {
        let part: String
        var description: String { "the program did not say '\(part)'" }
    }

    /// Runs a bot.
    ///
    /// - Parameters:
    ///   - name: The name of the session's file.
    ///   - greeting: What to print when the bot runs.
    ///   - makeDispatcher: What the bot does.
    ///   - script: A conversation with the bot, on the server in this process.
    public static func runBot(
        _ name: String, greeting: @escaping @Sendable (User) -> String = { "Bot running as @\($0.username ?? "?")" },
        _ makeDispatcher: @escaping @Sendable () -> Dispatcher,
        script: @escaping @Sendable (BotScript) async throws -> Void
    ) async {
        await reportingErrors {
            if let builder = telegram(session: name), let token = environment["BOT_TOKEN"] {
                try await builder.withClient { client in
                    say(greeting(try await client.signIn(botToken: token)))
                    try await makeDispatcher().run(on: client)
                }
                return
            }
            sayThatItIsLocal("API_ID, API_HASH and BOT_TOKEN")
            let server = try await LocalServer.start(configuration)
            let bot = try server.addBot(username: name + "_bot")
            try await local(server).withClient { client in
                say(greeting(try await client.signIn(botToken: bot.token)))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await makeDispatcher().run(on: client) }
                    let ann = try server.addPerson("Ann", username: "ann")
                    try await script(BotScript(server: server, bot: bot, ann: ScriptedChat(person: ann, bot: bot)))
                    group.cancelAll()
                }
            }
            server.stop()
        }
    }

    /// Runs a program of a person.
    ///
    /// - Parameters:
    ///   - name: The name of the session's file.
    ///   - prepare: Fills the server in this process; the person is there already.
    ///   - script: What the person does elsewhere while the program runs; the program is cancelled behind it.
    ///   - body: The program.
    public static func runPerson(
        _ name: String, prepare: @escaping @Sendable (LocalServer, LocalPerson) async throws -> Void = { _, _ in },
        script: (@Sendable (LocalServer, LocalPerson) async throws -> Void)? = nil,
        _ body: @escaping @Sendable (TelegramClient) async throws -> Void
    ) async {
        await reportingErrors {
            if let builder = telegram(session: name) {
                say("Connecting...")
                try await builder.withClient { client in
                    if client.account == nil { try await SignInDialogue.run(client, phone: environment["PHONE"]) }
                    say("Logged in as \(try await client.me().fullName)")
                    try await body(client)
                }
                return
            }
            sayThatItIsLocal("API_ID, API_HASH and PHONE")
            let server = try await LocalServer.start(configuration)
            let person = try server.addPerson("Ann", username: "ann")
            try await prepare(server, person)
            say("Connecting...")
            try await local(server).withClient { client in
                try await SignInDialogue.run(client, phone: person.phone, code: person.loginCode)
                say("Logged in as \(try await client.me().fullName)")
                guard let script else { return try await body(client) }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await body(client) }
                    try await script(server, person)
                    group.cancelAll()
                }
            }
            server.stop()
        }
    }

    /// The server in this process, whose clock ``letTimePass(_:)`` turns.
    private static var configuration: LocalServerConfiguration {
        var configuration = LocalServerConfiguration()
        configuration.time = LocalTime(
            sinceEpoch: {
                .seconds(Date.now.timeIntervalSince1970 - 86_400) + .seconds(passed.load(ordering: .relaxed))
            },
            sleep: { try await Task.sleep(for: $0) })
        return configuration
    }

    private static let passed = Atomic<Int>(0)

    /// Lets time pass on the server in this process, so that what follows is newer by as much; a day at most in all.
    public static func letTimePass(_ seconds: Int) { passed.add(seconds, ordering: .relaxed) }

    /// Whether there is no application's id in the environment, so that a server in this process is used.
    public static var isLocal: Bool { environment["API_ID"] == nil }

    /// Runs a program, and writes an error in one line.
    public static func reportingErrors(_ body: @escaping @Sendable () async throws -> Void) async {
        do {
            try await withTerminationSignals(body)
        } catch is CancellationError {
            return
        } catch {
            if let error = error as? InvocationError, error.isCancellation { return }
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(1)
        }
    }

    /// A client of a server in this process.
    public static func local(_ server: LocalServer) -> ClientBuilder {
        TelegramClient.builder().apiID(1).apiHash("local").server(server.directory)
    }

    /// A client of Telegram, if the environment has the application's values.
    public static func telegram(session: String) -> ClientBuilder? {
        guard let id = environment["API_ID"].flatMap(Int.init), let hash = environment["API_HASH"] else { return nil }
        return TelegramClient.builder().apiID(id).apiHash(hash).session(.file(session + ".session"))
    }

    private static func sayThatItIsLocal(_ names: String) {
        say("(On a server in this process. With \(names) in the environment this runs on Telegram.)")
    }
}
