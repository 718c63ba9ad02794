// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class HistoryMethodTests: XCTestCase {
    private static func history(
        offsetID: Int32 = 0, date: Int32 = 0, add: Int32 = 0, limit: Int32 = 100
    ) -> TL.messages.GetHistory {
        TL.messages.GetHistory(
            peer: Sample.inputUser, offsetID: offsetID, offsetDate: date, addOffset: add, limit: limit, maxID: 0,
            minID: 0, hash: 0)
    }

    private static func slice(_ ids: Int32..., empty: [Int32] = [], count: Int32 = 9) -> TL.messages.Messages {
        .slice(
            .init(
                count: count,
                messages: ids.map { empty.contains($0) ? .empty(.init(id: $0)) : Sample.message($0) }, topics: [],
                chats: [], users: []))
    }

    static let cases: [MethodCase] = [
        MethodCase(
            "history, newest first, with messages that are gone",
            {
                let ids = try await $0.history(of: Sample.user).collect().map(\.id)
                XCTAssertEqual(ids, [9, 7, 5])
            }, sends: [history(), history(offsetID: 6), history(offsetID: 5)],
            answers: [slice(9, 7, 6, empty: [6]), slice(5), slice()]),
        MethodCase(
            "history, nothing twice",
            {
                let ids = try await $0.history(of: Sample.user).collect().map(\.id)
                XCTAssertEqual(ids, [9, 8, 7])
            }, sends: [history(), history(offsetID: 8), history(offsetID: 7)],
            answers: [slice(9, 8), slice(8, 7), slice()]),
        MethodCase(
            "history, oldest first",
            {
                let ids = try await $0.history(of: Sample.user, order: .oldestFirst).pages(of: 2).collect().map(\.id)
                XCTAssertEqual(ids, [1, 2, 3])
            },
            sends: [
                history(offsetID: 1, add: -2, limit: 2), history(offsetID: 3, add: -2, limit: 2),
                history(offsetID: 4, add: -2, limit: 2),
            ], answers: [slice(2, 1), slice(3), slice()]),
        MethodCase(
            "history, oldest first, of a server that fills up the last page with older ones",
            {
                let ids = try await $0.history(of: Sample.user, order: .oldestFirst).pages(of: 2).collect().map(\.id)
                XCTAssertEqual(ids, [1, 2, 3])
            },
            sends: [
                history(offsetID: 1, add: -2, limit: 2), history(offsetID: 3, add: -2, limit: 2),
                history(offsetID: 4, add: -2, limit: 2),
            ], answers: [slice(2, 1), slice(3, 2), slice(3, 2)]),
        MethodCase(
            "history, from a date on",
            {
                let date = Date(timeIntervalSince1970: 50)
                _ = try await $0.history(of: Sample.user, order: .oldestFirst, from: .date(date)).first(1)
                _ = try await $0.history(of: Sample.user, from: .date(date)).first(1)
                _ = try await $0.history(of: Sample.user, from: .message(8)).first(1)
                _ = try await $0.history(of: Sample.user, order: .oldestFirst, from: .message(8)).first(1)
            },
            sends: [
                history(date: 50, add: -1, limit: 1), history(date: 50, limit: 1), history(offsetID: 8, limit: 1),
                history(offsetID: 9, add: -1, limit: 1),
            ], answers: [slice(3), slice(2), slice(7), slice(9)]),
        MethodCase(
            "history, how many",
            {
                let total = try await $0.history(of: Sample.user).total
                XCTAssertEqual(total, 1_000)
            }, sends: [history(limit: 1)], answers: [slice(9, count: 1_000)]),
        MethodCase(
            "replies",
            { _ = try await $0.replies(to: 4, in: Sample.channel).first(3) },
            sends: [
                TL.messages.GetReplies(
                    peer: Sample.inputChannelPeer, msgID: 4, offsetID: 0, offsetDate: 0, addOffset: 0, limit: 3,
                    maxID: 0, minID: 0, hash: 0)
            ], answers: [Sample.found(5, in: Sample.supergroup)]),
        MethodCase(
            "discussion",
            {
                let discussion = try await $0.discussion(ofMessage: 4, in: Sample.channel)
                XCTAssertEqual(discussion.root?.chatID, Sample.supergroup)
                XCTAssertEqual(discussion.root?.chat?.title, "Supergroup")
                XCTAssertEqual(discussion.newestID, 9)
                XCTAssertEqual(discussion.readInboxID, 8)
                XCTAssertEqual(discussion.unreadCount, 1)
            }, sends: [TL.messages.GetDiscussionMessage(peer: Sample.inputChannelPeer, msgID: 4)],
            answers: [
                TL.messages.DiscussionMessage(
                    messages: [Sample.message(6, in: Sample.supergroup), Sample.message(5, in: Sample.supergroup)],
                    maxID: 9, readInboxMaxID: 8, unreadCount: 1, chats: Sample.chats, users: [])
            ]),
        MethodCase(
            "unreadMentions", { _ = try await $0.unreadMentions(in: Sample.supergroup, topic: 2).first(1) },
            sends: [
                TL.messages.GetUnreadMentions(
                    peer: Sample.inputSupergroup, topMsgID: 2, offsetID: 0, addOffset: 0, limit: 1, maxID: 0, minID: 0)
            ], answers: [Sample.found(3, in: Sample.supergroup)]),
        MethodCase(
            "unreadReactions", { _ = try await $0.unreadReactions(in: Sample.supergroup).first(1) },
            sends: [
                TL.messages.GetUnreadReactions(
                    peer: Sample.inputSupergroup, offsetID: 0, addOffset: 0, limit: 1, maxID: 0, minID: 0)
            ], answers: [Sample.found(3, in: Sample.supergroup)]),
        MethodCase(
            "unreadPollVotes", { _ = try await $0.unreadPollVotes(in: Sample.supergroup).first(1) },
            sends: [
                TL.messages.GetUnreadPollVotes(
                    peer: Sample.inputSupergroup, offsetID: 0, addOffset: 0, limit: 1, maxID: 0, minID: 0)
            ], answers: [Sample.found(3, in: Sample.supergroup)]),
        MethodCase(
            "search, with all conditions",
            {
                var options = SearchOptions(
                    filter: .calls(missedOnly: true), sender: .id(Sample.user), topicID: 2,
                    since: Date(timeIntervalSince1970: 3), until: Date(timeIntervalSince1970: 4))
                (options.afterMessageID, options.beforeMessageID) = (5, 6)
                (options.savedFrom, options.tags) = (.id(Sample.channel), ["👍"])
                _ = try await $0.search("word", in: Sample.supergroup, options).first(1)
            },
            sends: [
                TL.messages.Search(
                    peer: Sample.inputSupergroup, q: "word", fromID: Sample.inputUser,
                    savedPeerID: Sample.inputChannelPeer, savedReaction: [.emoji(.init(emoticon: "👍"))], topMsgID: 2,
                    filter: .phoneCalls(.init(missed: true)), minDate: 3, maxDate: 4, offsetID: 0, addOffset: 0,
                    limit: 1, maxID: 6, minID: 5, hash: 0)
            ], answers: [Sample.found(3, in: Sample.supergroup)]),
        MethodCase(
            "searchEverywhere, page by page",
            {
                let found = try await $0.searchEverywhere("word", .init(chats: .channels, folderID: 1)).collect()
                XCTAssertEqual(found.map(\.id), [3, 3, 2])
            },
            sends: [
                TL.messages.SearchGlobal(
                    broadcastsOnly: true, folderID: 1, q: "word", filter: .empty, minDate: 0, maxDate: 0,
                    offsetRate: 0, offsetPeer: .empty, offsetID: 0, limit: 100),
                TL.messages.SearchGlobal(
                    broadcastsOnly: true, folderID: 1, q: "word", filter: .empty, minDate: 0, maxDate: 0,
                    offsetRate: 77, offsetPeer: Sample.inputSupergroup, offsetID: 3, limit: 100),
            ],
            answers: [
                TL.messages.Messages.slice(
                    .init(
                        count: 4, nextRate: 77,
                        messages: [
                            Sample.message(3, in: Sample.channel), Sample.message(3, in: Sample.supergroup),
                        ], topics: [], chats: [], users: [])),
                TL.messages.Messages.slice(
                    .init(
                        count: 4,
                        messages: [
                            Sample.message(3, in: Sample.supergroup), Sample.message(2, in: Sample.supergroup),
                        ], topics: [], chats: [], users: [])),
            ]),
        MethodCase(
            "searchPosts",
            {
                _ = try await $0.searchPosts("word", paying: 5).first(1)
                _ = try await $0.searchPosts(withHashtag: "#swift").first(1)
            },
            sends: [
                TL.channels.SearchPosts(
                    query: "word", offsetRate: 0, offsetPeer: .empty, offsetID: 0, limit: 1, allowPaidStars: 5),
                TL.channels.SearchPosts(
                    hashtag: "swift", offsetRate: 0, offsetPeer: .empty, offsetID: 0, limit: 1),
            ], answers: [Sample.found(3, in: Sample.channel), Sample.found(3, in: Sample.channel)]),
        MethodCase(
            "postSearchAllowance", { _ = try await $0.postSearchAllowance(for: "word") },
            sends: [TL.channels.CheckSearchPostsFlood(query: "word")],
            answers: [TL.SearchPostsFlood(totalDaily: 10, remains: 3, starsAmount: 5)]),
        MethodCase(
            "searchSentMedia", { _ = try await $0.searchSentMedia("cat", filter: .photos, limit: 5) },
            sends: [TL.messages.SearchSentMedia(q: "cat", filter: .photos, limit: 5)], answers: [Sample.found(3)]),
        MethodCase(
            "messageCounts",
            {
                let counts = try await $0.messageCounts([.photos, .pinned], in: Sample.supergroup, topic: 2)
                XCTAssertEqual(counts, [.photos: 3, .pinned: 1])
            },
            sends: [
                TL.messages.GetSearchCounters(
                    peer: Sample.inputSupergroup, topMsgID: 2, filters: [.photos, .pinned])
            ],
            answers: [
                [
                    TL.messages.SearchCounter(filter: .photos, count: 3),
                    TL.messages.SearchCounter(filter: .pinned, count: 1),
                ]
            ]),
        MethodCase(
            "calendar", { _ = try await $0.calendar(of: .photos, in: Sample.user, from: .message(9)) },
            sends: [
                TL.messages.GetSearchResultsCalendar(
                    peer: Sample.inputUser, filter: .photos, offsetID: 9, offsetDate: 0)
            ],
            answers: [
                TL.messages.SearchResultsCalendar(
                    count: 0, minDate: 0, minMsgID: 0, periods: [], messages: [], chats: [], users: [])
            ]),
        MethodCase(
            "positions", { _ = try await $0.positions(of: .photos, in: Sample.user, before: 9, limit: 5) },
            sends: [
                TL.messages.GetSearchResultsPositions(peer: Sample.inputUser, filter: .photos, offsetID: 9, limit: 5)
            ], answers: [TL.messages.SearchResultsPositions(count: 0, positions: [])]),
        MethodCase(
            "recentLocations", { _ = try await $0.recentLocations(in: Sample.supergroup, limit: 5) },
            sends: [TL.messages.GetRecentLocations(peer: Sample.inputSupergroup, limit: 5, hash: 0)],
            answers: [Sample.found(3, in: Sample.supergroup)]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
