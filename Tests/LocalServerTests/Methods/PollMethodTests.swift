// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// Polls with attachments and with answers that others add; see core.telegram.org/api/poll.
final class PollMethodTests: XCTestCase {
    private func text(_ text: String) -> TL.TextWithEntities { .init(text: text, entities: []) }

    private func place() -> TL.InputMedia {
        .geoPoint(.init(geoPoint: .inputGeoPoint(.init(lat: 1, long: 2))))
    }

    private func answers(of poll: TL.Poll) -> [TL.PollAnswer.PollAnswer] {
        poll.answers.compactMap { if case .pollAnswer(let answer) = $0 { answer } else { nil } }
    }

    private func media(_ id: Int32, in chat: Int64, for viewer: Int64, _ party: Party) throws -> TL.MessageMedia.Poll {
        guard case .poll(let media)? = try party.message(id, in: chat, for: viewer).media else {
            throw Unexpected("no poll")
        }
        return media
    }

    func testWhatIsAttachedToAPollAndItsAnswers() throws {
        let party = try Party()
        let chat = try party.makeChannel(with: [party.bobID])
        let quiz = TL.InputMedia.Poll(
            poll: .init(
                id: 0, quiz: true, question: text("Where?"),
                answers: [
                    .inputPollAnswer(.init(text: text("here"), media: place())),
                    .inputPollAnswer(.init(text: text("there"))),
                ], hash: 0),
            correctAnswers: [0], attachedMedia: place(), solution: "It is here.", solutionEntities: [],
            solutionMedia: place())
        let id = try party.say("", by: party.annID, in: chat, media: .poll(quiz))
        var seen = try media(id, in: chat, for: party.bobID, party)
        if case .geo? = seen.attachedMedia {} else { XCTFail("nothing beside the question") }
        let list = answers(of: seen.poll)
        XCTAssertEqual(list.map(\.text.text), ["here", "there"])
        XCTAssertEqual(Set(list.map(\.option)).count, 2)
        XCTAssertEqual(list.map { $0.media == nil }, [false, true])
        XCTAssertNil(seen.results.solutionMedia, "nobody sees the explanation before voting")
        _ = try party.bob.invoke(
            TL.messages.SendVote(
                peer: party.peer(chat, party.bobID), msgID: id, options: [try XCTUnwrap(list.first).option]))
        seen = try media(id, in: chat, for: party.bobID, party)
        if case .geo? = seen.results.solutionMedia {} else { XCTFail("nothing beside the explanation") }
        // A poll inside of a poll there is not.
        let nested = TL.InputMedia.Poll(poll: quiz.poll, correctAnswers: [0], attachedMedia: .poll(quiz))
        assertRefused(.bad(.mediaInvalid), try party.say("", by: party.annID, in: chat, media: .poll(nested)))
    }

    func testAnswersThatOthersAdd() throws {
        let party = try Party()
        let chat = try party.makeChannel(with: [party.bobID, party.botID])
        func send(_ isOpen: Bool) throws -> Int32 {
            let poll = TL.Poll(
                id: 0, publicVoters: true, openAnswers: isOpen, question: text("Which?"),
                answers: [.inputPollAnswer(.init(text: text("a"))), .inputPollAnswer(.init(text: text("b")))], hash: 0)
            return try party.say("", by: party.annID, in: chat, media: .poll(.init(poll: poll)))
        }
        func add(_ answer: String, to id: Int32, by person: Int64) throws -> TL.Updates {
            try party.client(of: person).invoke(
                TL.messages.AddPollAnswer(
                    peer: party.peer(chat, person), msgID: id, answer: .inputPollAnswer(.init(text: text(answer)))))
        }
        func delete(_ option: [UInt8], of id: Int32, by person: Int64) throws -> TL.Updates {
            try party.client(of: person).invoke(
                TL.messages.DeletePollAnswer(peer: party.peer(chat, person), msgID: id, option: option))
        }
        let id = try send(true)
        try party.settle()
        let told = try add("c", to: id, by: party.bobID)
        XCTAssertTrue(told.all.contains { if case .messagePoll = $0 { true } else { false } })
        XCTAssertTrue(
            party.ann.takeUpdates().flatMap(\.all).contains { update in
                guard case .messagePoll(let change) = update, let poll = change.poll else { return false }
                return answers(of: poll).map(\.text.text) == ["a", "b", "c"]
            }, "the author hears of it")
        let added = try XCTUnwrap(answers(of: try media(id, in: chat, for: party.annID, party).poll).last)
        guard case .user(let author)? = added.addedBy else { return XCTFail("nobody added it") }
        XCTAssertEqual(author.userID, party.bobID)
        XCTAssertEqual(added.date, Int32(party.harness.engine.world.now))
        // It can be voted for, and goes together with its votes.
        _ = try party.ann.invoke(
            TL.messages.SendVote(peer: party.peer(chat, party.annID), msgID: id, options: [added.option]))
        XCTAssertEqual(try media(id, in: chat, for: party.bobID, party).results.totalVoters, 1)
        assertRefused(.bad(.optionInvalid), try delete([49], of: id, by: party.annID))
        let own = try add("d", to: id, by: party.annID)
        XCTAssertFalse(own.all.isEmpty)
        let last = try XCTUnwrap(answers(of: try media(id, in: chat, for: party.bobID, party).poll).last)
        assertRefused(RPCFailure(403, .messageAuthorRequired), try delete(last.option, of: id, by: party.bobID))
        _ = try delete(added.option, of: id, by: party.bobID)
        let left = try media(id, in: chat, for: party.annID, party)
        XCTAssertEqual(answers(of: left.poll).map(\.text.text), ["a", "b", "d"])
        XCTAssertEqual(left.results.totalVoters, 0)
        // Not every poll is open, and no poll for ever.
        let fixed = try send(false)
        assertRefused(.bad(.pollAnswerInvalid), try add("c", to: fixed, by: party.bobID))
        assertRefused(.bad(.pollAnswerInvalid), try add("", to: id, by: party.bobID))
        assertRefused(
            .bad(.pollAnswerInvalid), try add(String(repeating: "x", count: 101), to: id, by: party.bobID))
        for number in 0..<9 { _ = try add("\(number)", to: id, by: party.bobID) }
        assertRefused(.bad(.pollAnswersInvalid), try add("x", to: id, by: party.bobID))
        let closed = TL.Poll(id: 0, closed: true, question: text("Which?"), answers: [], hash: 0)
        _ = try party.ann.invoke(
            TL.messages.EditMessage(peer: party.peer(chat, party.annID), id: id, media: .poll(.init(poll: closed))))
        assertRefused(.bad(.messagePollClosed), try add("y", to: id, by: party.bobID))
        let plain = try party.say("no poll", by: party.annID, in: chat)
        assertRefused(.bad(.messageIDInvalid), try add("y", to: plain, by: party.bobID))
        assertRefused(.bad(.messageIDInvalid), try delete([49], of: plain, by: party.bobID))
    }

    func testTheAuthorSeesWhenVotesCame() throws {
        let party = try Party()
        let chat = try party.makeChannel(with: [party.bobID])
        let poll = TL.Poll(
            id: 0, question: text("Which?"), answers: ["a", "b"].map { .inputPollAnswer(.init(text: text($0))) },
            hash: 0)
        let id = try party.say("", by: party.annID, in: chat, media: .poll(.init(poll: poll)))
        let option = try XCTUnwrap(answers(of: try media(id, in: chat, for: party.bobID, party).poll).first).option
        _ = try party.bob.invoke(
            TL.messages.SendVote(peer: party.peer(chat, party.bobID), msgID: id, options: [option]))
        func stats(_ person: Int64) throws -> TL.stats.PollStats {
            try party.client(of: person).invoke(TL.stats.GetPollStats(peer: party.peer(chat, person), msgID: id))
        }
        guard case .statsGraph(let graph) = try stats(party.annID).votesGraph else { return XCTFail("no graph") }
        XCTAssertTrue(graph.json.data.contains(#"["y0",1]"#), graph.json.data)
        XCTAssertTrue(graph.json.data.contains("\(party.harness.engine.world.now * 1_000)"), graph.json.data)
        assertRefused(.bad(.chatAdminRequired), try stats(party.bobID))
        let plain = try party.say("no poll", by: party.annID, in: chat)
        assertRefused(
            .bad(.messageIDInvalid),
            try party.ann.invoke(TL.stats.GetPollStats(peer: party.peer(chat, party.annID), msgID: plain)))
    }
}
