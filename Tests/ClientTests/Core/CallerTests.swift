// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

/// Methods of the other kind of account are refused before they are sent.
final class CallerTests: XCTestCase {
    func testAPersonsMethodIsRefusedForABot() async throws {
        let invoker = RecordingInvoker([.value(true)])
        let bot = try TelegramClient.scripted(invoker, isBot: true)
        do throws(InvocationError) {
            _ = try await bot.invoke(TL.account.UpdateStatus(offline: true))
            XCTFail("it was sent")
        } catch {
            guard case .wrongAccount("account.updateStatus", _) = error else { return XCTFail("\(error)") }
        }
        XCTAssertTrue(invoker.calls.isEmpty)
        var options = CallOptions()
        options.checksAccountKind = false
        _ = try await bot.invoke(TL.account.UpdateStatus(offline: true), options: options)
        XCTAssertEqual(invoker.calls.count, 1)
    }

    func testABotsMethodIsRefusedForAPerson() async throws {
        let invoker = RecordingInvoker([])
        let person = try TelegramClient.scripted(invoker)
        do throws(InvocationError) {
            _ = try await person.invoke(TL.bots.ResetBotCommands(scope: .default, langCode: ""))
            XCTFail("it was sent")
        } catch {
            guard case .wrongAccount("bots.resetBotCommands", _) = error else { return XCTFail("\(error)") }
        }
        XCTAssertTrue(invoker.calls.isEmpty)
    }

    func testSigningInIsForBoth() async throws {
        let sent = TL.auth.SentCode.sentCode(.init(type: .app(.init(length: 5)), phoneCodeHash: "hash"))
        let bot = try TelegramClient.scripted(RecordingInvoker([.value(sent)]), isBot: true)
        guard case .codeRequired = try await bot.requestLoginCode(for: "+999", replacesAccount: true) else {
            return XCTFail("no code is wanted")
        }
    }

    func testThePeersOfEveryAnswerAreLearned() async throws {
        let blocked = TL.contacts.Blocked.blocked(
            .init(
                blocked: [], chats: [.channel(.init(id: 70, accessHash: 700, title: "C", photo: .empty, date: 1))],
                users: [.user(.init(id: 71, accessHash: 710, firstName: "U"))]))
        let listed = [TL.User.user(.init(id: 72, accessHash: 720, firstName: "V"))]
        let client = try TelegramClient.scripted(RecordingInvoker([.value(blocked), .value(listed)]))
        _ = try await client.invoke(TL.contacts.GetBlocked(offset: 0, limit: 1))
        _ = try await client.invoke(TL.users.GetUsers(id: []))
        for id in [PeerID.channel(70), .user(71), .user(72)] { _ = try await client.resolve(id) }
    }
}
