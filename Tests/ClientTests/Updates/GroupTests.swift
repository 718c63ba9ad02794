// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// Bots and people in groups, supergroups and channels.
final class GroupTests: XCTestCase {
    /// A bot that welcomes those who come into its group and counts how often `/up` is said.
    private static func counter(_ name: String) -> Dispatcher {
        let dispatcher = Dispatcher()
        dispatcher.onMessage(.group && .service) { message in
            guard case .membersAdded = message.action?.kind else { return }
            try await message.respond("Welcome!")
        }
        dispatcher.onMessage(.group && .command("up")) { message in
            try await message.reply("Noted.")
        }
        dispatcher.onMessage(.private) { message in
            try await message.reply("I live in groups.")
        }
        return dispatcher
    }

    func testABotInAGroup() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot("counter_bot")
            let ann = try local.server.addPerson("Ann")
            let bob = try local.server.addPerson("Bob")
            let running = Task { try await Self.counter("counter_bot").run(on: client) }
            let group = try await local.server.createGroup("Friends", by: ann, with: [bot])
            try await group.add(bob)
            try await ann.expect(.text("Welcome!"), from: bot, in: group)
            let command = try await bob.send("/up", to: group)
            let answer = try await bob.expect(.text("Noted."), from: bot, in: group)
            XCTAssertEqual(answer.replyTo, command.id)
            try await ann.send("Hi", to: bot)
            try await ann.expect(.text("I live in groups."), from: bot)
            await client.disconnect()
            try await running.value
        }
    }

    func testACommandForAnotherBotIsNotAnswered() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot("counter_bot")
            let ann = try local.server.addPerson("Ann")
            let running = Task { try await Self.counter("counter_bot").run(on: client) }
            let group = try await local.server.createGroup("Friends", by: ann, with: [bot])
            try await ann.send("/up@other_bot", to: group)
            let named = try await ann.send("/up@Counter_Bot", to: group)
            let plain = try await ann.send("/up", to: group)
            for command in [named, plain] {
                let answer = try await ann.expect(.text("Noted."), from: bot, in: group)
                XCTAssertEqual(answer.replyTo, command.id)
            }
            await client.shutdown()
            try await running.value
        }
    }

    func testFiltersTellTheKindsOfChatsApart() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("Ann")
            let group = try await local.server.createGroup("Group", by: ann, with: [bot])
            let supergroup = try await local.server.createSupergroup("Supergroup", by: ann, with: [bot])
            let channel = try await local.server.createChannel("Channel", by: ann, with: [bot])
            let places: [any LocalPeer] = [bot, group, supergroup, channel]
            for place in places { try await ann.send("Hi", to: place) }
            var kinds: [PeerID: [Bool]] = [:]
            for await update in client.updates {
                guard case .message(let message) = update, message.text == "Hi" else { continue }
                let filters: [Filter<Message>] = [.private, .group, .supergroup, .channel]
                kinds[message.chatID] = filters.map { $0.matches(message) }
                if kinds.count == places.count { break }
            }
            XCTAssertEqual(kinds[.user(ann.id)], [true, false, false, false])
            XCTAssertEqual(kinds[.chat(group.chatID)], [false, true, false, false])
            XCTAssertEqual(kinds[.channel(supergroup.channelID)], [false, true, true, false])
            XCTAssertEqual(kinds[.channel(channel.channelID)], [false, false, false, true])
            await client.disconnect()
        }
    }

    func testReplies() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("Ann")
            let supergroup = try await local.server.createSupergroup("Supergroup", by: ann, with: [bot])
            let channel = try await local.server.createChannel("Channel", by: ann)
            try await channel.add(bot, asAdmin: true)
            let question = try await ann.send("Well?", to: supergroup)
            let post = try await ann.send("News", to: channel)
            var answered = 0
            for await update in client.updates {
                guard case .message(let message) = update, !message.text.isEmpty else { continue }
                let answer = try await message.reply("Yes")
                XCTAssertEqual(answer.replyToMessageID, message.id)
                XCTAssertEqual(answer.chatID, message.chatID)
                answered += 1
                if answered == 2 { break }
            }
            let first = try await ann.expect(.text("Yes"), in: supergroup)
            XCTAssertEqual(first.replyTo, question.id)
            let second = try await ann.expect(.text("Yes"), in: channel)
            XCTAssertEqual(second.replyTo, post.id)
            await client.disconnect()
        }
    }

    /// core.telegram.org/api/min: who is met in a supergroup is named by the message.
    func testSomebodyMetInASupergroupCanBeWrittenTo() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("Ann")
            let bob = try local.server.addPerson("Bob")
            let client = try await local.signIn(ann)
            let supergroup = try await local.server.createSupergroup("Supergroup", by: bob, with: [ann])
            try await bob.send("Who is there?", to: supergroup)
            for await update in client.updates {
                guard case .message(let message) = update, message.text == "Who is there?" else { continue }
                let sender = try XCTUnwrap(message.senderID)
                XCTAssertEqual(sender, .user(bob.id))
                try await client.sendMessage(to: sender.botAPI, "I am")
                break
            }
            try await bob.expect(.text("I am"), from: ann)
            await client.disconnect()
        }
    }

    /// What a call has done is told in its answer, and must not look like a gap afterwards.
    func testWhatOwnCallsDoIsCounted() async throws {
        try await within {
            let local = try await LocalClients { $0.worldLimits.recordedUpdates = 1_000 }
            let ann = try local.server.addPerson("Ann")
            let bob = try local.server.addPerson("Bob")
            let client = try await local.signIn(ann)
            try await bob.send("Hi", to: ann)
            for await update in client.updates { if case .message = update { break } }
            let bobInput = TL.InputUser.inputUser(
                .init(userID: bob.id, accessHash: local.server.accessHash(of: bob.id, for: ann)))
            _ = try await client.invoke(TL.messages.CreateChat(users: [bobInput], title: "Group"))
            let made = try await client.invoke(
                TL.channels.CreateChannel(megagroup: true, title: "Supergroup", about: ""))
            guard case .updates(let batch) = made, case .channel(let channel)? = batch.chats.first else {
                return XCTFail("\(made)")
            }
            let input = TL.InputChannel.inputChannel(
                .init(channelID: channel.id, accessHash: channel.accessHash ?? 0))
            _ = try await client.invoke(TL.channels.InviteToChannel(channel: input, users: [bobInput]))
            let sent = try await client.sendMessage(to: PeerID.channel(channel.id).botAPI, "Hello")
            _ = try await client.invoke(TL.channels.DeleteMessages(channel: input, id: [sent.id]))
            // The next of somebody else come at once, without anything being asked.
            let before = local.server.differenceAnswers
            try await bob.send("one", to: ann)
            _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
            for await update in client.updates {
                if case .message(let message) = update, message.text == "one" { break }
            }
            XCTAssertEqual(local.server.differenceAnswers, before)
            XCTAssertEqual(client.updateBacklog.held, 0)
            await client.disconnect()
        }
    }

    /// The first number that is seen of a channel is where it begins; that must not be what the client did itself while
    /// what came before waits.
    func testWhatWaitsInAChannelIsNotLostByAnOwnMessageThere() async throws {
        try await within {
            let local = try await LocalClients { $0.worldLimits.recordedUpdates = 1_000 }
            let ann = try local.server.addPerson("Ann")
            let bob = try local.server.addPerson("Bob")
            let supergroup = try await local.server.createSupergroup(
                "Supergroup", by: bob, with: [ann], username: "a_group")
            let client = try await local.signIn(ann) { $0.updateCapacity(16) }
            // Nothing is read, so all of it waits.
            for number in 0..<45 { try await bob.send("\(number)", to: ann) }
            try await bob.send("first", to: supergroup)
            try await client.sendMessage(to: "a_group", "mine")
            try await bob.send("last", to: supergroup)
            var heard: [String] = []
            for await update in client.updates {
                guard case .message(let message) = update, message.chatID == .channel(supergroup.channelID) else {
                    continue
                }
                heard.append(message.text)
                if heard.last == "last" { break }
            }
            XCTAssertEqual(heard.filter { $0 != "mine" }, ["first", "last"])
            await client.disconnect()
        }
    }

    /// Too much happened in a channel while the client was away: it says so and goes on from there.
    func testAHoleInAChannelIsTold() async throws {
        try await within {
            let local = try await LocalClients { $0.worldLimits.loggedChannelChanges = 10 }
            let bot = try local.server.addBot(username: "test_bot")
            let ann = try local.server.addPerson("Ann")
            let storage = MemorySessionStorage()
            let first = try await local.builder.session(storage).connect()
            try await first.signIn(botToken: bot.token)
            let supergroup = try await local.server.createSupergroup("Supergroup", by: ann, with: [bot])
            try await ann.send("before", to: supergroup)
            for await update in first.updates {
                if case .message(let message) = update, message.text == "before" { break }
            }
            await first.disconnect()
            for number in 0..<30 { try await ann.send("meanwhile \(number)", to: supergroup) }
            let second = try await local.builder.session(storage).connect()
            var heard: [String] = []
            for await update in second.updates {
                switch update {
                case .missed(let missed):
                    XCTAssertEqual(missed.channelID, supergroup.channelID)
                    XCTAssertEqual(missed.newestMessages.first?.text, "meanwhile 29")
                    heard.append("hole")
                    try await ann.send("after", to: supergroup)
                case .message(let message): heard.append(message.text)
                default: continue
                }
                if heard.last == "after" { break }
            }
            XCTAssertEqual(heard, ["hole", "after"])
            await second.disconnect()
        }
    }
}

extension LocalClients {
    /// A client that is signed in as a person.
    func signIn(
        _ person: LocalPerson, _ change: (ClientBuilder) -> ClientBuilder = { $0 }
    ) async throws -> TelegramClient {
        let client = try await change(builder).connect()
        if case .codeRequired(let token) = try await client.requestLoginCode(for: person.phone) {
            _ = try await client.signIn(with: token, code: person.loginCode)
        }
        return client
    }
}
