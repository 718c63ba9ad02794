// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

/// The handlers of a dispatcher, by the kind of update that they are for.
struct HandlerTable: Sendable {
    /// What to do with one kind of update.
    struct Handler<Subject: Sendable>: Sendable {
        let filter: Filter<Subject>
        let body: @Sendable (Subject) async throws -> Void
    }

    var messages: [Handler<Message>] = []
    var edits: [Handler<Message>] = []
    var callbackQueries: [Handler<CallbackQuery>] = []
    var deletions: [Handler<DeletedMessages>] = []
    var gaps: [Handler<MissedUpdates>] = []
    var raw: [Handler<TL.Update>] = []
    var failure: @Sendable (any Error, Update) async -> Void

    /// Calls the handlers for one update, one after another.
    ///
    /// - Parameters:
    ///   - update: What happened.
    ///   - goesOn: Whether the run goes on; no handler is called after its end.
    /// - Returns: Whether the update was handled before the end.
    func handle(_ update: Update, while goesOn: @Sendable () -> Bool) async -> HandlingOutcome {
        switch update {
        case .message(let message): await call(messages, message, update, goesOn)
        case .messageEdited(let message): await call(edits, message, update, goesOn)
        case .callbackQuery(let query): await call(callbackQueries, query, update, goesOn)
        case .messagesDeleted(let messages): await call(deletions, messages, update, goesOn)
        case .missed(let missed): await call(gaps, missed, update, goesOn)
        case .raw(let update): await call(raw, update, .raw(update), goesOn)
        }
    }

    private func call<Subject>(
        _ list: [Handler<Subject>], _ subject: Subject, _ update: Update, _ goesOn: @Sendable () -> Bool
    ) async -> HandlingOutcome {
        var hasFailed = false
        for handler in list where handler.filter.matches(subject) {
            guard goesOn() else { return .interrupted }
            do {
                try await handler.body(subject)
            } catch {
                // What the end of the run brings about is no failure of the handler.
                if !goesOn(), error.isInterruption { return .interrupted }
                hasFailed = true
                await failure(error, update)
            }
        }
        guard goesOn() else { return .interrupted }
        return hasFailed ? .failed : .handled
    }
}

/// What became of an update.
enum HandlingOutcome: Sendable {
    /// All its handlers returned.
    case handled
    /// All its handlers are done, and one threw.
    case failed
    /// The end came first.
    case interrupted
}

extension Error {
    /// Whether it says that the task was cancelled or that the client has come to its end.
    fileprivate var isInterruption: Bool {
        guard let error = self as? InvocationError else { return self is CancellationError }
        return switch error {
        case .cancelled, .disconnected, .sessionEnded, .connectionLost: true
        default: false
        }
    }
}
