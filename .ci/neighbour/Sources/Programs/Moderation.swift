import Ferogram
import FerogramFSM

/// Looks after a group: welcomes, deletes what nobody may write, warns three times, bans, and obeys administrators.
public func runModerationBot(_ builder: ClientBuilder, token: String, badWords: Set<String>) async throws {
    try await builder.withClient { client in
        try await client.signIn(botToken: token)
        let dispatcher = Dispatcher(states: .file("moderation.db"), scope: .perUserInChat)
        let admins = Router(.first)
        admins.onCommand("ban") { message in
            guard let author = try await message.repliedMessage()?.sender else { return }
            try await client.ban(author, in: message.chatID, deletingHistory: true)
            try await message.respond("\(author.firstName) is banned")
        }
        admins.onCommand("unban") { message in
            guard let author = try await message.repliedMessage()?.sender else { return }
            try await client.unban(author, in: message.chatID)
        }
        admins.use(around: .handlers) { update, next in
            guard case .message(let message) = update, let author = message.sender else { return }
            guard try await client.permissions(of: author, in: message.chatID).isAdministrator else { return }
            try await next(update)
        }
        dispatcher.include(admins, where: .group)
        dispatcher.onMessage(.group && .newMembers) { message in
            try await message.respond("Welcome! Please read the pinned rules.")
        }
        dispatcher.onMessage(.group && .text) { message in
            guard !badWords.isDisjoint(with: message.text.lowercased().split(separator: " ").map(String.init)) else {
                return
            }
            guard let author = message.sender else { return }
            try await message.delete()
            let warnings = try await message.conversation.update("warnings", default: 0) { warnings in
                warnings += 1
                return warnings
            }
            if warnings >= 3 {
                try await client.ban(author, in: message.chatID)
            } else {
                try await message.respond("\(author.firstName), that is warning \(warnings) of 3")
            }
        }
        dispatcher.onJoinRequest { try await $0.approve() }
        try await dispatcher.run(on: client)
    }
}
