// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram

final class AccountRoundTripTests: XCTestCase {
    func testSessionsAreListedAndEnded() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            let first = try await local.signedIn(as: ann)
            var device = DeviceDescription()
            device.model = "Second"
            let named = device
            let second = try await local.signedIn(as: ann) { $0.device(named) }
            let third = try await local.signedIn(as: ann)
            let sessions = try await first.authorizations()
            XCTAssertEqual(sessions.count, 3)
            let other = try XCTUnwrap(sessions.first { $0.device == "Second" })
            try await first.setAuthorization(other.id, acceptsCalls: false)
            try await first.endAuthorization(other.id)
            let isAuthorized = try await second.isAuthorized
            XCTAssertFalse(isAuthorized)
            try await first.endOtherAuthorizations()
            let left = try await first.authorizations()
            XCTAssertEqual(left.map(\.isCurrent), [true])
            let isThird = try await third.isAuthorized
            XCTAssertFalse(isThird)
            let isFirst = try await first.isAuthorized
            XCTAssertTrue(isFirst)
            for client in [first, second, third] { await client.disconnect() }
        }
    }

    func testTheNextSignInNeedsNoCode() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            let client = try await local.signedIn(as: ann)
            try await client.signOut()
            guard case .alreadyAuthorized(let user) = try await client.requestLoginCode(for: ann.phone) else {
                return XCTFail("a code is wanted")
            }
            XCTAssertEqual(user.id, ann.id)
            try await client.signOut(deletingSession: true)
            XCTAssertTrue(client.sessionData.isEmpty)
        }
    }

    func testThePhoneNumberChanges() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            let bo = try local.server.addPerson("bo")
            let client = try await local.signedIn(as: ann)
            do throws(SignInError) {
                _ = try await client.requestPhoneChangeCode(for: bo.phone)
                XCTFail("somebody has that number")
            } catch {
                XCTAssertEqual(error.description, "somebody has this phone number already")
            }
            let code = try await client.requestPhoneChangeCode(for: "+9996611234")
            let user = try await client.changePhone(with: code, code: ann.loginCode)
            XCTAssertEqual(user.phoneNumber, "9996611234")
            try await client.setAccountLifetime(days: 90)
            let days = try await client.accountLifetime()
            XCTAssertEqual(days, 90)
            await client.disconnect()
        }
    }

    func testTheProfileIsSeenByOthersAsThePersonWants() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann", username: "ann_here")
            let bo = try local.server.addPerson("bo", username: "bo_here")
            let (mine, other) = (try await local.signedIn(as: ann), try await local.signedIn(as: bo))
            let me = try await mine.updateProfile(firstName: "Ann", lastName: "Lee", bio: "hello")
            XCTAssertEqual(me.fullName, "Ann Lee")
            try await mine.setBirthday(Birthday(day: 3, month: 4))
            try await mine.setPrivacy(PrivacyRules(.nobody).always("@bo_here"), for: .phoneNumber)
            try await mine.setPrivacy(PrivacyRules(.everybody).never("@bo_here"), for: .bio)
            let settings = try await mine.privacySettings(for: .phoneNumber)
            XCTAssertEqual(settings.allowedUsers.map(\.id), [bo.id])
            let input = try await other.resolveUser("@ann_here")
            let users = try await other.invoke(TL.users.GetUsers(id: [input]))
            XCTAssertEqual(users.first.flatMap { User($0, other.core.context()) }?.phoneNumber, ann.phone)
            let full = try await other.invoke(TL.users.GetFullUser(id: input)).fullUser
            XCTAssertNil(full.about)
            XCTAssertEqual(full.birthday?.day, 3)
            try await mine.setPrivacy(PrivacyRules(.everybody), for: .bio)
            let open = try await other.invoke(TL.users.GetFullUser(id: input)).fullUser
            XCTAssertEqual(open.about, "hello")
            await mine.disconnect()
            await other.disconnect()
        }
    }

    func testNotificationSettingsAreKept() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            try local.server.addPerson("bo", username: "bo_here")
            let client = try await local.signedIn(as: ann)
            try await client.updateNotificationSettings(.muted(), for: "@bo_here")
            let settings = try await client.notificationSettings(for: "@bo_here")
            XCTAssertTrue(settings.isMuted())
            let exceptions = try await client.notificationExceptions()
            XCTAssertEqual(exceptions.map(\.chat.title), ["bo"])
            try await client.resetNotificationSettings()
            let after = try await client.notificationSettings(for: "@bo_here")
            XCTAssertFalse(after.isMuted())
            await client.disconnect()
        }
    }

    func testATakeoutEnds() async throws {
        try await within {
            let local = try await LocalClients()
            let client = try await local.signedIn(as: try local.server.addPerson("ann"))
            let ranges = try await client.withTakeout(.everything) { try await client.takeoutRanges() }
            XCTAssertEqual(ranges.count, 1)
            do {
                _ = try await client.leftChannels().first(1)
                XCTFail("the takeout goes on")
            } catch {
                XCTAssertEqual((error as? InvocationError)?.is(.takeoutRequired), true, "\(error)")
            }
            await client.disconnect()
        }
    }

    func testAPersonIsAskedForWhatIsNeeded() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            try ann.setPassword("secret", hint: "h")
            let prompter = ScriptedPrompter(codes: ["00000", ann.loginCode], passwords: ["wrong", "secret"])
            let client = try await local.builder.connectAndSignIn(as: ann.phone, prompting: prompter)
            XCTAssertEqual(client.account?.userID, ann.id)
            XCTAssertEqual(prompter.complaints, ["the code is wrong", "the password is wrong"])
            // Nobody is asked again.
            let user = try await client.signInInteractively(prompting: ScriptedPrompter())
            XCTAssertEqual(user.id, ann.id)
            await client.disconnect()
            let new = try await local.builder.connectAndSignIn(
                as: "+9996617777", prompting: ScriptedPrompter(codes: [ann.loginCode], name: ("Cy", "")))
            let me = try await new.me()
            XCTAssertEqual(me.fullName, "Cy")
            await new.disconnect()
            do {
                _ = try await local.builder.connectAndSignIn(prompting: ScriptedPrompter())
                XCTFail("nobody signed in")
            } catch {
                guard case SignInError.givenUp = error else { return XCTFail("\(error)") }
            }
        }
    }
}

/// Answers from lists, and gives up at their ends.
private final class ScriptedPrompter: SignInPrompter {
    private struct State {
        var codes: [String]
        var passwords: [String]
        var complaints: [String] = []
    }

    private let state: Lock<State>
    private let newName: (String, String)?

    init(codes: [String] = [], passwords: [String] = [], name: (String, String)? = nil) {
        state = Lock(State(codes: codes, passwords: passwords))
        newName = name
    }

    var complaints: [String] { state.withLock { $0.complaints } }

    func identity() async throws -> String? { nil }

    func code(for sentCode: SentCode, after error: SignInError?) async throws -> String? {
        next(\.codes, error)
    }

    func password(for challenge: PasswordChallenge, after error: SignInError?) async throws -> String? {
        next(\.passwords, error)
    }

    func name(accepting terms: TermsOfService?) async throws -> (first: String, last: String)? { newName }
    func loginEmail() async throws -> String? { nil }
    func loginEmailCode(after error: SignInError?) async throws -> String? { nil }

    private func next(_ list: any WritableKeyPath<State, [String]> & Sendable, _ error: SignInError?) -> String? {
        state.withLock { state in
            if let error { state.complaints.append(error.description) }
            return state[keyPath: list].isEmpty ? nil : state[keyPath: list].removeFirst()
        }
    }
}
