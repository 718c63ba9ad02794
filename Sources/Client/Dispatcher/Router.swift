// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLTypes

/// Handlers that belong together, with what runs around them.
///
///     let admin = Router(.first)
///     admin.onCommand("ban") { message in … }
///     dispatcher.include(admin, where: .group)
///
/// Handlers are tried in the order of their registration, and included routers at their place in it. Handlers for a state
/// of a conversation come before all others.
public final class Router: UpdateRouting, Sendable {
    /// Which handlers get an update.
    public enum Matching: Hashable, Sendable {
        /// The first one that matches.
        case first
        /// All that match, one after another.
        case all
    }

    /// Takes an error of a handler.
    typealias ErrorHandler = @Sendable (any Error, Update) async throws -> Void
    /// A handler that is ready to run.
    typealias Run = @Sendable () async throws -> Void

    /// What an update goes through.
    enum Step: Sendable {
        case plain(@Sendable (Update) -> Run?)
        case message(UpdateKind<Message>, Filter<Message>, UpdateHandler<Message>)
        case stateful(@Sendable (Update, HandlerTurn) async throws -> Run?)
        case child(Router, Filter<Update>)
    }

    /// An object, so that looking at it costs one reference.
    final class Entry: Sendable {
        let token: HandlerToken
        let tag: UpdateTag?
        /// The command without which the handler does not match.
        let command: String?
        let step: Step

        init(token: HandlerToken, tag: UpdateTag?, command: String?, step: Step) {
            (self.token, self.tag, self.command, self.step) = (token, tag, command, step)
        }
    }

    struct Table: Sendable {
        private(set) var entries: [Entry] = []
        /// The entries that an update of a kind can go to, by the numbers of the tags.
        private var index: [[Entry]?] = []
        private var untagged: [Entry] = []
        /// Those of ``index`` that are for no command, where that makes a difference.
        private var commandless: [[Entry]?] = []
        /// The routers that are included.
        private(set) var children: [Router] = []
        var outer: [Middleware.Body] = []
        var inner: [Middleware.Body] = []
        var errors: [ErrorHandler] = []
        var hasStates = false

        func entries(for tag: UpdateTag) -> [Entry] {
            let number = Int(tag.rawValue)
            return (number < index.count ? index[number] : nil) ?? untagged
        }

        /// The entries that an update of a kind can go to that begins with no command; `nil` if none is for a command.
        func commandlessEntries(for tag: UpdateTag) -> [Entry]? {
            let number = Int(tag.rawValue)
            return number < commandless.count ? commandless[number] : nil
        }

        mutating func append(_ entry: Entry) {
            entries.append(entry)
            order()
        }

        mutating func remove(_ token: HandlerToken) {
            entries.removeAll { $0.token === token }
            order()
        }

        private mutating func order() {
            untagged = entries.filter { $0.tag == nil }
            let tags = Set(entries.compactMap(\.tag))
            index = Array(repeating: nil, count: (tags.map { Int($0.rawValue) }.max() ?? -1) + 1)
            for tag in tags {
                index[Int(tag.rawValue)] = entries.filter { $0.tag == nil || $0.tag == tag }
            }
            commandless = index.map { entries in
                guard let entries, entries.contains(where: { $0.command != nil }) else { return nil }
                return entries.filter { $0.command == nil }
            }
            children = entries.compactMap { if case .child(let router, _) = $0.step { router } else { nil } }
        }
    }

    /// The handler of a state that takes an update.
    final class Chosen: Sendable {
        let token: HandlerToken
        let run: Run

        init(_ token: HandlerToken, _ run: @escaping Run) {
            (self.token, self.run) = (token, run)
        }
    }

    let matching: Matching
    private let snapshot = Lock(Snapshot(Table()))

    /// What is registered at a moment; it costs one reference to look at.
    final class Snapshot: Sendable {
        let table: Table

        init(_ table: Table) {
            self.table = table
        }
    }

    /// Creates a router without handlers.
    ///
    /// - Parameter matching: Which handlers get an update.
    public init(_ matching: Matching = .all) {
        self.matching = matching
    }

    /// The router that handlers are registered with.
    public var router: Router { self }

    var contents: Snapshot { snapshot.withLock { $0 } }

    func change(_ body: (inout Table) -> Void) {
        snapshot.withLock { snapshot in
            var table = snapshot.table
            body(&table)
            snapshot = Snapshot(table)
        }
    }

    /// Finds the handler of the conversation's state, in this router and those that it includes.
    func chosen(for update: Update, _ turn: HandlerTurn, tag: UpdateTag) async throws -> Chosen? {
        for entry in contents.table.entries(for: tag) {
            switch entry.step {
            case .plain, .message: continue
            case .stateful(let match):
                if let run = try await match(update, turn) { return Chosen(entry.token, run) }
            case .child(let router, let filter):
                guard router.hasStates, filter.matches(update) else { continue }
                if let chosen = try await router.chosen(for: update, turn, tag: tag) { return chosen }
            }
        }
        return nil
    }

    /// Whether there are handlers of states.
    var hasStates: Bool {
        let contents = contents
        return contents.table.hasStates || contents.table.children.contains { $0.hasStates }
    }

    /// Whether there are handlers of a kind of update.
    func hasHandlers(of tag: UpdateTag) -> Bool {
        contents.table.entries.contains { entry in
            if case .child(let router, _) = entry.step { router.hasHandlers(of: tag) } else { entry.tag == tag }
        }
    }

    /// Whether a handler that is for updates of that kind, and not for all of them, takes an update.
    func takes(_ update: Update) -> Bool {
        contents.table.entries(for: update.tag).contains { entry in
            switch entry.step {
            case .plain(let match): entry.tag != nil && match(update) != nil
            case .message(let kind, let filter, _): kind.read(update).map(filter.matches) ?? false
            case .stateful: false
            case .child(let router, let filter): filter.matches(update) && router.takes(update)
            }
        }
    }

    func contains(_ token: HandlerToken) -> Bool {
        contents.table.entries.contains { entry in
            if case .child(let router, _) = entry.step { router.contains(token) } else { entry.token === token }
        }
    }
}

/// What tells handlers apart.
final class HandlerToken: Sendable {}

/// A handler that was registered, to be removed by ``UpdateRouting/remove(_:)``.
public struct HandlerRegistration: Sendable {
    let token: HandlerToken
}
