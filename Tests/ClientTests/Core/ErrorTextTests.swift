// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramMTSender
import FerogramSession
import FerogramTLTypes
import FerogramTestSupport
import Foundation
import XCTest

@testable import Ferogram

final class ErrorTextTests: XCTestCase {
    func testAMalformedBotTokenIsRefusedBeforeAnythingIsSent() throws {
        for token in ["", "abc", "123456", "123456:", ":abc", "12:a b", "12:a:b", "-1:abc", "12:ä"] {
            XCTAssertThrowsError(try BotToken.check(token)) { error in
                guard case .invalidArgument("auth.importBotAuthorization", let text)? = error as? InvocationError else {
                    return XCTFail("\(error)")
                }
                XCTAssertTrue(text.contains("looks like 123456:ABC"), text)
                XCTAssertTrue(token.count < 3 || !text.contains("'\(token)'"), "the token is not repeated")
            }
        }
        try BotToken.check("123456:AAF-x_9")
    }

    func testErrorsOfTheServerSayWhatToDo() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot()
            do throws(InvocationError) {
                try await client.sendMessage(to: "@nobody_here", "Hello")
                XCTFail("nobody has that name")
            } catch {
                XCTAssertTrue("\(error)".contains("USERNAME_NOT_OCCUPIED for @nobody_here"), "\(error)")
                XCTAssertTrue("\(error)".hasSuffix("nobody has this user name"), "\(error)")
                XCTAssertEqual((error as any LocalizedError).errorDescription, "\(error)")
                XCTAssertEqual(error.localizedDescription, "\(error)")
                XCTAssertEqual(error.friendlyDescription, "Telegram refused this: nobody has this user name.")
            }
            await client.disconnect()
        }
    }

    func testACallBeforeTheSignInSaysThatNobodyIsSignedIn() async throws {
        try await within {
            let local = try await LocalClients()
            let client = try await local.builder.connect()
            do throws(InvocationError) {
                _ = try await client.me()
                XCTFail("nobody is signed in")
            } catch {
                XCTAssertTrue("\(error)".contains("nobody is signed in"), "\(error)")
                XCTAssertEqual(error.kind, .authorization)
            }
            await client.disconnect()
        }
    }

    func testAPathThatCannotHoldASessionSaysWhy() async throws {
        for (path, text) in [
            ("/no/such/folder/bot.session", "the folder of the session /no/such/folder/bot.session does not exist"),
            ("~/no-such/bot.session", "begins with ~"),
            ("", "the path of the session is empty"),
            ("/no/such/", "the path /no/such/ names a folder"),
        ] {
            do {
                _ = try await FileSessionStorage(path: path).open()
                XCTFail("\(path) cannot be opened")
            } catch {
                XCTAssertTrue("\(error)".contains(text), "\(error)")
            }
        }
    }

    func testKindsOfErrors() {
        func kind(_ code: Int, _ message: String) -> InvocationError.Kind {
            InvocationError.rpc(RPCError(code: code, message: message, method: "x", dataCenter: 2)).kind
        }
        XCTAssertEqual(kind(420, "FLOOD_WAIT_7"), .floodWait(.seconds(7)))
        XCTAssertEqual(kind(420, "FLOOD"), .floodWait(.zero))
        XCTAssertEqual(kind(303, "USER_MIGRATE_4"), .migration(dataCenter: 4))
        XCTAssertEqual(kind(401, "USER_DEACTIVATED"), .authorization)
        XCTAssertEqual(kind(406, "AUTH_KEY_DUPLICATED"), .authorization)
        // These say nothing of the account.
        for name in ["AUTHOR_INVALID", "AUTH_TOKEN_EXPIRED", "POST_AUTHOR_MISSING"] {
            let error = InvocationError.rpc(RPCError(code: 400, message: name, method: "x", dataCenter: 2))
            XCTAssertEqual(error.kind, .rpc(code: 400, name: TLErrorName(rawValue: name)), name)
            XCTAssertFalse(error.friendlyDescription.contains("sign in"), name)
        }
        XCTAssertEqual(kind(400, "FILE_PARTS_INVALID"), .transfer)
        XCTAssertEqual(kind(400, "MESSAGE_EMPTY"), .rpc(code: 400, name: .messageEmpty))
        XCTAssertEqual(InvocationError.cancelled.kind, .cancelled)
        XCTAssertEqual(InvocationError.disconnected.kind, .network)
        XCTAssertEqual(InvocationError.unknownPeer("7").kind, .arguments)
    }

    func testColoursAreForTerminalsOnly() {
        XCTAssertTrue(ConsoleLogger.wantsColors(["TERM": "xterm"]))
        XCTAssertFalse(ConsoleLogger.wantsColors(["TERM": "xterm", "NO_COLOR": "1"]))
        XCTAssertTrue(ConsoleLogger.wantsColors(["TERM": "xterm", "NO_COLOR": ""]))
        XCTAssertFalse(ConsoleLogger.wantsColors(["TERM": "dumb"]))
        XCTAssertFalse(ConsoleLogger.wantsColors([:]))
    }

    func testUpdatesThatNothingReadsAreReportedOnce() async throws {
        let queue = UpdateQueue(capacity: 100, storesBefore: false) { _ in }
        let update = Update.messagesDeleted(DeletedMessages(ids: [1], channelID: nil))
        queue.append(Array(repeating: update, count: 63), [])
        XCTAssertFalse(queue.reportsNeglect())
        queue.append([update], [])
        XCTAssertTrue(queue.reportsNeglect())
        XCTAssertFalse(queue.reportsNeglect())

        let read = UpdateQueue(capacity: 100, storesBefore: false) { _ in }
        read.append(Array(repeating: update, count: 65), [])
        _ = await read.next()
        XCTAssertFalse(read.reportsNeglect())
    }
}
