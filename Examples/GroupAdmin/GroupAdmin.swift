// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramTLTypes
import Foundation

/// A bot that looks after a group: it welcomes, warns and bans, admits who may come, and keeps topics.
struct GroupAdmin: Sendable {
    /// Words that nobody may write, in lower case.
    var forbiddenWords: Set<String> = ["spam", "casino"]
    /// After how many warnings somebody is banned.
    var warningLimit = 3
    /// For how long.
    var banTime = Duration.seconds(86_400)
    /// Names that are not admitted, in lower case.
    var unwantedNames: Set<String> = ["robot"]

    private let warnings = Warnings()

    /// Says what to do with what happens in groups.
    func makeDispatcher(for client: TelegramClient) -> Dispatcher {
        let dispatcher = Dispatcher()
        dispatcher.onMessage(.group && .service) { message in
            try await welcome(message)
        }
        dispatcher.onMessage(.group && .incoming && .command("topic")) { message in
            guard let title = message.command?.arguments, !title.isEmpty else {
                try await message.reply("Which name? For example: /topic Holidays")
                return
            }
            try await openTopic(title, asked: message)
        }
        dispatcher.onMessage(.group && .incoming && .text && !.anyCommand) { message in
            try await filterWords(message)
        }
        dispatcher.onJoinRequest { request in
            let name = try await client.user(PeerID.user(request.userID)).firstName
            if unwantedNames.contains(name.lowercased()) {
                try await request.decline()
            } else {
                try await request.approve()
            }
        }
        return dispatcher
    }

    private func welcome(_ message: Message) async throws {
        switch message.action?.kind {
        case .membersAdded, .joinedByLink, .joinedByRequest:
            let name = message.sender?.firstName ?? "friend"
            try await message.respond("Welcome, \(name)! Please read /rules.")
        default:
            return
        }
    }

    /// Warns who writes what nobody may, and bans at last.
    private func filterWords(_ message: Message) async throws {
        let words = message.text.lowercased().split { !$0.isLetter }.map(String.init)
        guard words.contains(where: forbiddenWords.contains), let author = message.sender else { return }
        let count = await warnings.add(author.id)
        if count < warningLimit {
            try await message.reply("Not here, please. Warning \(count) of \(warningLimit).")
            return
        }
        let end = Date(timeIntervalSinceNow: TimeInterval(banTime.components.seconds))
        try await message.client.ban(author, in: message.chatID, until: end, deletingHistory: true)
        await warnings.forget(author.id)
        try await message.respond("\(author.firstName) has been banned for a day.")
    }

    private func openTopic(_ title: String, asked message: Message) async throws {
        do {
            try await message.client.createTopic(titled: title, in: message.chatID, iconColor: .green)
        } catch {
            guard error.is(.chatAdminRequired) || error.is(.channelForumMissing) else { throw error }
            try await message.reply("I cannot create topics here.")
        }
    }
}
