// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramLocalServer

/// Keys that the server loses, and temporary keys; see core.telegram.org/api/pfs and
/// core.telegram.org/mtproto/mtproto-transports#transport-errors.
final class KeyTests: XCTestCase {
    private static let call = TL.users.GetUsers(id: [.userSelf])

    private static func read(_ client: TelegramClient, onDC id: Int? = nil) async -> String {
        await outcome { () throws(InvocationError) in
            if let id { return try await client.invoke(Self.call, onDC: id) }
            return try await client.invoke(Self.call)
        }
    }

    /// Nobody proves who sent a transport error.
    func testAnUnauthenticatedFrameNeverKillsTheKeyOfTheAccount() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            let before = local.server.report().keyExchanges
            let key = client.core.key(of: 1)?.authKey.id
            local.server.inject(LocalFault(.transportError(-404)))
            async let pending = Self.read(client)
            // A key is made only to ask whether the server still has this one.
            while local.server.report().keyExchanges == before { try await Task.sleep(for: .milliseconds(1)) }
            local.server.removeFaults()
            let result = await pending
            XCTAssertEqual(result, "answered")
            XCTAssertEqual(client.core.key(of: 1)?.authKey.id, key)
            XCTAssertNotNil(client.account)
            await client.disconnect()
        }
    }

    func testAKeyThatTheServerProvablyLostEndsTheSession() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            local.server.inject(LocalFault(.forgetKey, methods: ["users.getUsers"], occurrence: .times(1)))
            let result = await Self.read(client)
            XCTAssertEqual(result, "session ended")
            XCTAssertNil(client.account)
            XCTAssertNil(client.core.key(of: 1))
            var last: ClientHealth?
            for await health in client.health { last = health }
            guard case .stopped(.sessionEnded(.keyRejected(dataCenter: 1))) = last else {
                return XCTFail("\(last as Any)")
            }
            await client.disconnect()
        }
    }

    func testWithoutAnAccountALostKeyIsReplaced() async throws {
        try await withFastClients { local, clock in
            let client = try await local.builder(clock).connect()
            let key = client.core.key(of: 1)?.authKey.id
            local.server.inject(LocalFault(.forgetKey, methods: ["help.getConfig"], occurrence: .times(1)))
            let config = try await client.invoke(TL.help.GetConfig())
            XCTAssertEqual(config.thisDC, 1)
            XCTAssertNotEqual(client.core.key(of: 1)?.authKey.id, key)
            await client.disconnect()
        }
    }

    func testAnotherDataCentreThatLostItsKeyGetsANewOneAndTheAccount() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock)
            var results = [await Self.read(client, onDC: 2)]
            local.server.inject(
                LocalFault(.forgetKey, methods: ["users.getUsers"], dataCenter: 2, occurrence: .times(1)))
            results.append(await Self.read(client, onDC: 2))
            XCTAssertEqual(results, ["answered", "answered"])
            XCTAssertEqual(local.server.report().calls["auth.importAuthorization"], 2)
            XCTAssertNotNil(client.account)
            await client.disconnect()
        }
    }

    func testALostKeyIsReportedOnce() async throws {
        try await withFastClients { local, clock in
            let losses = Counter()
            let (client, _) = try await local.makeBot(clock) {
                $0.log { if $0.text.contains("has lost its authorization key") { losses.increment() } }
            }
            var results = [await Self.read(client, onDC: 2)]
            let key = client.core.key(of: 2)?.authKey.id
            local.server.inject(
                LocalFault(
                    .answer(RPCFailure(406, .authKeyDuplicated)), methods: ["users.getUsers"], dataCenter: 2,
                    occurrence: .times(1)))
            results.append(await Self.read(client, onDC: 2))
            XCTAssertEqual(results, ["answered", "answered"])
            XCTAssertNotEqual(client.core.key(of: 2)?.authKey.id, key)
            XCTAssertEqual(losses.count, 1)
            await client.disconnect()
        }
    }

    // MARK: Perfect forward secrecy

    func testABindingThatIsNeverAnsweredMakesWayForAnother() async throws {
        try await withFastClients { local, clock in
            // As often as one call is sent.
            let fault = local.server.inject(
                LocalFault(.closeBeforeRunning, methods: ["auth.bindTempAuthKey"], occurrence: .times(13)))
            let (client, _) = try await local.makeBot(clock) {
                $0.perfectForwardSecrecy().restartPolicy(.fixed(.milliseconds(5))).requestTimeout(nil)
            }
            let result = await Self.read(client)
            XCTAssertEqual(result, "answered")
            XCTAssertEqual(local.server.occurrences(of: fault), 13)
            // The permanent key, the temporary one that was given up, and the one after it.
            XCTAssertEqual(local.server.report().keyExchanges, 3)
            await client.disconnect()
        }
    }

    func testCallsGoOutUnderATemporaryKeyAlone() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock) { $0.perfectForwardSecrecy() }
            let results = [await Self.read(client), await Self.read(client, onDC: 2)]
            XCTAssertEqual(results, ["answered", "answered"])
            // A permanent and a temporary key for each of the two data centres.
            XCTAssertEqual(local.server.report().keyExchanges, 4)
            let permanent = try XCTUnwrap(client.core.key(of: 1)?.authKey.id)
            XCTAssertFalse(local.server.core.perform { $0.sessions.keys.contains { $0.authKeyID == permanent } })
            await client.disconnect()
        }
    }

    func testATemporaryKeyThatVanishedIsReplaced() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock) { $0.perfectForwardSecrecy() }
            let permanent = client.core.key(of: 1)?.authKey.id
            for _ in 0..<3 {
                local.server.inject(LocalFault(.forgetKey, methods: ["users.getUsers"], occurrence: .times(1)))
                let result = await Self.read(client)
                XCTAssertEqual(result, "answered")
            }
            XCTAssertEqual(client.core.key(of: 1)?.authKey.id, permanent)
            XCTAssertEqual(local.server.report().keyExchanges, 5)
            await client.disconnect()
        }
    }

    func testATemporaryKeyIsReplacedInTimeWithoutLosingACall() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock) { $0.perfectForwardSecrecy().requestTimeout(nil) }
            let before = local.server.report().keyExchanges
            // Answers two and a half minutes after it was asked, when the key has been replaced.
            let answered = Counter()
            local.server.handle(TL.account.DeleteBusinessChatLink.self) { _ in
                let end = clock.elapsed + .seconds(150)
                try await clock.sleep(until: end)
                answered.increment()
                return true
            }
            // An hour before the end of the key's day.
            let due = Duration.seconds(86_400 - 3_600)
            while clock.elapsed < due - .seconds(60) {
                clock.advance(by: .seconds(20))
                try await Task.sleep(for: .microseconds(200))
            }
            async let slow = outcome { () throws(InvocationError) in
                try await client.invoke(TL.account.DeleteBusinessChatLink(slug: "name"))
            }
            while local.server.report().keyExchanges == before { try await Task.sleep(for: .milliseconds(1)) }
            let quick = await Self.read(client)
            XCTAssertEqual(quick, "answered")
            let result = await slow
            XCTAssertEqual(result, "answered")
            XCTAssertEqual(answered.count, 1)
            let later = await Self.read(client)
            XCTAssertEqual(later, "answered")
            await client.disconnect()
        }
    }

    func testAKeyThatLostItsBindingIsReplaced() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock) { $0.perfectForwardSecrecy() }
            let before = local.server.report().keyExchanges
            local.server.inject(
                LocalFault(
                    .answer(RPCFailure(401, .authKeyPermEmpty)), methods: ["users.getUsers"], occurrence: .times(1)))
            let result = await Self.read(client)
            XCTAssertEqual(result, "answered")
            XCTAssertEqual(local.server.report().keyExchanges, before + 1)
            XCTAssertNotNil(client.account)
            await client.disconnect()
        }
    }

    func testARefusedBindingIsTriedWithAnotherKeyAndNeverGivenUp() async throws {
        try await withFastClients { local, clock in
            let fault = local.server.inject(
                LocalFault(
                    .answer(RPCFailure(400, .tempAuthKeyAlreadyBound)), methods: ["auth.bindTempAuthKey"],
                    occurrence: .times(3)))
            let (client, _) = try await local.makeBot(clock) { $0.perfectForwardSecrecy() }
            let result = await Self.read(client)
            XCTAssertEqual(result, "answered")
            XCTAssertEqual(local.server.occurrences(of: fault), 3)
            let permanent = try XCTUnwrap(client.core.key(of: 1)?.authKey.id)
            XCTAssertFalse(local.server.core.perform { $0.sessions.keys.contains { $0.authKeyID == permanent } })
            await client.disconnect()
        }
    }

    func testAKeyThatTheServerCannotReadTwiceInABindingIsLostAndOnceIsNot() async throws {
        for (refusals, losses) in [(1, 0), (2, 1)] {
            try await withFastClients { local, clock in
                let fault = local.server.inject(
                    LocalFault(
                        .answer(RPCFailure(400, .encryptedMessageInvalid)), methods: ["auth.bindTempAuthKey"],
                        occurrence: .times(refusals)))
                let lost = Counter()
                let client = try await local.builder(clock).perfectForwardSecrecy()
                    .log { if $0.text.contains("has lost its authorization key") { lost.increment() } }
                    .connect()
                let config = try await client.invoke(TL.help.GetConfig())
                XCTAssertEqual(config.thisDC, 1)
                XCTAssertEqual(local.server.occurrences(of: fault), refusals)
                // The permanent keys, and one for each binding: none is made before the refusal of another was looked at.
                XCTAssertEqual(local.server.report().keyExchanges, 1 + losses + refusals + 1)
                // The loss is reported beside the call that goes on.
                try await until { lost.count >= losses }
                XCTAssertEqual(lost.count, losses)
                await client.disconnect()
            }
        }
    }
}
