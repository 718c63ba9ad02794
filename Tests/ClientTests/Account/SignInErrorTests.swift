// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramMTSender
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// What a person reads when a sign-in does not go on.
final class SignInErrorTests: XCTestCase {
    private enum Step: Equatable {
        case phone, code, password, bot, recovery
    }

    private struct Row {
        let step: Step
        let code: Int
        let name: String
        var value: Int?
        let text: String
    }

    private static let rows = [
        Row(
            step: .phone, code: 400, name: "PHONE_NUMBER_INVALID",
            text: "this is no phone number; write it with the country's code, +44 20 …"),
        Row(step: .phone, code: 400, name: "PHONE_NUMBER_BANNED", text: "Telegram has banned this phone number"),
        Row(
            step: .phone, code: 400, name: "PHONE_NUMBER_FLOOD",
            text: "too many codes were asked for with this number; try again in a day"),
        Row(
            step: .phone, code: 406, name: "PHONE_PASSWORD_FLOOD",
            text: "the password was entered wrongly too often; try again later"),
        Row(
            step: .phone, code: 420, name: "FLOOD_WAIT_X", value: 86_000,
            text: "there were too many attempts; try again in 24 hours"),
        Row(
            step: .phone, code: 400, name: "API_ID_INVALID",
            text: "the API id or the API hash is wrong; my.telegram.org has them"),
        Row(
            step: .phone, code: 400, name: "API_ID_PUBLISHED_FLOOD",
            text: "this API id was published and is blocked; get your own at my.telegram.org"),
        Row(
            step: .phone, code: 400, name: "PHONE_NUMBER_APP_SIGNUP_FORBIDDEN",
            text: "Telegram lets only its own apps make an account for this number"),
        Row(step: .code, code: 400, name: "PHONE_CODE_INVALID", text: "the code is wrong"),
        Row(step: .code, code: 400, name: "PHONE_CODE_EMPTY", text: "the code is wrong"),
        Row(
            step: .code, code: 400, name: "PHONE_CODE_EXPIRED",
            text: "the code is not good any more; ask for another one"),
        Row(step: .code, code: 401, name: "USER_DEACTIVATED", text: "the account was deleted"),
        Row(step: .code, code: 401, name: "USER_DEACTIVATED_BAN", text: "Telegram has banned the account"),
        Row(
            step: .code, code: 420, name: "FLOOD_WAIT_X", value: 300,
            text: "there were too many attempts; try again in 5 minutes"),
        Row(step: .password, code: 400, name: "PASSWORD_HASH_INVALID", text: "the password is wrong"),
        Row(
            step: .password, code: 420, name: "FLOOD_WAIT_X", value: 90,
            text: "there were too many attempts; try again in 90 seconds"),
        Row(
            step: .recovery, code: 400, name: "PASSWORD_RECOVERY_NA",
            text: "the account has no e-mail address through which its password could be recovered"),
        Row(
            step: .recovery, code: 400, name: "PASSWORD_RECOVERY_EXPIRED",
            text: "the code is not good any more; ask for another one"),
        Row(
            step: .bot, code: 400, name: "ACCESS_TOKEN_INVALID",
            text: "@BotFather does not know this token; it may have been revoked"),
        Row(
            step: .bot, code: 400, name: "ACCESS_TOKEN_EXPIRED",
            text: "this token was replaced by another one; ask @BotFather for it"),
    ]

    func testThePersonReadsWhatIsWrong() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            try ann.setPassword("secret", hint: "h")
            for row in Self.rows {
                let client = try await local.builder.connect()
                do {
                    try await Self.signIn(client, ann, local.server, row)
                    XCTFail("\(row.name) was passed over")
                } catch {
                    let text =
                        (error as? SignInError)?.description
                        ?? (error as? InvocationError).map {
                            SignInError($0).description
                        }
                    XCTAssertEqual(text, row.text, row.name)
                }
                Self.allowAll(local.server)
                await client.disconnect()
            }
        }
    }

    /// Goes as far as the step that is refused, and takes it.
    private static func signIn(
        _ client: TelegramClient, _ ann: LocalPerson, _ server: LocalServer, _ row: Row
    ) async throws {
        let failure = RPCFailure(row.code, TLErrorName(rawValue: row.name), value: row.value)
        switch row.step {
        case .phone: server.refuse(TL.auth.SendCode.self, with: failure)
        case .code: server.refuse(TL.auth.SignIn.self, with: failure)
        case .password: server.refuse(TL.auth.CheckPassword.self, with: failure)
        case .recovery: server.refuse(TL.auth.RequestPasswordRecovery.self, with: failure)
        case .bot: server.refuse(TL.auth.ImportBotAuthorization.self, with: failure)
        }
        if row.step == .bot {
            _ = try await client.signIn(botToken: "1:a")
            return
        }
        guard case .codeRequired(let sent) = try await client.requestLoginCode(for: ann.phone) else { return }
        let outcome = try await client.signIn(with: sent, code: ann.loginCode)
        guard case .passwordRequired(let challenge) = outcome else { return XCTFail("\(outcome)") }
        if row.step == .recovery {
            _ = try await client.requestPasswordRecovery()
        } else {
            _ = try await client.checkPassword("secret", for: challenge)
        }
    }

    private static func allowAll(_ server: LocalServer) {
        server.removeAnswer(TL.auth.SendCode.self)
        server.removeAnswer(TL.auth.SignIn.self)
        server.removeAnswer(TL.auth.CheckPassword.self)
        server.removeAnswer(TL.auth.RequestPasswordRecovery.self)
        server.removeAnswer(TL.auth.ImportBotAuthorization.self)
    }

    /// The errors of sign-in that core.telegram.org lists say something that a person understands.
    func testNoErrorIsANameAlone() {
        let names = [
            "PHONE_NUMBER_INVALID", "PHONE_NUMBER_BANNED", "PHONE_NUMBER_FLOOD", "PHONE_PASSWORD_FLOOD",
            "PHONE_NUMBER_UNOCCUPIED", "PHONE_NUMBER_OCCUPIED", "PHONE_NUMBER_APP_SIGNUP_FORBIDDEN", "PHONE_CODE_EMPTY",
            "PHONE_CODE_INVALID", "PHONE_CODE_EXPIRED", "PHONE_HASH_EXPIRED", "PHONE_NOT_OCCUPIED",
            "SEND_CODE_UNAVAILABLE", "SMS_CODE_CREATE_FAILED", "CODE_INVALID", "FIRSTNAME_INVALID", "LASTNAME_INVALID",
            "SESSION_PASSWORD_NEEDED", "PASSWORD_HASH_INVALID", "SRP_PASSWORD_CHANGED", "PASSWORD_MISSING",
            "PASSWORD_REQUIRED", "PASSWORD_TOO_FRESH_86400", "SESSION_TOO_FRESH_86400", "PASSWORD_RECOVERY_NA",
            "PASSWORD_RECOVERY_EXPIRED", "EMAIL_INVALID", "EMAIL_NOT_ALLOWED", "EMAIL_HASH_EXPIRED",
            "EMAIL_VERIFY_EXPIRED", "ACCESS_TOKEN_INVALID", "ACCESS_TOKEN_EXPIRED", "AUTH_TOKEN_INVALID",
            "AUTH_TOKEN_EXPIRED", "AUTH_TOKEN_ALREADY_ACCEPTED", "AUTH_TOKEN_EXCEPTION", "AUTH_RESTART",
            "SIGN_IN_FAILED", "UPDATE_APP_TO_LOGIN", "USER_DEACTIVATED", "USER_DEACTIVATED_BAN", "SESSION_REVOKED",
            "SESSION_EXPIRED", "AUTH_KEY_UNREGISTERED", "FRESH_RESET_AUTHORISATION_FORBIDDEN",
            "FRESH_CHANGE_PHONE_FORBIDDEN", "API_ID_INVALID", "API_ID_PUBLISHED_FLOOD",
        ]
        for name in names {
            let text = SignInError(.refused(name)).description
            XCTAssertFalse(text.contains("_"), "\(name): \(text)")
            XCTAssertGreaterThan(text.count, 12, name)
        }
    }

    /// What is no error says what is wanted; what is a redirection is followed and seen by nobody.
    func testWhatIsWantedNextIsSaid() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann", dataCenter: 2)
            try ann.setPassword("secret", hint: "h")
            let client = try await local.builder.connect()
            // PHONE_MIGRATE_2.
            guard case .codeRequired(let sent) = try await client.requestLoginCode(for: ann.phone) else {
                return XCTFail("no code was sent")
            }
            XCTAssertEqual(client.homeDataCenter, 2)
            let outcome = try await client.signIn(with: sent, code: ann.loginCode)
            XCTAssertEqual(outcome.description, "the password is needed")
            await client.disconnect()
            let other = try await local.builder.connect()
            guard case .codeRequired(let new) = try await other.requestLoginCode(for: "+9996617778") else {
                return XCTFail("no code was sent")
            }
            let unknown = try await other.signIn(with: new, code: "11111")
            XCTAssertEqual(unknown.description, "nobody has this phone number yet")
            await other.disconnect()
        }
    }
}
