// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram

final class QRLoginTests: XCTestCase {
    func testOneDeviceSignsAnotherOneIn() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            let phone = try await local.signedIn(as: ann)
            let desktop = try await local.builder.connect()
            let outcome = try await desktop.signInByQRCode { token in
                do {
                    let session = try await phone.acceptQRLogin(token.url)
                    XCTAssertFalse(session.isCurrent)
                } catch {
                    XCTFail("\(error)")
                }
            }
            XCTAssertEqual(outcome.user?.id, ann.id)
            XCTAssertEqual(desktop.account?.userID, ann.id)
            let sessions = try await phone.authorizations()
            XCTAssertEqual(sessions.count, 2)
            XCTAssertEqual(sessions.filter(\.isCurrent).count, 1)
            await phone.disconnect()
            await desktop.disconnect()
        }
    }

    func testTheSessionMovesToTheAccountsDataCentre() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann", dataCenter: 2)
            let phone = try await local.signedIn(as: ann)
            let desktop = try await local.builder.connect()
            let outcome = try await desktop.signInByQRCode { token in
                do { try await phone.acceptQRLogin(token.url) } catch { XCTFail("\(error)") }
            }
            XCTAssertEqual(outcome.user?.id, ann.id)
            let nearest = try await desktop.nearestDataCenter()
            XCTAssertEqual(nearest.thisDC, 2)
            await phone.disconnect()
            await desktop.disconnect()
        }
    }

    func testThePasswordComesAfterTheCode() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            let phone = try await local.signedIn(as: ann)
            try ann.setPassword("secret")
            let desktop = try await local.builder.connect()
            let outcome = try await desktop.signInByQRCode { token in
                do { try await phone.acceptQRLogin(token.url) } catch { XCTFail("\(error)") }
            }
            guard case .passwordRequired(let challenge) = outcome else { return XCTFail("\(outcome)") }
            let user = try await desktop.checkPassword("secret", for: challenge).user
            XCTAssertEqual(user?.id, ann.id)
            await phone.disconnect()
            await desktop.disconnect()
        }
    }

    func testACodeIsAcceptedOnceAndNoOther() async throws {
        try await within {
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            let phone = try await local.signedIn(as: ann)
            for url in ["", "https://t.me/login/1", "tg://login?token=", "tg://login?token=***"] {
                do throws(SignInError) {
                    try await phone.acceptQRLogin(url)
                    XCTFail("\(url) was accepted")
                } catch {
                    guard case .invocation(let error) = error, error.isInvalidArgument else {
                        return XCTFail("\(error)")
                    }
                }
            }
            do throws(SignInError) {
                try await phone.acceptQRLogin("tg://login?token=AAAA")
                XCTFail("an unknown code was accepted")
            } catch {
                XCTAssertEqual(error.description, "this is no QR code for signing in")
            }
            await phone.disconnect()
        }
    }

    func testWaitingEndsWithTheTask() async throws {
        try await within {
            let local = try await LocalClients()
            let desktop = try await local.builder.connect()
            let (shown, show) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                try await desktop.signInByQRCode { _ in show.yield() }
            }
            for await _ in shown { break }
            task.cancel()
            let result = await task.result
            guard case .failure(let error) = result, case SignInError.invocation(.cancelled) = error else {
                return XCTFail("\(result)")
            }
            await desktop.disconnect()
        }
    }
}
