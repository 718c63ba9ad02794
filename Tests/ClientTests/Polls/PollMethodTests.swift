// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class PollMethodTests: XCTestCase {
    private static let ask = TL.messages.GetMessages(id: [.id(.init(id: 3))])

    private static let voted = Sample.updates(
        .messagePoll(
            .init(
                pollID: 44,
                results: .init(
                    results: [.init(chosen: true, option: [1], voters: 1), .init(option: [0], voters: 0)],
                    totalVoters: 1))))

    static let cases: [MethodCase] = [
        MethodCase(
            "sendPoll",
            {
                var poll = InputPoll(.init("What?"), answers: ["a", "b"])
                (poll.isPublic, poll.allowsSeveralAnswers, poll.allowsNewAnswers) = (true, true, true)
                (poll.forbidsRevoting, poll.shufflesAnswers, poll.hidesResults) = (true, true, true)
                (poll.isForSubscribers, poll.countries, poll.closing) = (true, ["DE"], .after(.seconds(60)))
                _ = try await $0.sendPoll(poll, to: Sample.channel)
            },
            sends: [
                TL.messages.SendMedia(
                    peer: Sample.inputChannelPeer,
                    media: .poll(
                        .init(
                            poll: .init(
                                id: 0, publicVoters: true, multipleChoice: true, openAnswers: true,
                                revotingDisabled: true, shuffleAnswers: true, hideResultsUntilClose: true,
                                subscribersOnly: true, question: .init(text: "What?", entities: []),
                                answers: Sample.poll.answers, closePeriod: 60, countriesIso2: ["DE"], hash: 0))),
                    message: "", randomID: 1)
            ], answers: [Sample.sent(3, in: Sample.channel)]),
        MethodCase(
            "sendPoll, a quiz",
            {
                _ = try await $0.sendPoll(
                    InputPoll(quiz: "What?", answers: ["a", "b"], correct: 1, explanation: .markdown("**b**")),
                    to: Sample.user)
            },
            sends: [
                TL.messages.SendMedia(
                    peer: Sample.inputUser,
                    media: .poll(
                        .init(
                            poll: .init(
                                id: 0, quiz: true, question: .init(text: "What?", entities: []),
                                answers: Sample.poll.answers, hash: 0), correctAnswers: [1], solution: "b",
                            solutionEntities: [.bold(.init(offset: 0, length: 1))])), message: "", randomID: 1)
            ], answers: [Sample.sent(3)]),
        MethodCase(
            "vote, by places",
            {
                let poll = try await $0.vote(1, inMessage: 3, of: Sample.user)
                XCTAssertEqual(poll.answers.map(\.isChosen), [false, true])
                XCTAssertEqual(poll.answers.map(\.voters), [0, 1])
                XCTAssertEqual(poll.totalVoters, 1)
            },
            sends: [ask, TL.messages.SendVote(peer: Sample.inputUser, msgID: 3, options: [[1]])],
            answers: [Sample.foundPoll, voted]),
        MethodCase(
            "vote, by a place that there is not", { _ = try await $0.vote(2, inMessage: 3, of: Sample.user) },
            sends: [ask], answers: [Sample.foundPoll], fails: { $0.isInvalidArgument }),
        MethodCase(
            "vote, by identities",
            { _ = try await $0.vote(options: [[0], [1]], inMessage: 3, of: Sample.user) },
            sends: [TL.messages.SendVote(peer: Sample.inputUser, msgID: 3, options: [[0], [1]])], answers: [voted]),
        MethodCase(
            "retractVote", { try await $0.retractVote(inMessage: 3, of: Sample.user) },
            sends: [TL.messages.SendVote(peer: Sample.inputUser, msgID: 3, options: [])], answers: [voted]),
        MethodCase(
            "closePoll", { _ = try await $0.closePoll(inMessage: 3, of: Sample.user) },
            sends: [
                ask,
                TL.messages.EditMessage(
                    peer: Sample.inputUser, id: 3,
                    media: .poll(
                        .init(
                            poll: .init(
                                id: 44, closed: true, question: Sample.poll.question, answers: Sample.poll.answers,
                                hash: 0)))),
            ],
            answers: [
                Sample.foundPoll,
                Sample.updates(.editMessage(.init(message: Sample.message(3), pts: 1, ptsCount: 1))),
            ]),
        MethodCase(
            "pollResults, with the number that the server gave",
            {
                let known = Poll(Sample.poll, .init())
                let poll = try await $0.pollResults(ofMessage: 3, in: Sample.user, known: known)
                XCTAssertEqual(poll?.totalVoters, 1)
            },
            sends: [TL.messages.GetPollResults(peer: Sample.inputUser, msgID: 3, pollHash: 6)], answers: [voted]),
        MethodCase(
            "voters, page by page",
            {
                let voters = try await $0.voters(inMessage: 3, of: Sample.channel, option: [1]).collect()
                XCTAssertEqual(voters.map(\.peerID), [Sample.user, Sample.bot])
                XCTAssertEqual(voters.map(\.options), [[], [[0], [1]]])
            },
            sends: [
                TL.messages.GetPollVotes(peer: Sample.inputChannelPeer, id: 3, option: [1], limit: 50),
                TL.messages.GetPollVotes(peer: Sample.inputChannelPeer, id: 3, option: [1], offset: "x", limit: 50),
            ],
            answers: [
                TL.messages.VotesList(
                    count: 2, votes: [.inputOption(.init(peer: Sample.user.tlPeer, date: 1))], chats: [], users: [],
                    nextOffset: "x"),
                TL.messages.VotesList(
                    count: 2, votes: [.multiple(.init(peer: Sample.bot.tlPeer, options: [[0], [1]], date: 1))],
                    chats: [], users: []),
            ]),
        MethodCase(
            "addPollAnswer", { _ = try await $0.addPollAnswer("c", toMessage: 3, in: Sample.user) },
            sends: [
                TL.messages.AddPollAnswer(
                    peer: Sample.inputUser, msgID: 3,
                    answer: .inputPollAnswer(.init(text: .init(text: "c", entities: []))))
            ], answers: [voted]),
        MethodCase(
            "addPollAnswer, empty", { _ = try await $0.addPollAnswer("", toMessage: 3, in: Sample.user) },
            fails: { $0.isInvalidArgument }),
        MethodCase(
            "deletePollAnswer", { try await $0.deletePollAnswer([2], fromMessage: 3, in: Sample.user) },
            sends: [TL.messages.DeletePollAnswer(peer: Sample.inputUser, msgID: 3, option: [2])], answers: [voted]),
        MethodCase(
            "pollStatistics", { _ = try await $0.pollStatistics(ofMessage: 3, in: Sample.channel, isDark: true) },
            sends: [TL.stats.GetPollStats(dark: true, peer: Sample.inputChannelPeer, msgID: 3)],
            answers: [TL.stats.PollStats(votesGraph: .async(.init(token: "x")))]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
