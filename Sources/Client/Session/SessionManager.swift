// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
public import FerogramMTSender
public import FerogramSession
import Foundation

/// Keeps the clients of many accounts in one process.
///
///     let manager = SessionManager(configuration, folder: "accounts")
///     _ = await manager.restoreAll()
///     for await event in manager.updates { print(event.account, event.update) }
///
/// Each account has a name, a client and a session of its own; what goes wrong with one does not touch the others. A client
/// that fails is connected anew, after a while; one whose session the server has ended is not.
public actor SessionManager {
    /// How an account is.
    public enum State: Sendable {
        /// Its client runs.
        case running
        /// Its client failed, and is going to be connected anew.
        case restarting(after: StopReason)
        /// Its client has ended, and is not connected anew.
        case stopped(StopReason)
    }

    private struct Account {
        var client: TelegramClient
        var state = State.running
        let supervisor: AccountSupervisor
    }

    /// Accounts for which nothing is changed share it.
    private let choices: ResolvedConfiguration.Choices
    private let folder: String?
    private let rules: AccountSupervisor.Rules
    private var accounts: [String: Account] = [:]
    /// The names that are being opened, so that none is opened twice.
    private var opening: Set<String> = []

    /// What happens in all accounts; what the accounts' own ``TelegramClient/updates`` would give goes here.
    ///
    /// Each account waits until its last update was handled, which is when the next one is taken. If several tasks read it,
    /// each update goes to one of them. It ends with ``closeAll(within:)``.
    public nonisolated let updates: AccountUpdateSequence

    /// How many accounts ``restoreAll()`` connects at a time.
    private static let concurrentRestores = 32

    /// Creates a manager without accounts.
    ///
    /// - Parameters:
    ///   - configuration: The choices for all clients; its session is not used.
    ///   - folder: Where the sessions are kept, each in a file `NAME.session`; `nil` for memory. It is made if there is none.
    ///   - restartPolicy: When a client that failed is connected anew.
    public init(
        _ configuration: ClientConfiguration, folder: String? = nil,
        restartPolicy: any ConnectionRestartPolicy = ExponentialRestart(first: .seconds(1), limit: .seconds(60))
    ) {
        choices = ResolvedConfiguration.Choices(configuration)
        self.folder = folder
        rules = AccountSupervisor.Rules(restartPolicy)
        updates = AccountUpdateSequence(funnel: rules.funnel)
    }

    deinit {
        for account in accounts.values { account.supervisor.cancel() }
        rules.funnel.finish()
    }

    // MARK: Accounts

    /// The names of the accounts, sorted.
    public var names: [String] { accounts.keys.sorted() }

    /// The client of an account; another one after a restart.
    ///
    /// - Parameter name: The account's name.
    /// - Returns: The client; `nil` if no account has that name.
    public func client(for name: String) -> TelegramClient? { accounts[name]?.client }

    /// How an account is.
    ///
    /// - Parameter name: The account's name.
    /// - Returns: The state; `nil` if no account has that name.
    public func state(of name: String) -> State? { accounts[name]?.state }

    /// How much the sessions of the accounts hold, by the accounts' names.
    public var statistics: [String: SessionStatistics] { accounts.mapValues(\.client.sessionStatistics) }

    /// Prints what happens in all accounts until the task is cancelled or all accounts are closed, for programs that have
    /// no handler yet.
    ///
    /// What is printed counts as handled. Messages are printed with their texts: this is no log.
    ///
    /// - Parameter write: Prints a line; the standard output by default.
    public nonisolated func printUpdates(_ write: (String) -> Void = { print($0) }) async {
        write("Nobody handles these updates; they are printed instead.")
        for await event in updates {
            switch event.update {
            case .message(let message), .messageEdited(let message):
                write("\(event.account): \(event.update) \(message.text)")
            default: write("\(event.account): \(event.update)")
            }
        }
    }

    /// Connects an account's client; nobody is signed in yet if the session is new.
    ///
    /// - Parameters:
    ///   - name: The account's name: letters, digits, `-`, `_` and `.`, not at the beginning.
    ///   - configure: Changes the choices for this account; a session that it sets takes the place of the file.
    /// - Returns: The client; the one that is there already if the account is open.
    /// - Throws: ``SessionManagerError/invalidName(_:)``, ``SessionManagerError/isOpening(_:)``, ``BuilderError``.
    @discardableResult
    public func open(
        _ name: String, configure: (inout ClientConfiguration) -> Void
    ) async throws -> TelegramClient {
        try await open(name) { storage throws(BuilderError) in
            var own = choices.value
            own.session = storage
            configure(&own)
            return try ResolvedConfiguration(own)
        }
    }

    /// Connects an account's client with the choices for all; nobody is signed in yet if the session is new.
    ///
    /// - Parameter name: The account's name: letters, digits, `-`, `_` and `.`, not at the beginning.
    /// - Returns: The client; the one that is there already if the account is open.
    /// - Throws: ``SessionManagerError/invalidName(_:)``, ``SessionManagerError/isOpening(_:)``, ``BuilderError``.
    @discardableResult
    public func open(_ name: String) async throws -> TelegramClient {
        try await open(name) { storage throws(BuilderError) in
            try ResolvedConfiguration(choices, session: storage)
        }
    }

    private func open(
        _ name: String, resolve: (any SessionStorage) throws(BuilderError) -> ResolvedConfiguration
    ) async throws -> TelegramClient {
        guard Self.isName(name) else { throw SessionManagerError.invalidName(name) }
        if let client = accounts[name]?.client { return client }
        guard opening.insert(name).inserted else { throw SessionManagerError.isOpening(name) }
        defer { opening.remove(name) }
        let storage: any SessionStorage
        if let folder {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            storage = FileSessionStorage(path: Self.path(of: name, in: folder))
        } else {
            storage = MemorySessionStorage()
        }
        let client = try await TelegramClient.connect(resolve(storage))
        let supervisor = AccountSupervisor(name, client, rules, of: self)
        accounts[name] = Account(client: client, supervisor: supervisor)
        supervisor.start()
        return client
    }

    /// Connects the accounts of all session files in the folder, some at a time; those that are open already count too.
    ///
    /// - Returns: What came of each account.
    public func restoreAll() async -> [String: Result<TelegramClient, any Error>] {
        guard let folder else { return [:] }
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let kept = files.filter { $0.hasSuffix(Self.suffix) }.map { String($0.dropLast(Self.suffix.count)) }
        // The file of one that was opened a moment ago may not be there yet.
        var names = Set(kept.filter(Self.isName)).union(accounts.keys).sorted()[...]
        return await withTaskGroup(of: (String, Result<TelegramClient, any Error>).self) { group in
            var results: [String: Result<TelegramClient, any Error>] = [:]
            for name in names.prefix(Self.concurrentRestores) { group.addTask { await self.restored(name) } }
            names = names.dropFirst(Self.concurrentRestores)
            while let (name, result) = await group.next() {
                results[name] = result
                if let next = names.popFirst() { group.addTask { await self.restored(next) } }
            }
            return results
        }
    }

    private func restored(_ name: String) async -> (String, Result<TelegramClient, any Error>) {
        do {
            return (name, .success(try await open(name)))
        } catch {
            return (name, .failure(error))
        }
    }

    /// Disconnects an account's client and forgets it; its session file stays.
    ///
    /// - Parameter name: The account's name.
    public func close(_ name: String) async {
        guard let account = accounts.removeValue(forKey: name) else { return }
        account.supervisor.cancel()
        await account.client.disconnect()
        await account.supervisor.end()
    }

    /// Disconnects all clients at the same time, and ends ``updates``.
    ///
    /// - Parameter limit: How long handlers and calls may go on.
    /// - Returns: The accounts whose sessions could not be saved, with the reasons.
    @discardableResult
    public func closeAll(within limit: Duration = .seconds(10)) async -> [String: SessionStorageError] {
        let closing = accounts
        accounts = [:]
        for account in closing.values { account.supervisor.cancel() }
        let failures = await withTaskGroup(of: (String, SessionStorageError?).self) { group in
            for (name, account) in closing {
                group.addTask { (name, await account.client.shutdown(draining: limit)) }
            }
            var failures: [String: SessionStorageError] = [:]
            for await (name, failure) in group { failures[name] = failure }
            return failures
        }
        rules.funnel.finish()
        return failures
    }

    private static let suffix = ".session"

    private static func path(of name: String, in folder: String) -> String {
        URL(filePath: folder).appending(path: name + suffix).path
    }

    /// Whether a name can be that of a file, in this folder and no other.
    private static func isName(_ name: String) -> Bool {
        guard let first = name.first, first != ".", name.utf8.count <= 128 else { return false }
        return name.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || ["-", "_", "."].contains(scalar)
        }
    }

    // MARK: Supervision

    func set(_ state: State, of name: String) {
        accounts[name]?.state = state
    }

    /// - Returns: Whether the account is still wanted.
    func replace(_ client: TelegramClient, of name: String) -> Bool {
        guard accounts[name] != nil, !Task.isCancelled else { return false }
        accounts[name]?.client = client
        accounts[name]?.state = .running
        return true
    }
}

/// Why an account could not be opened.
public enum SessionManagerError: Error, Hashable, Sendable {
    /// The name cannot be that of a file.
    case invalidName(String)
    /// Another task is opening the account.
    case isOpening(String)
}

extension SessionManagerError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        switch self {
        case .invalidName(let name):
            "\(name) is no name of an account: it has letters, digits, -, _ and ., and does not begin with a dot"
        case .isOpening(let name): "the account \(name) is being opened already"
        }
    }
}
