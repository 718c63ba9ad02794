// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramCrypto
import FerogramLocalServer
import FerogramMTSender
import FerogramTestSupport
import XCTest

@testable import Ferogram

final class ReconnectTests: XCTestCase {
    private static let call = TL.users.GetUsers(id: [.userSelf])

    func testAServerThatProvesItselfWithAnotherKeyIsRefusedAtOnce() async throws {
        try await within {
            let local = try await LocalClients()
            let stranger = try await LocalServer.makeKey()
            let directory = ServerDirectory(
                dataCenters: local.server.directory.dataCenters, publicKeys: [stranger.publicKey])
            do throws(BuilderError) {
                _ = try await local.builder.server(directory).connect()
                XCTFail("the server is not the one that is trusted")
            } catch {
                guard case .connect(.keyExchange) = error else { return XCTFail("\(error)") }
            }
        }
    }

    func testTheClientIsNotStuckWhenTheNetworkComesBack() async throws {
        try await within {
            let local = try await LocalClients()
            // Without the hint the next attempt would come in an hour.
            let (client, _) = try await local.makeBot { $0.restartPolicy(HourlyRestart()) }
            try await local.server.restart()
            var states = client.health.makeAsyncIterator()
            while let state = await states.next(), state.description != "connecting" {}
            client.signalNetworkRestored()
            let users = try await client.invoke(Self.call)
            XCTAssertEqual(users.count, 1)
            await client.disconnect()
        }
    }

    func testThePauseGrowsUntilAConnectionIsOfUse() async throws {
        try await withFastClients { local, clock in
            let attempts = Attempts()
            let (client, _) = try await local.makeBot(clock) { $0.restartPolicy(RecordingRestart(attempts: attempts)) }
            let id = local.server.inject(LocalFault(.transportError(-429)))
            async let pending = client.invoke(Self.call)
            while local.server.occurrences(of: id) < 5 { try await Task.sleep(for: .milliseconds(1)) }
            local.server.removeFaults()
            _ = try await pending
            let seen = attempts.all
            XCTAssertEqual(seen, Array(1...seen.count))
            XCTAssertGreaterThan(seen.count, 2)
            try await local.server.restart()
            _ = try await client.invoke(Self.call)
            XCTAssertEqual(attempts.all.last, 1)
            await client.disconnect()
        }
    }

    func testAfterTooManyConnectionsTheServerIsLeftAloneForLonger() {
        let policy = ExponentialRestart()
        let flooded = (1...10).map { policy.wait(beforeAttempt: $0, after: SenderError.transportError(-429)) }
        XCTAssertEqual(flooded.first, .seconds(1))
        XCTAssertEqual(flooded.last, .seconds(60))
        let lost = (1...10).map { policy.wait(beforeAttempt: $0, after: SenderError.serverSilent) }
        XCTAssertEqual(lost.first, .milliseconds(500))
        XCTAssertEqual(lost.last, .seconds(30))
        XCTAssertEqual(policy.wait(beforeAttempt: .max, after: SenderError.serverSilent), .seconds(30))
    }

    func testAServerThatFallsSilentIsLeft() async throws {
        try await withFastClients { local, clock in
            let (client, _) = try await local.makeBot(clock) { $0.requestTimeout(nil) }
            let losses = local.server.report().keyExchanges
            let id = local.server.inject(LocalFault(.ignoreMessage))
            async let pending = client.invoke(Self.call)
            // Nothing is heard for two pings, so another connection is made, and another.
            while local.server.occurrences(of: id) < 4 { try await Task.sleep(for: .milliseconds(1)) }
            local.server.removeFaults()
            let users = try await pending
            XCTAssertEqual(users.count, 1)
            XCTAssertEqual(local.server.report().keyExchanges, losses)
            await client.disconnect()
        }
    }

    func testCallsThatAreMadeWithoutAConnectionWaitForOne() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot { $0.restartPolicy(.fixed(.milliseconds(5))) }
            local.server.inject(LocalFault(.closeBeforeRunning, methods: ["users.getUsers"], occurrence: .times(3)))
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 { group.addTask { try await client.invoke(Self.call).count } }
                return try await group.reduce(0, +)
            }
            XCTAssertEqual(counts, 50)
            await client.disconnect()
        }
    }
}

private struct HourlyRestart: ConnectionRestartPolicy {
    func wait(beforeAttempt attempt: Int, after error: any Error) -> Duration? { .seconds(3_600_000) }
}

private struct RecordingRestart: ConnectionRestartPolicy {
    let attempts: Attempts

    func wait(beforeAttempt attempt: Int, after error: any Error) -> Duration? {
        attempts.append(attempt)
        return .milliseconds(500)
    }
}

private final class Attempts: Sendable {
    private let state = Lock<[Int]>([])

    var all: [Int] { state.withLock { $0 } }

    func append(_ attempt: Int) {
        state.withLock { $0.append(attempt) }
    }
}
