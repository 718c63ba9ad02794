// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramLocalServer

/// Messages that the server has, while the client knows nothing of them (`RANDOM_ID_DUPLICATE`).
final class DuplicateTests: XCTestCase {
    /// What the test's server says of the messages that were sent.
    private enum Telling {
        case nothing
        case withTheDifference
        case theIDAlone
    }

    /// Sends a message whose first answer gets lost with the session.
    private func send(_ telling: Telling) async throws -> (result: Result<Message, InvocationError>, copies: Int) {
        try await withFastClients {
            $0.policy = .forgetful
        } _: { local, clock in
            let ann = try local.server.addPerson("Ann")
            let (client, bot) = try await local.makeBot(clock)
            try await ann.send("/start", to: bot)
            for await update in client.updates {
                if case .message = update { break }
            }
            let randomIDs = Lock<[Int64]>([])
            local.server.handle(TL.messages.SendMessage.self) { [weak server = local.server] call in
                let isFirst = randomIDs.withLock { list in
                    list.append(call.request.randomID)
                    return list.count == 1
                }
                let answer = try await call.standardAnswer()
                if isFirst {
                    // What ran is forgotten with the session, and so the call goes out under another id.
                    server?.core.perform { $0.forgetSessions() }
                    server?.dropConnections()
                }
                return answer
            }
            local.server.handle(TL.updates.GetDifference.self) { call in
                let answer = try await call.standardAnswer()
                guard case .difference(let difference) = answer else { return answer }
                let ids = randomIDs.withLock { $0 }
                let own = difference.newMessages.compactMap { message -> Int32? in
                    guard case .message(let message) = message, message.out else { return nil }
                    return message.id
                }
                var others = difference.otherUpdates
                if telling != .nothing, let id = own.last, let randomID = ids.first {
                    others.append(.messageID(.init(id: id, randomID: randomID)))
                }
                return .difference(
                    .init(
                        newMessages: telling == .theIDAlone ? [] : difference.newMessages,
                        newEncryptedMessages: difference.newEncryptedMessages, otherUpdates: others,
                        chats: difference.chats, users: difference.users, state: difference.state))
            }
            let result: Result<Message, InvocationError>
            do throws(InvocationError) {
                result = .success(try await client.sendMessage(to: ann.id, "once"))
            } catch {
                result = .failure(error)
            }
            XCTAssertGreaterThanOrEqual(randomIDs.withLock { $0.count }, 2)
            XCTAssertEqual(Set(randomIDs.withLock { $0 }).count, 1)
            let copies = local.server.core.perform { engine in
                engine.world.mailbox(of: ann.id).newestFirst.count { $0.content.text == "once" }
            }
            await client.disconnect()
            return (result, copies)
        }
    }

    func testTheMessageIsFoundInTheDifference() async throws {
        let (result, copies) = try await send(.withTheDifference)
        let message = try result.get()
        XCTAssertEqual(message.text, "once")
        XCTAssertTrue(message.isOutgoing)
        XCTAssertEqual(copies, 1)
    }

    func testTheMessageIsFetchedIfOnlyItsNumberIsKnown() async throws {
        let (result, copies) = try await send(.theIDAlone)
        XCTAssertEqual(try result.get().text, "once")
        XCTAssertEqual(copies, 1)
    }

    func testOtherwiseTheErrorSaysThatItWasSent() async throws {
        let (result, copies) = try await send(.nothing)
        guard case .failure(let error) = result else { return XCTFail("nothing says which message it is") }
        XCTAssertTrue(error.is(.randomIDDuplicate))
        XCTAssertEqual(copies, 1)
    }
}
