// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// A person or a bot.
struct Account: Sendable {
    enum Kind: Sendable {
        case person(phone: String)
        case bot(token: String)
    }

    /// What a bot may be asked, by `bots.setBotCommands`.
    struct Command: Sendable {
        var command: String
        var description: String
    }

    let id: Int64
    var kind: Kind
    /// The data centre where the account lives.
    let dataCenter: Int
    var firstName: String
    var lastName: String?
    var username: String?
    var about: String?
    var commands: [Command] = []
    var password: TwoStepPassword?
    var settings = AccountSettings()
    /// When the person was last seen, in seconds since 1970.
    var lastSeen: Int64?
    /// Until when the person counts as present.
    var onlineUntil: Int64?

    var isBot: Bool {
        if case .bot = kind { true } else { false }
    }

    var phone: String? {
        if case .person(let phone) = kind { phone } else { nil }
    }

    var token: String? {
        if case .bot(let token) = kind { token } else { nil }
    }
}
