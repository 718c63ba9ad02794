// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramUpdateSupport
import Foundation

/// What the programs do with what they hear.
final class SoakEars: Sendable {
    private struct State: Sendable {
        var messages = 0
        /// A message that is noted after the next one, with whom it is for.
        var postponed: (text: String, program: Int)?
        var kept: [[UInt8]] = []
        var missed = 0
        var queries = 0
    }

    let ledger: StreamLedger
    private let breakage: SoakOptions.Breakage?
    private let state = Lock(State())

    init(_ ledger: StreamLedger, _ breakage: SoakOptions.Breakage?) {
        self.ledger = ledger
        self.breakage = breakage
    }

    /// How often a client said that something may be missing.
    var missedCount: Int { state.withLock { $0.missed } }
    /// How many buttons were pressed, and how many inline queries came.
    var queryCount: Int { state.withLock { $0.queries } }

    /// Reads the updates until their end.
    func read(_ client: TelegramClient, by program: Int) -> Task<Void, Never> {
        let updates = client.updates
        return Task {
            for await update in updates {
                switch update {
                case .message(let message): self.note(message, by: program)
                case .missed(let missed): self.note(missed)
                case .callbackQuery, .inlineQuery: self.noteQuery()
                default: break
                }
                if Task.isCancelled { return }
            }
        }
    }

    /// Handles the updates with a dispatcher.
    func dispatch(_ client: TelegramClient, by program: Int) -> Task<Void, Never> {
        let dispatcher = Dispatcher(concurrency: 8)
        dispatcher.onMessage { message in
            self.note(message, by: program)
            guard !message.isOutgoing, case .user = message.chatID else { return }
            // Some handlers answer, some take their time.
            switch message.id % 8 {
            case 0: try await message.respond(InputMessage("noted").keyboard(.inline([[.callback("Go", data: "go")]])))
            case 1: try await Task.sleep(for: .milliseconds(20))
            case 2:
                try await message.reply("one")
                try await message.respond("two")
            default: break
            }
        }
        dispatcher.onCallbackQuery { query in
            self.noteQuery()
            try await query.answer("done")
        }
        dispatcher.onInlineQuery { query in
            self.noteQuery()
            try await query.answer([.article("A", id: "1", message: "chosen")])
        }
        dispatcher.onMissedUpdates { self.note($0) }
        // Answers get lost, and chats are flooded.
        dispatcher.onError { _, _ in }
        return Task { try? await dispatcher.run(on: client) }
    }

    private func note(_ missed: MissedUpdates) {
        // Who leaves a group misses what happens there.
        if !missed.isInaccessible { state.withLock { $0.missed += 1 } }
    }

    private func noteQuery() {
        state.withLock { $0.queries += 1 }
    }

    private func note(_ message: Message, by program: Int) {
        guard message.text.first == "s" else { return }
        guard let breakage else { return ledger.take(message.text, by: program) }
        note(message.text, by: program, breaking: breakage)
    }

    /// Notes a message, or does what a broken client would.
    private func note(_ text: String, by program: Int, breaking breakage: SoakOptions.Breakage) {
        let (number, earlier) = state.withLock { state in
            state.messages += 1
            defer { if state.postponed?.program == program { state.postponed = nil } }
            return (state.messages, state.postponed?.program == program ? state.postponed : nil)
        }
        let isTime = number % 100 == 99
        switch breakage {
        case .lost where isTime: return
        case .order where isTime && earlier == nil: return state.withLock { $0.postponed = (text, program) }
        case .repeated where isTime: ledger.take(text, by: program)
        case .memory: state.withLock { $0.kept.append([UInt8](repeating: 1, count: 64 << 10)) }
        case .descriptors where number % 20 == 19: _ = open("/dev/zero", O_RDONLY)
        case .threads where number % 20 == 19: Thread { Thread.sleep(forTimeInterval: 1_000_000) }.start()
        default: break
        }
        ledger.take(text, by: program)
        if let earlier { ledger.take(earlier.text, by: program) }
    }
}
