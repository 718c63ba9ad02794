// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram

final class PasswordTests: XCTestCase {
    func testAPasswordIsSetAskedForChangedAndRemoved() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            let first = try await local.signedIn(as: ann)
            let change = try await first.setPassword("correct horse", hint: "a horse")
            XCTAssertEqual(change, .done)
            let state = try await first.passwordState()
            XCTAssertTrue(state.hasPassword)
            XCTAssertFalse(state.hasRecovery)

            let second = try await local.builder.connect()
            let challenge = try await second.challenge(ann)
            XCTAssertEqual(challenge.hint, "a horse")
            do throws(SignInError) {
                try await second.checkPassword("wrong", for: challenge)
                XCTFail("a wrong password was taken")
            } catch {
                guard case .invalidPassword = error else { return XCTFail("\(error)") }
            }
            let outcome = try await second.checkPassword("correct horse", for: challenge)
            XCTAssertEqual(outcome.user?.id, ann.id)

            do throws(InvocationError) {
                try await first.changePassword(from: "wrong", to: "new")
                XCTFail("a wrong password was taken")
            } catch {
                XCTAssertTrue(error.is(.passwordHashInvalid), "\(error)")
            }
            do throws(InvocationError) {
                try await first.setPassword("another")
                XCTFail("the password was replaced without the old one")
            } catch {
                XCTAssertTrue(error.isInvalidArgument, "\(error)")
            }
            try await first.changePassword(from: "correct horse", to: "new")
            try await first.removePassword("new")
            let after = try await first.passwordState()
            XCTAssertFalse(after.hasPassword)
            await first.disconnect()
            await second.disconnect()
        }
    }

    func testAForgottenPasswordIsReplacedByMail() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            let first = try await local.signedIn(as: ann)
            let change = try await first.setPassword("old", recoveryEmail: "ann@example.com")
            XCTAssertEqual(change, .emailUnconfirmed(codeLength: 6))
            let waiting = try await first.passwordState()
            XCTAssertFalse(waiting.hasPassword)
            XCTAssertEqual(waiting.unconfirmedEmailPattern, "a***@example.com")
            let letter = try XCTUnwrap(local.server.mail(to: "ann@example.com").last)
            do throws(InvocationError) {
                try await first.confirmRecoveryEmail(code: "1")
                XCTFail("a wrong code was taken")
            } catch {
                XCTAssertTrue(error.is(.codeInvalid), "\(error)")
            }
            try await first.confirmRecoveryEmail(code: letter.code)
            let email = try await first.recoveryEmail(password: "old")
            XCTAssertEqual(email, "ann@example.com")

            let second = try await local.builder.connect()
            let challenge = try await second.challenge(ann)
            XCTAssertTrue(challenge.hasRecovery)
            let pattern = try await second.requestPasswordRecovery()
            XCTAssertEqual(pattern, "a***@example.com")
            let code = try XCTUnwrap(local.server.mail(to: "ann@example.com").last).code
            do throws(SignInError) {
                try await second.checkRecoveryCode("1")
                XCTFail("a wrong code was taken")
            } catch {
                guard case .invalidCode = error else { return XCTFail("\(error)") }
            }
            try await second.checkRecoveryCode(code)
            let outcome = try await second.recoverPassword(code: code, newPassword: "new", hint: "n")
            XCTAssertEqual(outcome.user?.id, ann.id)
            let third = try await local.builder.connect()
            let again = try await third.checkPassword("new", for: try await third.challenge(ann))
            XCTAssertEqual(again.user?.id, ann.id)
            for client in [first, second, third] { await client.disconnect() }
        }
    }

    func testWithoutAnAddressNothingIsRecovered() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            try ann.setPassword("old")
            let client = try await local.builder.connect()
            _ = try await client.challenge(ann)
            do throws(SignInError) {
                _ = try await client.requestPasswordRecovery()
                XCTFail("a code was sent")
            } catch {
                guard case .noRecoveryEmail = error else { return XCTFail("\(error)") }
            }
            await client.disconnect()
        }
    }

    func testAHintThatIsThePasswordIsRefused() async throws {
        let state = TL.account.Password(newAlgo: .unknown, newSecureAlgo: .unknown, secureRandom: [])
        let invoker = RecordingInvoker([.value(state)])
        let client = try TelegramClient.scripted(invoker)
        do throws(InvocationError) {
            try await client.setPassword("secret", hint: "secret")
            XCTFail("the hint was taken")
        } catch {
            XCTAssertTrue(error.isInvalidArgument, "\(error)")
        }
        XCTAssertEqual(invoker.calls.count, 1)
    }
}

extension LocalClients {
    /// A client that is signed in as a person without a password.
    func signedIn(
        as person: LocalPerson, _ change: (ClientBuilder) -> ClientBuilder = { $0 }
    ) async throws -> TelegramClient {
        let client = try await change(builder).connect()
        guard case .codeRequired(let code) = try await client.requestLoginCode(for: person.phone) else { return client }
        let outcome = try await client.signIn(with: code, code: person.loginCode)
        guard outcome.user != nil else { throw SignInError.unsupported("\(outcome)") }
        return client
    }
}

extension TelegramClient {
    /// Signs in up to the password.
    func challenge(_ person: LocalPerson) async throws -> PasswordChallenge {
        guard case .codeRequired(let code) = try await requestLoginCode(for: person.phone),
            case .passwordRequired(let challenge) = try await signIn(with: code, code: person.loginCode)
        else { throw SignInError.unsupported("no password is wanted") }
        return challenge
    }
}
