// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// What must hold of messages and of the numbers of their changes; see core.telegram.org/api/updates.
final class WorldTests: XCTestCase {
    private var world = World(seed: 7, dataCenters: 2)
    private var ann: Int64 = 0
    private var bob: Int64 = 0
    private var bot: Int64 = 0

    override func setUp() async throws {
        world = World(seed: 7, dataCenters: 2)
        world.now = 1_800_000_000
        ann = try world.addPerson(phone: "9996610001", firstName: "Ann", username: "ann", dataCenter: 1).id
        bob = try world.addPerson(phone: "9996610002", firstName: "Bob", dataCenter: 1).id
        bot = try world.addBot(username: "a_bot", name: "Bot", dataCenter: 2).id
    }

    private func pts(_ id: Int64) -> Int32 { world.mailboxes[id]?.pts ?? -1 }

    @discardableResult
    private func say(_ text: String, from: Int64, to: Int64, randomID: Int64? = nil) throws -> StoredMessage {
        var draft = NewMessage(text: text)
        draft.randomID = randomID
        return try world.send(draft, from: from, to: to).message
    }

    // MARK: Bounds

    func testWhatIsDeletedIsForgotten() throws {
        try say("stays", from: ann, to: bob)
        for _ in 0..<10 {
            let ids = try (0..<100).map { _ in try say("goes", from: ann, to: bob).id }
            _ = try world.delete(ids, of: ann, revoke: true)
        }
        for account in [ann, bob] {
            let mailbox = try XCTUnwrap(world.mailboxes[account])
            XCTAssertEqual(mailbox.newestFirst.map(\.content.text), ["stays"])
            XCTAssertLessThanOrEqual(mailbox.order.count, 100)
        }
        try say("new", from: ann, to: bob)
        XCTAssertEqual(world.mailboxes[ann]?.newestFirst.map(\.content.text), ["new", "stays"])
    }

    // MARK: pts

    func testEachSideCountsForItself() throws {
        try say("one", from: ann, to: bob)
        try say("two", from: ann, to: bob)
        XCTAssertEqual([pts(ann), pts(bob), pts(bot)], [3, 3, 1])
        try say("three", from: ann, to: bot)
        XCTAssertEqual([pts(ann), pts(bob), pts(bot)], [4, 3, 2])
        // Ids are each account's own too.
        let message = try say("four", from: bob, to: ann)
        XCTAssertEqual(message.id, 3)
        XCTAssertEqual(world.mailboxes[ann]?.newestFirst.first(where: { _ in true })?.id, 4)
    }

    func testPushedUpdatesFollowEachOtherWithoutGaps() throws {
        let first = try say("one", from: ann, to: bob)
        try say("two", from: bob, to: ann)
        _ = try world.edit(first.id, of: ann, with: bob, ContentChange(text: "uno"))
        _ = world.read(by: bob, from: ann, upTo: 0)
        _ = try world.delete([first.id, 2], of: ann, revoke: true)
        try say("three", from: ann, to: ann)
        let pushes = world.takePushes()
        for account in [ann, bob] {
            var expected: Int32 = 1
            for push in pushes where push.account == account {
                for (pts, count) in push.updates.counts {
                    XCTAssertEqual(pts, expected + count, "account \(account)")
                    expected = pts
                }
            }
            XCTAssertEqual(expected, pts(account))
        }
        // Two new ones, an edit, what Bob read, two deletions, one to herself; Bob has no message to himself.
        XCTAssertEqual([pts(ann), pts(bob)], [8, 7])
    }

    func testDeletingCountsMessagesThatExist() throws {
        let first = try say("one", from: ann, to: bob)
        let second = try say("two", from: ann, to: bob)
        let change = try world.delete([first.id, second.id, 99, first.id], of: ann, revoke: false)
        XCTAssertEqual(change?.count, 2)
        XCTAssertEqual([pts(ann), pts(bob)], [5, 3])
        XCTAssertNil(try world.delete([first.id], of: ann, revoke: false))
        XCTAssertEqual(
            world.messages(of: try XCTUnwrap(world[bob]), with: ann).count, 2, "without revoke the peer keeps it")
    }

    func testReadingIsCountedOnce() throws {
        try say("one", from: ann, to: bob)
        try say("two", from: ann, to: bob)
        XCTAssertEqual(world.mailboxes[bob]?.unreadCount, 2)
        XCTAssertNotNil(world.read(by: bob, from: ann, upTo: 1))
        XCTAssertEqual(world.mailboxes[bob]?.unreadCount, 1)
        XCTAssertEqual([pts(ann), pts(bob)], [4, 4])
        XCTAssertNil(world.read(by: bob, from: ann, upTo: 1))
        XCTAssertNotNil(world.read(by: bob, from: ann, upTo: 1000))
        XCTAssertNil(world.read(by: bob, from: ann, upTo: 0))
        XCTAssertEqual([pts(ann), pts(bob)], [5, 5])
        XCTAssertEqual(world.mailboxes[ann]?.dialogs[bob].map { world.dialog($0, of: world[ann]!) }?.readOutbox, 2)
    }

    // MARK: Sending

    func testTheSameRandomIDIsSentOnce() throws {
        try say("one", from: ann, to: bob, randomID: 5)
        XCTAssertThrowsError(try say("one", from: ann, to: bob, randomID: 5)) {
            XCTAssertEqual($0 as? RPCFailure, RPCFailure(500, .randomIDDuplicate))
        }
        XCTAssertEqual([pts(ann), pts(bob)], [2, 2])
        // Another account may use the same number.
        try say("one", from: bob, to: ann, randomID: 5)
        XCTAssertEqual([pts(ann), pts(bob)], [3, 3])
        XCTAssertThrowsError(try say("zero", from: ann, to: bob, randomID: 0)) {
            XCTAssertEqual($0 as? RPCFailure, RPCFailure(400, .randomIDEmpty))
        }
    }

    func testTextsAreChecked() throws {
        let cases: [(String, RPCFailure)] = [
            ("", .bad(.messageEmpty)), (" \n\t", .bad(.messageEmpty)),
            (String(repeating: "a", count: 4097), .bad(.messageTooLong)),
            (String(repeating: "\u{1F600}", count: 2049), .bad(.messageTooLong)),
        ]
        for (text, failure) in cases {
            XCTAssertThrowsError(try say(text, from: ann, to: bob)) { XCTAssertEqual($0 as? RPCFailure, failure) }
        }
        try say(String(repeating: "\u{1F600}", count: 2048), from: ann, to: bob)
        var draft = NewMessage(text: "abc", entities: [.bold(.init(offset: 1, length: 3))])
        XCTAssertThrowsError(try world.send(draft, from: ann, to: bob)) {
            XCTAssertEqual($0 as? RPCFailure, .bad(.entityBoundsInvalid))
        }
        draft.entities = [.bold(.init(offset: -1, length: 1))]
        XCTAssertThrowsError(try world.send(draft, from: ann, to: bob))
        draft.entities = [.bold(.init(offset: Int32.max, length: Int32.max))]
        XCTAssertThrowsError(try world.send(draft, from: ann, to: bob))
    }

    func testBotsAnswerOnlyThoseWhoWrote() throws {
        XCTAssertThrowsError(try say("hello", from: bot, to: ann)) {
            XCTAssertEqual($0 as? RPCFailure, .bad(.peerIDInvalid))
        }
        try say("/start", from: ann, to: bot)
        try say("hello", from: bot, to: ann)
        XCTAssertThrowsError(try say("me", from: bot, to: bot))
    }

    func testOnlyBotsHaveButtons() throws {
        var draft = NewMessage(text: "choose")
        draft.replyMarkup = .inline(
            .init(rows: [.init(buttons: [.init(text: "Yes", type: .callback(.init(data: [1])))])]))
        let plain = try world.send(draft, from: ann, to: bob).message
        XCTAssertNil(plain.content.replyMarkup, "a person's keyboard is passed over")
        try say("/start", from: ann, to: bot)
        let sent = try world.send(draft, from: bot, to: ann).message
        let received = try XCTUnwrap(world.mailboxes[ann]?.newestFirst.first { _ in true })
        XCTAssertThrowsError(try world.press(data: [2], message: received.id, by: ann, in: bot)) {
            XCTAssertEqual($0 as? RPCFailure, .bad(.dataInvalid))
        }
        _ = world.takePushes()
        let query = try world.press(data: [1], message: received.id, by: ann, in: bot).query
        let pushes = world.takePushes()
        guard pushes.count == 1, pushes[0].account == bot, case .updates(let updates) = pushes[0].updates,
            case .botCallbackQuery(let update) = updates.updates.first
        else { return XCTFail("the bot hears nothing: \(pushes)") }
        XCTAssertEqual(update.queryID, query)
        XCTAssertEqual(update.msgID, sent.id)
        XCTAssertEqual(update.userID, ann)
    }

    func testAnswersPointToTheCopyOfTheSameSide() throws {
        try say("noise", from: ann, to: bob)
        let question = try say("question", from: ann, to: bot)
        var draft = NewMessage(text: "answer")
        draft.replyTo = try XCTUnwrap(world.copy(of: question)).id
        let answer = try world.send(draft, from: bot, to: ann).message
        XCTAssertEqual(answer.replyTo, 1)
        XCTAssertEqual(world.copy(of: answer)?.replyTo, question.id)
        draft.replyTo = 77
        XCTAssertThrowsError(try world.send(draft, from: bot, to: ann)) {
            XCTAssertEqual($0 as? RPCFailure, .bad(.replyMessageIDInvalid))
        }
    }

    func testOnlyAuthorsEdit() throws {
        let message = try say("one", from: ann, to: bob)
        let copy = try XCTUnwrap(world.copy(of: message))
        XCTAssertThrowsError(
            try world.edit(copy.id, of: bob, with: ann, ContentChange(text: "two"))
        ) { XCTAssertEqual($0 as? RPCFailure, RPCFailure(403, .messageAuthorRequired)) }
        XCTAssertThrowsError(
            try world.edit(message.id, of: ann, with: bob, ContentChange(text: "one"))
        ) { XCTAssertEqual($0 as? RPCFailure, .bad(.messageNotModified)) }
        _ = try world.edit(message.id, of: ann, with: bob, ContentChange(text: "two"))
        XCTAssertEqual(world.mailboxes[bob]?[copy.id]?.content.text, "two")
        XCTAssertEqual(world.mailboxes[bob]?[copy.id]?.editDate, 1_800_000_000)
    }

    // MARK: Conversations

    func testTheNewestConversationComesFirst() throws {
        let cid = try world.addPerson(phone: "9996610003", firstName: "Cid", dataCenter: 1).id
        try say("one", from: ann, to: bob)
        try say("two", from: cid, to: ann)
        XCTAssertEqual(world[ann].map { world.dialogs(of: $0).map(\.peer) }, [cid, bob])
        try say("three", from: bob, to: ann)
        XCTAssertEqual(world[ann].map { world.dialogs(of: $0).map(\.peer) }, [bob, cid])
        _ = try world.delete([1, 3], of: ann, revoke: false)
        XCTAssertEqual(
            world[ann].map { world.dialogs(of: $0).map(\.peer) }, [cid], "an empty conversation is not listed")
    }

    func testWindowsOfTheHistory() throws {
        for number in 1...10 { try say("\(number)", from: ann, to: bob) }
        let all = world.messages(of: try XCTUnwrap(world[ann]), with: bob)
        func ids(_ window: HistoryWindow) -> [Int32] { window.cut(all).part.map(\.id) }
        XCTAssertEqual(ids(.init(limit: 3)), [10, 9, 8])
        XCTAssertEqual(ids(.init(offsetID: 8, limit: 2)), [7, 6])
        XCTAssertEqual(ids(.init(offsetID: 8, addOffset: -2, limit: 3)), [9, 8, 7])
        XCTAssertEqual(ids(.init(offsetID: 8, addOffset: -20, limit: 3)), [])
        XCTAssertEqual(ids(.init(addOffset: 9, limit: 5)), [1])
        XCTAssertEqual(ids(.init(limit: 100, maxID: 5, minID: 2)), [4, 3])
        XCTAssertEqual(ids(.init(offsetID: 1, limit: 5)), [])
        XCTAssertEqual(ids(.init(limit: 0)), [])
        XCTAssertEqual(ids(.init(offsetID: Int32.max, addOffset: Int32.min, limit: Int32.max)), [])
    }

    // MARK: Bounds

    func testOldMessagesAndNumbersAreForgotten() throws {
        var limits = WorldLimits()
        limits.messages = 3
        limits.randomIDs = 2
        limits.loggedChanges = 2
        world = World(seed: 1, dataCenters: 1, limits: limits)
        ann = try world.addPerson(phone: "9996610001", firstName: "Ann", dataCenter: 1).id
        bob = try world.addPerson(phone: "9996610002", firstName: "Bob", dataCenter: 1).id
        for number in 1...5 { try say("\(number)", from: ann, to: bob, randomID: Int64(number)) }
        let account = try XCTUnwrap(world[ann])
        let mailbox = world.mailbox(of: ann)
        XCTAssertEqual(world.messages(of: account, with: bob).map(\.id), [5, 4, 3])
        XCTAssertNil(mailbox.message(withRandomID: 3))
        XCTAssertEqual(mailbox.message(withRandomID: 4), 4)
        guard case .tooLong = mailbox.difference(since: 3, limit: nil, totalLimit: nil) else {
            return XCTFail("what is forgotten cannot be told")
        }
        guard case .changes(let changes, true) = mailbox.difference(since: 4, limit: nil, totalLimit: nil)
        else {
            return XCTFail("what is remembered can")
        }
        XCTAssertEqual(changes.map(\.pts), [5, 6])
    }

    func testEqualSeedsMakeEqualWorlds() throws {
        func make(_ seed: UInt64) throws -> [String] {
            var world = World(seed: seed, dataCenters: 1)
            let bot = try world.addBot(username: "a_bot", name: "Bot", dataCenter: 1)
            return [
                bot.token ?? "", "\(world.accessHash(of: 1, for: 2))",
                try world.sendCode(to: "9996610001", dataCenter: 1),
            ]
        }
        XCTAssertEqual(try make(3), try make(3))
        XCTAssertNotEqual(try make(3), try make(4))
    }
}

extension TL.Updates {
    /// `pts` and `pts_count` of all updates that have them.
    fileprivate var counts: [(Int32, Int32)] {
        switch self {
        case .updateShortMessage(let update): [(update.pts, update.ptsCount)]
        case .updateShortSentMessage(let update): [(update.pts, update.ptsCount)]
        case .updates(let updates):
            updates.updates.compactMap { update in
                switch update {
                case .newMessage(let update): (update.pts, update.ptsCount)
                case .editMessage(let update): (update.pts, update.ptsCount)
                case .deleteMessages(let update): (update.pts, update.ptsCount)
                case .readHistoryInbox(let update): (update.pts, update.ptsCount)
                case .readHistoryOutbox(let update): (update.pts, update.ptsCount)
                default: nil
                }
            }
        default: []
        }
    }
}

extension TL.Dialog {
    fileprivate var readOutbox: Int32? {
        if case .dialog(let dialog) = self { dialog.readOutboxMaxID } else { nil }
    }
}
