// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// Polls between a client and a scripted person.
final class PollRoundTripTests: XCTestCase {
    private func withFriends(
        _ body: @escaping @Sendable (TelegramClient, LocalPerson, LocalPerson) async throws -> Void
    ) async throws {
        try await within {
            let local = try await LocalClients()
            let (ann, bob) = (try local.server.addPerson("ann"), try local.server.addPerson("bob", username: "bobby"))
            let client = try await local.makeClient(of: ann)
            try await bob.send("hello", to: ann)
            _ = try await client.resolve("@bobby")
            try await body(client, ann, bob)
            await client.disconnect()
        }
    }

    private static func assertRefused(_ name: TLErrorName, _ body: () async throws -> Void) async {
        do {
            try await body()
            XCTFail("\(name) was expected")
        } catch {
            XCTAssertTrue((error as? InvocationError)?.is(name) == true, "\(error)")
        }
    }

    func testBothSidesVoteAndTheResultsAreSeenByThoseWhoDid() async throws {
        try await withFriends { client, ann, bob in
            var poll = InputPoll("Tea or coffee?", answers: ["tea", "coffee", "water"])
            (poll.isPublic, poll.allowsSeveralAnswers) = (true, true)
            let message = try await client.sendPoll(poll, to: bob.id)
            let seen = try XCTUnwrap(bob.history(with: ann).last)
            try await bob.vote(1, in: seen)
            let unseen = try await message.refreshed()
            XCTAssertEqual(unseen?.poll?.totalVoters, 1)
            XCTAssertEqual(unseen?.poll?.answers.map(\.voters), [nil, nil, nil])
            let voted = try await client.vote(0, 1, inMessage: message.id, of: bob.id)
            XCTAssertEqual(voted.answers.map(\.voters), [1, 2, 0])
            XCTAssertEqual(voted.answers.map(\.isChosen), [true, true, false])
            XCTAssertEqual(bob.poll(in: seen)?.results.totalVoters, 2)
            let voters = try await client.voters(inMessage: message.id, of: bob.id).collect()
            XCTAssertEqual(voters.map(\.peerID), [.user(ann.id), .user(bob.id)])
            let tea = try await client.voters(inMessage: message.id, of: bob.id, option: voted.answers[0].option)
                .collect()
            XCTAssertEqual(tea.map(\.peerID), [.user(ann.id)])
            try await client.retractVote(inMessage: message.id, of: bob.id)
            XCTAssertEqual(bob.poll(in: seen)?.results.totalVoters, 1)
            let closed = try await client.closePoll(inMessage: message.id, of: bob.id)
            XCTAssertEqual(closed.poll?.isClosed, true)
            do {
                try await bob.vote(2, in: seen)
                XCTFail("the poll is closed")
            } catch { XCTAssertEqual((error as? RPCFailure)?.name, "MESSAGE_POLL_CLOSED") }
        }
    }

    func testAQuizHasOneTryAndTellsWhatIsRight() async throws {
        try await withFriends { client, ann, bob in
            let quiz = InputPoll(quiz: "2 + 2?", answers: ["3", "4"], correct: 1, explanation: "count")
            let message = try await client.sendPoll(quiz, to: bob.id)
            let before = try await message.refreshed()
            XCTAssertNil(before?.poll?.explanation)
            XCTAssertEqual(before?.poll?.answers.contains { $0.isCorrect }, false)
            let voted = try await client.vote(0, inMessage: message.id, of: bob.id)
            XCTAssertEqual(voted.answers.map(\.isCorrect), [false, true])
            XCTAssertEqual(voted.explanation?.text, "count")
            await Self.assertRefused(.revoteNotAllowed) {
                try await client.vote(1, inMessage: message.id, of: bob.id)
            }
            // The votes of a quiz are nobody's business.
            await Self.assertRefused(.broadcastForbidden) {
                _ = try await client.voters(inMessage: message.id, of: bob.id).collect()
            }
        }
    }

    func testAPollClosesInTime() async throws {
        try await withFastClients { local, clock in
            let (ann, bob) = (try local.server.addPerson("ann"), try local.server.addPerson("bob", username: "bobby"))
            let client = try await local.makeClient(of: ann) { $0.time(clock.timekeeper) }
            try await bob.send("hello", to: ann)
            _ = try await client.resolve("@bobby")
            var poll = InputPoll("Now?", answers: ["yes", "no"])
            poll.closing = .after(.seconds(60))
            let message = try await client.sendPoll(poll, to: bob.id)
            XCTAssertEqual(message.poll?.isClosed, false)
            for await update in client.updates {
                guard case .poll(let news) = update else { continue }
                XCTAssertEqual(news.isClosed, true)
                break
            }
            let now = try await message.refreshed()
            XCTAssertEqual(now?.poll?.isClosed, true)
            await client.disconnect()
        }
    }
}
