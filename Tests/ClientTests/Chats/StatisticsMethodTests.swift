// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class StatisticsMethodTests: XCTestCase {
    private static let value = TL.StatsAbsValueAndPrev(current: 3, previous: 2)
    private static let graph = TL.StatsGraph.async(.init(token: "t"))
    private static let range = TL.StatsDateRangeDays(minDate: 1, maxDate: 2)
    private static let broadcast = TL.stats.BroadcastStats(
        period: range, followers: value, viewsPerPost: value, sharesPerPost: value, reactionsPerPost: value,
        viewsPerStory: value, sharesPerStory: value, reactionsPerStory: value,
        enabledNotifications: .init(part: 1, total: 4), growthGraph: graph, followersGraph: graph, muteGraph: graph,
        topHoursGraph: graph, interactionsGraph: graph, ivInteractionsGraph: graph, viewsBySourceGraph: graph,
        newFollowersBySourceGraph: graph, languagesGraph: graph, reactionsByEmotionGraph: graph,
        storyInteractionsGraph: graph, storyReactionsByEmotionGraph: graph, recentPostsInteractions: [])
    private static let megagroup = TL.stats.MegagroupStats(
        period: range, members: value, messages: value, viewers: value, posters: value, growthGraph: graph,
        membersGraph: graph, newMembersBySourceGraph: graph, languagesGraph: graph, messagesGraph: graph,
        actionsGraph: graph, topHoursGraph: graph, weekdaysGraph: graph, topPosters: [], topAdmins: [], topInviters: [],
        users: [])
    private static let channelInfo = TL.channels.GetFullChannel(channel: Sample.inputChannel)
    private static let forwards = TL.stats.PublicForwards(
        count: 1, forwards: [.message(.init(message: Sample.message(3, in: Sample.supergroup)))], chats: Sample.chats,
        users: [])

    static let cases = [
        MethodCase(
            "statistics",
            {
                guard case .channel(let statistics) = try await $0.statistics(of: Sample.channel, dark: true) else {
                    return XCTFail("no channel")
                }
                XCTAssertEqual(statistics.followers.growth, 0.5)
                XCTAssertEqual(statistics.notifiedShare, 0.25)
            },
            sends: [channelInfo, TL.stats.GetBroadcastStats(dark: true, channel: Sample.inputChannel)],
            answers: [Sample.fullChannel(statistics: 4), broadcast]),
        MethodCase(
            "statistics, of a supergroup at another data centre",
            {
                guard case .supergroup(let statistics) = try await $0.statistics(of: Sample.supergroup) else {
                    return XCTFail("no supergroup")
                }
                XCTAssertEqual(statistics.members.current, 3)
            },
            sends: [
                TL.channels.GetFullChannel(channel: Sample.inputSupergroupChannel),
                TL.stats.GetMegagroupStats(channel: Sample.inputSupergroupChannel),
                TL.stats.GetMegagroupStats(channel: Sample.inputSupergroupChannel),
            ],
            answers: [
                Sample.fullSupergroup(), InvocationError.refused("STATS_MIGRATE_5", code: 303), megagroup,
            ]),
        MethodCase(
            "loadGraph",
            {
                guard case .data(let data, "z") = try await $0.loadGraph("t", of: Sample.channel, at: 5) else {
                    return XCTFail("no data")
                }
                XCTAssertEqual(String(decoding: data, as: UTF8.self), "{}")
            }, sends: [channelInfo, TL.stats.LoadAsyncGraph(token: "t", x: 5)],
            answers: [
                Sample.fullChannel(statistics: 4),
                TL.StatsGraph.statsGraph(.init(json: .init(data: "{}"), zoomToken: "z")),
            ]),
        MethodCase(
            "messageStatistics", { _ = try await $0.messageStatistics(3, in: Sample.channel) },
            sends: [channelInfo, TL.stats.GetMessageStats(channel: Sample.inputChannel, msgID: 3)],
            answers: [
                Sample.fullChannel(statistics: 4),
                TL.stats.MessageStats(viewsGraph: graph, reactionsByEmotionGraph: graph),
            ]),
        MethodCase(
            "pollStatistics", { _ = try await $0.pollStatistics(3, in: Sample.channel) },
            sends: [channelInfo, TL.stats.GetPollStats(peer: Sample.inputChannelPeer, msgID: 3)],
            answers: [Sample.fullChannel(statistics: 4), TL.stats.PollStats(votesGraph: graph)]),
        MethodCase(
            "storyStatistics", { _ = try await $0.storyStatistics(3, of: Sample.channel) },
            sends: [channelInfo, TL.stats.GetStoryStats(peer: Sample.inputChannelPeer, id: 3)],
            answers: [
                Sample.fullChannel(statistics: 4),
                TL.stats.StoryStats(viewsGraph: graph, reactionsByEmotionGraph: graph),
            ]),
        MethodCase(
            "publicForwards",
            {
                let found = try await $0.publicForwards(of: 3, in: Sample.channel).collect()
                XCTAssertEqual(found.count, 1)
            },
            sends: [
                channelInfo,
                TL.stats.GetMessagePublicForwards(channel: Sample.inputChannel, msgID: 3, offset: "", limit: 100),
            ], answers: [Sample.fullChannel(statistics: 4), forwards]),
        MethodCase(
            "publicForwards, of a story",
            {
                let found = try await $0.publicForwards(ofStory: 3, of: Sample.channel).collect()
                XCTAssertEqual(found.count, 1)
            },
            sends: [
                channelInfo,
                TL.stats.GetStoryPublicForwards(peer: Sample.inputChannelPeer, id: 3, offset: "", limit: 100),
            ], answers: [Sample.fullChannel(statistics: 4), forwards]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }

    func testStatisticsAreAskedForAtTheirDataCentre() async throws {
        let invoker = RecordingInvoker([
            .value(Sample.fullChannel(statistics: 4)), .value(Self.broadcast), .value(Sample.fullChannel()),
            .error(.refused("STATS_MIGRATE_5", code: 303)), .value(Self.broadcast),
        ])
        let client = try TelegramClient.scripted(invoker, knowing: (Sample.users, Sample.chats))
        _ = try await client.statistics(of: Sample.channel)
        _ = try await client.statistics(of: Sample.channel)
        XCTAssertEqual(
            invoker.calls.map(\.destination), [.home, .dataCenter(4), .home, .home, .dataCenter(5)])
    }
}
