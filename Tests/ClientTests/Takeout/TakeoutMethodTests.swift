// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class TakeoutMethodTests: XCTestCase {
    private struct Failure: Error {}
    private static let range = TL.MessageRange(minID: 1, maxID: 9)

    static let cases = [
        MethodCase(
            "withTakeout",
            { client in
                var options = TakeoutOptions.everything
                options.largestFile = 1_000
                try await client.withTakeout(options) { _ = try await client.takeoutRanges() }
            },
            sends: [
                TL.account.InitTakeoutSession(
                    contacts: true, messageUsers: true, messageChats: true, messageMegagroups: true,
                    messageChannels: true, files: true, fileMaxSize: 1_000),
                TL.messages.GetSplitRanges(), TL.account.FinishTakeoutSession(success: true),
            ], answers: [TL.account.Takeout(id: 7), [range], true]),
        MethodCase(
            "takeoutRanges", { _ = try await $0.takeoutRanges() }, sends: [TL.messages.GetSplitRanges()],
            answers: [[range]]),
        MethodCase(
            "leftChannels",
            { client in
                let chats = try await client.leftChannels().collect()
                XCTAssertEqual(chats.map(\.id), [Sample.supergroup, Sample.channel])
            }, sends: [TL.channels.GetLeftChannels(offset: 0), TL.channels.GetLeftChannels(offset: 1)],
            answers: [
                TL.messages.Chats.slice(.init(count: 2, chats: [Sample.chats[1]])),
                TL.messages.Chats.slice(.init(count: 2, chats: [Sample.chats[2]])),
            ]),
        MethodCase(
            "invoke, within a range", { _ = try await $0.invoke(TL.messages.GetSplitRanges(), within: range) },
            sends: [TL.InvokeWithMessagesRange(range: range, query: TL.messages.GetSplitRanges())], answers: [[range]]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }

    func testCallsBelongToTheTakeoutWhichFailsWithTheClosure() async throws {
        let invoker = RecordingInvoker([.value(TL.account.Takeout(id: 7)), .value([Self.range]), .value(true)])
        let client = try TelegramClient.scripted(invoker)
        do {
            try await client.withTakeout(TakeoutOptions()) {
                _ = try await client.takeoutRanges()
                throw Failure()
            }
            XCTFail("nothing was thrown")
        } catch {
            XCTAssertTrue(error is Failure, "\(error)")
        }
        XCTAssertEqual(invoker.calls.map(\.options.takeoutID), [nil, 7, 7])
        let end = invoker.calls.last?.function as? TL.account.FinishTakeoutSession
        XCTAssertEqual(end?.success, false)
    }
}
