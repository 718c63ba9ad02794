// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Nothing that a program prints by accident tells a secret.
final class SecrecyTests: XCTestCase {
    private static func texts(of value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value) \(String(reflecting: value)) \(String(describing: value)) \(dumped)"
    }

    func testNeitherConfigurationsNorClientsTellTheApplicationsSecret() async throws {
        try await within {
            let local = try await LocalClients()
            let secret = "0123456789abcdef0123456789abcdef"
            let builder = local.builder.apiHash(secret)
            let client = try await builder.connect()
            for value in [builder, builder.configuration, client] as [Any] {
                XCTAssertFalse(Self.texts(of: value).contains(secret))
            }
            await client.disconnect()
        }
    }

    func testSignInTellsNeitherNumberNorHashNorPasswordParameters() throws {
        let code = SentCode(phone: "15551234567", hash: "a1b2c3d4e5", delivery: .app)
        XCTAssertFalse(Self.texts(of: code).contains("15551234567"))
        XCTAssertFalse(Self.texts(of: code).contains("a1b2c3d4e5"))
        let password = PasswordChallenge(
            state: .init(
                hasPassword: true, srpB: [171, 205, 239], srpID: 987_654_321, newAlgo: .unknown,
                newSecureAlgo: .unknown, secureRandom: [1]))
        let error = SignInError.passwordRequired(password)
        XCTAssertFalse(Self.texts(of: error).contains("987654321"))
        XCTAssertFalse(Self.texts(of: error).contains("171"))
    }

    func testPeersTellNoAccessHash() {
        let context = try? TelegramClient.scripted(RecordingInvoker([])).core.context(Sample.users, Sample.chats)
        let user = context?.user(5)
        XCTAssertNotNil(user)
        XCTAssertFalse(Self.texts(of: user as Any).contains("accessHash"))
        let channel = context?.chat(Sample.channel)
        XCTAssertNotNil(channel)
        XCTAssertFalse(Self.texts(of: channel as Any).contains("accessHash"))
    }
}
