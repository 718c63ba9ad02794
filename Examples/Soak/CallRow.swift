// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram

/// What a call has at hand.
struct CallStage: Sendable {
    let client: TelegramClient
    /// Somebody else, a bot, a supergroup of which the caller is the owner, and one in which they are a member.
    let friend: String
    let bot: String
    let club: String
    /// Decides what the call says.
    let number: Int

    var text: String { "text \(number)" }
    var isEven: Bool { number.isMultiple(of: 2) }
}

/// One kind of call that is made again and again.
struct CallRow: Sendable {
    let name: String
    let run: @Sendable (CallStage) async throws -> Void

    init(_ name: String, _ run: @escaping @Sendable (CallStage) async throws -> Void) {
        self.name = name
        self.run = run
    }

    /// What people do.
    static let people = messages + reading + chats + dialogs + accounts + media
    /// What bots do.
    static let bots = ofBots
}
