// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// What a client does, and what the other side sees of it.
final class MessageRoundTripTests: XCTestCase {
    /// Ann by a client, Bob by a script, who have written to each other.
    private func withFriends(
        _ body: @escaping @Sendable (TelegramClient, LocalPerson, LocalPerson, LocalClients) async throws -> Void
    ) async throws {
        try await within {
            let local = try await LocalClients()
            let (ann, bob) = (try local.server.addPerson("ann"), try local.server.addPerson("bob", username: "bobby"))
            let client = try await local.makeClient(of: ann)
            try await bob.send("hello", to: ann)
            _ = try await client.resolve("@bobby")
            try await body(client, ann, bob, local)
            await client.disconnect()
        }
    }

    func testOptionsOfMessagesReachTheOtherSide() async throws {
        try await withFriends { client, _, bob, _ in
            let first = try await client.sendMessage(to: bob.id, .markdown("**one** two"))
            let quoting = try await client.sendMessage(
                to: bob.id, "yes".replying(.message(first.id, quote: .init("two", offset: 4))).silent().protected())
            XCTAssertEqual(quoting.quote, "two")
            XCTAssertEqual(quoting.quoteOffset, 4)
            XCTAssertTrue(quoting.isSilent && quoting.isProtected)
            let seen = bob.history(with: LocalID(quoting.senderID?.botAPI ?? 0))
            XCTAssertEqual(seen.map(\.text).suffix(2), ["one two", "yes"])
            XCTAssertEqual(seen.last?.replyTo, seen.dropLast().last?.id)
            let edited = try await quoting.edit(.html("<i>no</i>"))
            XCTAssertEqual(edited.htmlText, "<i>no</i>")
            XCTAssertNotNil(edited.editDate)
            let same = try await quoting.edit(.html("<i>no</i>"), allowsUnchanged: true)
            XCTAssertEqual(same.id, quoting.id)
            do {
                _ = try await quoting.edit(.html("<i>no</i>"))
                XCTFail("nothing was changed")
            } catch { XCTAssertTrue((error as? InvocationError)?.is(.messageNotModified) == true) }
            do {
                _ = try await edited.forward(to: "me")
                XCTFail("a protected message was forwarded")
            } catch { XCTAssertTrue((error as? InvocationError)?.is(.chatForwardsRestricted) == true, "\(error)") }
            let kept = try await first.forward(to: "me")
            XCTAssertEqual(kept.text, "one two")
            XCTAssertTrue(kept.isForwarded)
            let copied = try await first.copy(to: "me")
            XCTAssertFalse(copied.isForwarded)
            let deleted = try await edited.delete()
            XCTAssertTrue(deleted)
            XCTAssertEqual(bob.history(with: LocalID(first.senderID?.botAPI ?? 0)).last?.text, "one two")
            let gone = try await edited.refreshed()
            XCTAssertNil(gone)
            let theirs = try XCTUnwrap(bob.history(with: LocalID(first.senderID?.botAPI ?? 0)).first)
            try await bob.forward(theirs, to: LocalID(first.senderID?.botAPI ?? 0))
            let forwarded = try await client.history(of: bob.id).first(1).first
            XCTAssertEqual(forwarded?.isForwarded, true)
            XCTAssertEqual(forwarded?.text, "hello")
        }
    }

    func testLongTextsAreSentInParts() async throws {
        try await withFriends { client, ann, bob, _ in
            let sent = try await client.sendMessage(
                to: bob.id, String(repeating: "word ", count: 2_000), splitting: true)
            XCTAssertEqual(sent.count, 3)
            XCTAssertEqual(bob.history(with: ann).suffix(3).map(\.text), sent.map(\.text))
        }
    }

    func testReactionsAreSeenByBothSides() async throws {
        try await withFriends { client, ann, bob, _ in
            let message = try await client.sendMessage(to: bob.id, "good?")
            let seen = try await bob.expect(.text("good?"))
            try await bob.react(to: seen, with: "👍")
            try await message.react("🔥")
            XCTAssertEqual(bob.reactions(to: seen), ["👍": 1, "🔥": 1])
            let reactions = try await client.reactions(ofMessages: [message.id], in: bob.id)
            XCTAssertEqual(reactions.first??.total, 2)
            XCTAssertEqual(reactions.first??.own, ["🔥"])
            let reactors = try await client.reactors(ofMessage: message.id, in: bob.id).collect()
            XCTAssertEqual(reactors.map(\.peerID), [.user(ann.id), .user(bob.id)])
            let thumbs = try await client.reactors(ofMessage: message.id, in: bob.id, reaction: "👍").collect()
            XCTAssertEqual(thumbs.map(\.peerID), [.user(bob.id)])
            try await message.react(.none)
            XCTAssertEqual(bob.reactions(to: seen), ["👍": 1])
            do {
                try await message.react("🦄")
                XCTFail("no such reaction")
            } catch { XCTAssertTrue((error as? InvocationError)?.is(.reactionInvalid) == true) }
            let now = try await message.refreshed()
            XCTAssertEqual(now?.reactions?.counts.map(\.reaction), ["👍"])
        }
    }

    func testPinsAreSeenByBothSides() async throws {
        try await withFriends { client, _, bob, _ in
            let message = try await client.sendMessage(to: bob.id, "remember")
            let seen = try await bob.expect(.text("remember"))
            try await message.pin()
            let pinned = try await client.pinnedMessage(in: bob.id)
            XCTAssertEqual(pinned?.id, message.id)
            XCTAssertEqual(pinned?.isPinned, true)
            let news = try await client.history(of: bob.id).first(1).first
            guard case .pinned = news?.action?.kind else { return XCTFail("nobody says that it was pinned") }
            XCTAssertEqual(news?.replyToMessageID, message.id)
            do {
                try await message.pin()
                XCTFail("it is pinned already")
            } catch { XCTAssertTrue((error as? InvocationError)?.is(.chatNotModified) == true) }
            try await bob.pin(seen, false)
            let none = try await client.pinnedMessage(in: bob.id)
            XCTAssertNil(none)
            try await message.pin()
            let count = try await client.unpinAllMessages(in: bob.id)
            XCTAssertEqual(count, 1)
        }
    }

    func testDraftsAreKept() async throws {
        try await withFriends { client, ann, bob, _ in
            try await client.saveDraft(.markdown("*hm*"), for: bob.id)
            XCTAssertEqual(ann.draft(for: bob), "hm")
            let drafts = try await client.drafts()
            XCTAssertEqual(drafts.map(\.chatID), [.user(bob.id)])
            XCTAssertEqual(drafts.first?.text.entities.count, 1)
            try await client.sendMessage(to: bob.id, "done".clearingDraft())
            XCTAssertNil(ann.draft(for: bob))
            try await client.saveDraft("again", for: bob.id)
            try await client.removeDraft(for: bob.id)
            XCTAssertNil(ann.draft(for: bob))
            try await client.saveDraft("again", for: bob.id)
            try await client.removeAllDrafts()
            let none = try await client.drafts()
            XCTAssertTrue(none.isEmpty)
        }
    }

    func testWhoHasReadAMessage() async throws {
        try await withFriends { client, ann, bob, _ in
            let message = try await client.sendMessage(to: bob.id, "news")
            do {
                _ = try await client.readDate(ofMessage: message.id, in: bob.id)
                XCTFail("it was not read yet")
            } catch { XCTAssertTrue((error as? InvocationError)?.is(.messageNotReadYet) == true) }
            await bob.read(from: ann)
            let date = try await client.readDate(ofMessage: message.id, in: bob.id)
            XCTAssertGreaterThanOrEqual(date, message.date)
        }
    }

    func testSearchesAndThreads() async throws {
        try await withFriends { client, _, bob, _ in
            let root = try await client.sendMessage(to: bob.id, "apples and pears")
            let answer = try await root.reply("pears https://a.example")
            try await client.sendMessage(to: bob.id, "plums")
            let pears = try await client.search("PEARS", in: bob.id).collect()
            XCTAssertEqual(pears.map(\.id), [answer.id, root.id])
            let total = try await client.search("pears", in: bob.id).total
            XCTAssertEqual(total, 2)
            let links = try await client.search(in: bob.id, SearchOptions(filter: .links)).collect()
            XCTAssertEqual(links.map(\.id), [answer.id])
            let everywhere = try await client.searchEverywhere("pears").pages(of: 1).collect()
            XCTAssertEqual(everywhere.map(\.id), [answer.id, root.id])
            let replies = try await client.replies(to: root.id, in: bob.id).collect()
            XCTAssertEqual(replies.map(\.id), [answer.id])
            let counts = try await client.messageCounts([.links, .all], in: bob.id)
            XCTAssertEqual(counts, [.links: 1, .all: 4])
            let answered = try await answer.repliedMessage()
            XCTAssertEqual(answered?.id, root.id)
        }
    }

    func testTextsAreTranslatedAndTranscribed() async throws {
        try await withFriends { client, ann, bob, local in
            local.server.setTranslation(of: "good", to: "de", as: "gut")
            let message = try await client.sendMessage(to: bob.id, "good")
            let text = try await message.translated(to: "de")
            XCTAssertEqual(text, "gut")
            let others = try await client.translate(["good", "unknown"], to: "de")
            XCTAssertEqual(others, ["gut", "unknown"])
            let own = try XCTUnwrap(ann.history(with: bob).last)
            try local.server.setTranscription(of: own, seenBy: ann, "He", "Hello")
            let part = try await client.transcribe(message: message.id, in: bob.id)
            XCTAssertEqual(part.text, "He")
            XCTAssertTrue(part.isPending)
            let all = try await message.transcription()
            XCTAssertEqual(all.text, "Hello")
            XCTAssertFalse(all.isPending)
            try await client.rate(all, isGood: true, ofMessage: message.id, in: bob.id)
            local.server.setWebPage(.empty(.init(id: 1, url: "https://a.example")), at: "https://a.example")
            let page = try await client.webPagePreview(for: "see https://a.example")
            guard case .empty(let raw) = page else { return XCTFail("no preview") }
            XCTAssertEqual(raw.url, "https://a.example")
        }
    }

    /// A scheduled message is sent in time, with a number of its own.
    func testScheduledMessagesAreSentInTime() async throws {
        try await withFastClients { local, clock in
            let (ann, bob) = (try local.server.addPerson("ann"), try local.server.addPerson("bob", username: "bobby"))
            let client = try await local.makeClient(of: ann) { $0.time(clock.timekeeper) }
            try await bob.send("hello", to: ann)
            _ = try await client.resolve("@bobby")
            let start = Date(timeIntervalSince1970: Double((clock.epoch + clock.elapsed).components.seconds))
            let later = try await client.sendMessage(
                to: bob.id, "later".scheduled(for: start.addingTimeInterval(600)))
            let second = try await client.sendMessage(
                to: bob.id, "second".scheduled(for: start.addingTimeInterval(86_400)))
            XCTAssertEqual(bob.history(with: ann).map(\.text), ["hello"])
            let waiting = try await client.scheduledMessages(in: bob.id)
            XCTAssertEqual(waiting.map(\.id), [second.id, later.id])
            XCTAssertEqual(waiting.last?.text, "later")
            let some = try await client.scheduledMessages([later.id, 99], in: bob.id)
            XCTAssertEqual(some.map { $0?.id }, [later.id, nil])
            try await client.reschedule(
                message: later.id, in: bob.id, to: .at(start.addingTimeInterval(1_200)))
            let came = try await bob.expect(.text("later"), within: .seconds(3_600))
            XCTAssertGreaterThanOrEqual(Double(came.date), start.timeIntervalSince1970 + 1_200)
            let sent = try await client.history(of: bob.id).first(1).first
            XCTAssertEqual(sent?.text, "later")
            XCTAssertEqual(sent?.wasScheduled, true)
            let now = try await client.sendScheduledMessagesNow([second.id], in: bob.id)
            XCTAssertEqual(now.map(\.text), ["second"])
            let third = try await client.sendMessage(
                to: bob.id, "third".scheduled(for: start.addingTimeInterval(86_400)))
            try await client.deleteScheduledMessages([third.id], in: bob.id)
            let none = try await client.scheduledMessages(in: bob.id)
            XCTAssertTrue(none.isEmpty)
            await client.disconnect()
        }
    }

    /// Effects play in private chats, and there are only so many of them.
    func testEffectsAreForPrivateChats() async throws {
        try await withFriends { client, ann, bob, local in
            let message = try await client.sendMessage(to: bob.id, "hurray".effect(5))
            XCTAssertEqual(message.effectID, 5)
            let effects = try await client.messageEffects()
            XCTAssertTrue(effects.contains { $0.id == 5 })
            func refusal(_ message: InputMessage, to chat: Int64) async -> String {
                do {
                    _ = try await client.sendMessage(to: chat, message)
                    return "sent"
                } catch { return error.is(.effectIDInvalid) ? "effect" : error.is(.effectChatInvalid) ? "chat" : "" }
            }
            let unknown = await refusal("x".effect(99), to: bob.id)
            XCTAssertEqual(unknown, "effect")
            let group = try await local.server.createSupergroup("Group", by: ann, with: [bob])
            try await bob.send("hi", to: group)
            _ = try await client.dialogs().first(10)
            let inGroup = await refusal("x".effect(5), to: group.id)
            XCTAssertEqual(inGroup, "chat")
        }
    }

    /// The story of a group that became a supergroup has two parts.
    func testAHistoryGoesOnInTheGroupThatTheSupergroupWas() async throws {
        try await withFriends { client, _, _, _ in
            let made = try await client.createGroup(titled: "Old", with: ["@bobby"])
            for number in 0..<3 { try await client.sendMessage(to: made.group, "\(number)") }
            let channel = try await client.migrateToSupergroup(made.group)
            for number in 3..<6 { try await client.sendMessage(to: channel, "\(number)") }
            var texts = try await client.history(of: channel).collect().map(\.text)
            let full = try await client.fullChat(channel)
            let before = try XCTUnwrap(full.migratedFrom)
            texts += try await client.history(of: before.id, from: .message(before.messageID + 1)).collect().map(\.text)
            XCTAssertEqual(texts.filter { !$0.isEmpty }, ["5", "4", "3", "2", "1", "0"])
        }
    }

    func testPostsAreSeenLinkedAndPaid() async throws {
        try await withFriends { client, ann, bob, local in
            let news = try await local.server.createChannel("News", by: ann, username: "localnews")
            try await news.add(bob)
            _ = try await client.resolve("@localnews")
            let post = try await client.sendMessage(to: news.id, "post")
            XCTAssertTrue(post.isPost)
            let link = try await client.link(toMessage: post.id, in: news.id)
            XCTAssertEqual(link.absoluteString, "https://t.me/localnews/\(post.id)")
            let found = try await client.message(at: link.absoluteString)
            XCTAssertEqual(found?.text, "post")
            let views = try await client.views(ofMessages: [post.id], in: news.id, counting: true)
            XCTAssertEqual(views.first?.views, 1)
            let author = try await client.author(ofMessage: post.id, in: news.id)
            XCTAssertEqual(author.id, ann.id)
            try await client.sendPaidReaction(50, to: post.id, in: news.id, privacy: .anonymous)
            let now = try await post.refreshed()
            XCTAssertEqual(now?.reactions?.counts.first?.reaction, .paid)
            XCTAssertEqual(now?.reactions?.counts.first?.count, 50)
            do {
                try await client.setFactCheck("wrong", ofMessage: post.id, in: news.id)
                XCTFail("anybody may check facts")
            } catch { XCTAssertTrue((error as? InvocationError)?.is(.userPermissionDenied) == true) }
            ann.becomeFactChecker()
            try await client.setFactCheck("wrong", ofMessage: post.id, in: news.id)
            let checks = try await client.factChecks(ofMessages: [post.id], in: news.id)
            XCTAssertEqual(checks.first?.text, "wrong")
            try await client.removeFactCheck(ofMessage: post.id, in: news.id)
            let none = try await client.factChecks(ofMessages: [post.id], in: news.id)
            XCTAssertNil(none.first?.text)
            try await post.pin()
            let pinned = try await client.pinnedMessages(in: news.id).collect()
            XCTAssertEqual(pinned.map(\.id), [post.id])
        }
    }
}

/// An account by its number alone.
private struct LocalID: LocalPeer {
    let id: Int64

    init(_ id: Int64) { self.id = id }
}
