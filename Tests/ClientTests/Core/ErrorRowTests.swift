// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramMTSender

/// Every kind of answer that is an error, and what a client has to do about it; see core.telegram.org/api/errors.
///
/// What needs more than a look at the result has tests of its own beside this table: redirections, the end of sessions,
/// keys that lost their binding.
final class ErrorRowTests: XCTestCase {
    enum Reaction: Hashable, Sendable {
        /// The caller gets it at once.
        case caller
        /// The call is made again once this time has passed.
        case again(after: Duration)
    }

    struct Row: Sendable {
        let code: Int
        let message: String
        let reaction: Reaction

        init(_ code: Int, _ message: String, _ reaction: Reaction) {
            self.code = code
            self.message = message
            self.reaction = reaction
        }

        var failure: RPCFailure { RPCFailure(code, TLErrorName(rawValue: message)) }
        /// The name as callers see it.
        var name: TLErrorName { RPCError(code: code, message: message, method: "", dataCenter: 1).name }
    }

    static let rows = [
        // Mistakes of the caller.
        Row(400, "PEER_ID_INVALID", .caller),
        Row(400, "MESSAGE_NOT_MODIFIED", .caller),
        Row(400, "BOT_METHOD_INVALID", .caller),
        Row(400, "FILE_REFERENCE_EXPIRED", .caller),
        Row(400, "FILE_REFERENCE_2_EXPIRED", .caller),
        Row(400, "FILE_PART_7_MISSING", .caller),
        Row(400, "INPUT_METHOD_INVALID_1234", .caller),
        Row(400, "FLOOD_WAIT_5", .caller),
        // Who has forgotten whom it speaks with hears it again.
        Row(400, "CONNECTION_NOT_INITED", .again(after: .zero)),
        Row(400, "CONNECTION_LAYER_INVALID", .again(after: .zero)),
        // A step of signing in.
        Row(401, "SESSION_PASSWORD_NEEDED", .caller),
        // Not allowed, not there, not to be shown.
        Row(403, "CHAT_WRITE_FORBIDDEN", .caller),
        Row(403, "RECAPTCHA_CHECK_signup__key", .caller),
        Row(404, "METHOD_INVALID", .caller),
        Row(406, "UPDATE_APP_TO_LOGIN", .caller),
        Row(406, "FRESH_RESET_AUTHORISATION_FORBIDDEN", .caller),
        Row(406, "CHANNEL_PRIVATE", .caller),
        // Waits.
        Row(420, "FLOOD_WAIT_3", .again(after: .seconds(3))),
        Row(420, "FLOOD_WAIT_0", .again(after: .zero)),
        Row(420, "FLOOD_WAIT_61", .caller),
        Row(420, "SLOWMODE_WAIT_4", .again(after: .seconds(4))),
        Row(420, "SLOWMODE_WAIT_3600", .caller),
        Row(420, "FLOOD_PREMIUM_WAIT_90", .again(after: .seconds(90))),
        Row(420, "FLOOD_TEST_PHONE_WAIT_2", .again(after: .seconds(2))),
        // Limits that no wait of a call overcomes.
        Row(420, "TAKEOUT_INIT_DELAY_30", .caller),
        Row(420, "2FA_CONFIRM_WAIT_30", .caller),
        Row(420, "PREMIUM_SUB_ACTIVE_UNTIL_30", .caller),
        Row(420, "FROZEN_METHOD_INVALID", .caller),
        Row(420, "STORY_SEND_FLOOD_WEEKLY_30", .caller),
        Row(420, "SOMETHING_WITHOUT_A_NUMBER", .caller),
        // The server's own troubles, whatever it calls them.
        Row(500, "RPC_CALL_FAIL", .again(after: .seconds(1))),
        Row(500, "WORKER_BUSY_TOO_LONG_RETRY", .again(after: .seconds(1))),
        Row(500, "INTERDC_3_CALL_ERROR", .again(after: .seconds(1))),
        Row(500, "MSGID_DECREASE_RETRY", .again(after: .seconds(1))),
        Row(500, "PERSISTENT_TIMESTAMP_OUTDATED", .again(after: .seconds(1))),
        Row(500, "AUTH_RESTART", .again(after: .seconds(1))),
        Row(-503, "Timeout", .again(after: .seconds(1))),
        Row(-500, "No workers running", .again(after: .seconds(1))),
        Row(0, "NO_CODE", .again(after: .seconds(1))),
        Row(20_000, "CODE_OUT_OF_RANGE", .again(after: .seconds(1))),
        // The server has it already.
        Row(500, "RANDOM_ID_DUPLICATE", .caller),
    ]

    func testEachKindOfErrorIsTreatedAsItsRowSays() async throws {
        for row in Self.rows {
            try await withFastClients { local, clock in
                let (client, _) = try await local.makeBot(clock) { $0.requestTimeout(nil) }
                let id = local.server.inject(
                    LocalFault(.answer(row.failure), methods: ["users.getUsers"], occurrence: .times(1)))
                let begun = clock.elapsed
                let result = await outcome { () throws(InvocationError) in
                    try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
                }
                let waited = clock.elapsed - begun
                XCTAssertEqual(local.server.occurrences(of: id), 1, row.message)
                switch row.reaction {
                case .caller:
                    XCTAssertEqual(result, row.name.rawValue, row.message)
                    XCTAssertNil(local.server.report().calls["users.getUsers"], "\(row.message) is called again")
                case .again(let wait):
                    XCTAssertEqual(result, "answered", row.message)
                    XCTAssertGreaterThanOrEqual(waited, wait, row.message)
                    XCTAssertEqual(local.server.report().calls["users.getUsers"], 1, row.message)
                }
                XCTAssertNotNil(client.account, "\(row.message) is no reason to sign out")
                await client.disconnect()
            }
        }
    }

    func testEveryExceptionThatTheCodeMakesHasARow() {
        let names = Set(Self.rows.filter { $0.code == 420 && $0.reaction == .caller }.map(\.name.rawValue))
        for name in RPCError.finalFloods { XCTAssertTrue(names.contains(name), "\(name) has no row") }
        let codes = Set(Self.rows.map(\.code))
        for code in [400, 401, 403, 404, 406, 420, 500, -503] {
            XCTAssertTrue(codes.contains(code), "\(code) has no row")
        }
        // The table says the same as the policy that clients have by default.
        for row in Self.rows where row.code != 400 {
            let error = RPCError(code: row.code, message: row.message, method: "users.getUsers", dataCenter: 1)
            let decision = AutoSleep().decide(
                .init(error: error, failureCount: 1, slept: .zero, elapsed: .zero))
            switch row.reaction {
            case .caller: XCTAssertEqual(decision, .giveUp, row.message)
            case .again(let wait): XCTAssertEqual(decision, .retry(after: wait), row.message)
            }
        }
    }

    func testEachRefusalOfAConnectionIsOvercomeOrToldToTheCaller() async throws {
        let rows: [(code: Int32, times: Int, result: String)] = [
            (-404, 1, "answered"), (-429, 3, "answered"), (-403, 3, "answered"), (-500, 3, "answered"),
            (-1, 3, "answered"), (-444, 1, "answered"), (-444, 2, "lost"),
        ]
        for row in rows {
            try await withFastClients { local, clock in
                let (client, _) = try await local.makeBot(clock) { $0.requestTimeout(nil) }
                let key = client.core.key(of: 1)
                let id = local.server.inject(
                    LocalFault(
                        .transportError(row.code), methods: ["users.getUsers"], occurrence: .times(row.times)))
                let result = await outcome { () throws(InvocationError) in
                    try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
                }
                XCTAssertEqual(result, row.result, "\(row.code)")
                XCTAssertEqual(local.server.occurrences(of: id), row.times, "\(row.code)")
                XCTAssertNotNil(key)
                XCTAssertNotNil(client.core.key(of: 1), "\(row.code)")
                XCTAssertNotNil(client.account, "\(row.code)")
                await client.disconnect()
            }
        }
    }
}
