// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto
import XCTest

/// The one deadline that a connection has.
final class DeadlineTests: ConnectTestCase {
    func testADeadlineComesWhenItsTimeHas() async throws {
        let clock = ManualClock()
        for network in try TestNetwork.all(clock: { clock.now }) {
            let service = try network.listen { _ in Recorder.echo() }
            let client = Recorder()
            let connection = try await network.connect(to: service, handler: client)
            // In place of the first, which would be early.
            connection.setDeadline(connection.now + .seconds(1))
            connection.setDeadline(connection.now + .seconds(10))
            clock.advance(by: .seconds(5), network.thread)
            // An echo makes sure that the thread has gone round since.
            client.send(payload(1), on: connection)
            await client.waitForPayloads(1)
            XCTAssertEqual(client.events, [.opened, .frames([.payload(payload(1))])], network.name)
            clock.advance(by: .seconds(5), network.thread)
            await client.wait { $0.contains(.deadline) }
            // It comes once.
            clock.advance(by: .seconds(60), network.thread)
            client.send(payload(2), on: connection)
            await client.waitForPayloads(2)
            XCTAssertEqual(client.events.filter { $0 == .deadline }.count, 1, network.name)
            connection.close()
            await client.waitForEnd()
        }
    }

    func testAnEarlierDeadlineWakesTheThread() async throws {
        let clock = ManualClock()
        for network in try TestNetwork.all(clock: { clock.now }) {
            let service = try network.listen { _ in Recorder.echo() }
            let client = Recorder()
            let connection = try await network.connect(to: service, handler: client)
            connection.setDeadline(connection.now + .seconds(3_000))
            client.send(payload(1), on: connection)
            await client.waitForPayloads(1)
            connection.setDeadline(connection.now)
            await client.wait { $0.contains(.deadline) }
            connection.close()
            await client.waitForEnd()
        }
    }

    func testARemovedDeadlineDoesNotCome() async throws {
        let clock = ManualClock()
        for network in try TestNetwork.all(clock: { clock.now }) {
            let service = try network.listen { _ in Recorder.echo() }
            let client = Recorder()
            let connection = try await network.connect(to: service, handler: client)
            connection.setDeadline(connection.now + .seconds(1))
            connection.setDeadline(nil)
            clock.advance(by: .seconds(5), network.thread)
            client.send(payload(1), on: connection)
            await client.waitForPayloads(1)
            connection.close()
            await client.waitForEnd()
            XCTAssertFalse(client.events.contains(.deadline), network.name)
        }
    }
}
