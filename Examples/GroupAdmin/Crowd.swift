// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTLTypes

/// A crowd that puts the bot to the test, over a Telegram server that runs in this process.
enum Crowd {
    /// What the crowd expected and did not see.
    struct Surprise: Error, CustomStringConvertible {
        let description: String
    }

    static func run() async throws {
        print("This is the embedded local server, not Telegram: nothing leaves this machine.")
        let server = try await LocalServer.start()
        let bot = try server.addBot(username: "guard_bot", name: "Guard")
        let owner = try server.addPerson("Olga")
        let group = try await server.createSupergroup("Friends", by: owner, with: [bot])
        try await owner.promote(bot, in: group, allowing: Self.rights, rank: "Guard")
        try await owner.enableTopics(in: group)
        let builder = TelegramClient.builder().apiID(1).apiHash("local").server(server.directory)
        try await builder.withClient { client in
            try await client.signIn(botToken: bot.token)
            let dispatcher = GroupAdmin().makeDispatcher(for: client)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await dispatcher.run(on: client) }
                try await play(server, group, owner: owner, bot: bot)
                tasks.cancelAll()
            }
        }
        server.stop()
        print("The crowd is content.")
    }

    private static let rights = TL.ChatAdminRights(
        deleteMessages: true, banUsers: true, inviteUsers: true, manageTopics: true)

    private static func play(
        _ server: LocalServer, _ group: LocalChannel, owner: LocalPerson, bot: LocalBot
    ) async throws {
        let link = try await owner.createInviteLink(for: group, requiresApproval: true)

        // Two ask to join: one is admitted and welcomed, the other is not.
        let mia = try server.addPerson("Mia")
        let robot = try server.addPerson("Robot")
        for person in [robot, mia] { try await ask(person, link) }
        try await owner.expect(.text("Welcome, Mia! Please read /rules."), from: bot, in: group)
        try check(!group.members.contains(robot.id), "Robot was admitted")
        print("Mia was admitted and welcomed, Robot was not.")

        // Mia opens a topic.
        try await mia.send("/topic Holidays", to: group)
        try await owner.expect(Self.topic("Holidays"), from: bot, in: group)
        print("Mia has her topic.")

        // Three bad words, two warnings, one ban.
        for count in 1...2 {
            try await mia.send("Win at the CASINO!", to: group)
            try await owner.expect(.text("Not here, please. Warning \(count) of 3."), from: bot, in: group)
        }
        try await mia.send("spam, spam, spam", to: group)
        try await owner.expect(.text("Mia has been banned for a day."), from: bot, in: group)
        try check(!group.members.contains(mia.id), "Mia is still there")
        do {
            try await mia.join(byLink: link)
            throw Surprise(description: "Mia came back")
        } catch {
            guard let failure = error as? RPCFailure else { throw error }
            print("Mia is banned, and cannot come back: \(failure).")
        }
    }

    private static func ask(_ person: LocalPerson, _ link: String) async throws {
        do {
            try await person.join(byLink: link)
        } catch {
            guard (error as? RPCFailure)?.name == "INVITE_REQUEST_SENT" else { throw error }
        }
    }

    private static func topic(_ title: String) -> MessageMatcher {
        MessageMatcher("the topic \"\(title)\"") { message in
            if case .topicCreate(let action) = message.action { action.title == title } else { false }
        }
    }

    private static func check(_ isTrue: Bool, _ surprise: String) throws {
        guard isTrue else { throw Surprise(description: surprise) }
    }
}
