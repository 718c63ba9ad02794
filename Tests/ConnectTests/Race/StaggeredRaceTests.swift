// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramMTProto
import XCTest

final class StaggeredRaceTests: ConnectTestCase {
    private struct Refusal: Error {}

    private func clocked() throws -> (clock: ManualClock, thread: IOThread) {
        let clock = ManualClock()
        return (clock, try IOThread(clock: { clock.now }))
    }

    func testASlowWayIsOvertakenAndGivenUp() async throws {
        let (clock, thread) = try clocked()
        let tried = Shared<[Int]>([])
        async let race = StaggeredRace.run(
            [0, 1, 2], delays: [.zero, .milliseconds(250), .milliseconds(250)], on: thread
        ) { way in
            tried.withLock { $0.append(way) }
            return way == 1 ? 10 : try await hang()
        } discard: { _ in
            XCTFail("nothing to discard")
        }
        await eventually("the first is tried") { tried.withLock { $0 } == [0] }
        clock.advance(by: .milliseconds(251), thread)
        let (way, value) = try await race
        XCTAssertEqual(way, 1)
        XCTAssertEqual(value, 10)
        XCTAssertEqual(tried.withLock { $0 }, [0, 1])
    }

    func testASecondSuccessIsDiscarded() async throws {
        let (_, thread) = try clocked()
        let discarded = Shared<[Int]>([])
        let (_, value) = try await StaggeredRace.run([0, 1], delays: [.zero, .zero], on: thread) { way in
            // The loser succeeds although it was cancelled.
            if way == 0 { _ = try? await hang() }
            return way
        } discard: { value in
            discarded.withLock { $0.append(value) }
        }
        XCTAssertEqual(value, 1)
        XCTAssertEqual(discarded.withLock { $0 }, [0])
    }

    func testAllErrorsAreKept() async throws {
        let (_, thread) = try clocked()
        do throws(StaggeredRace.Failure) {
            _ = try await StaggeredRace.run([0, 1], delays: [.zero, .seconds(9)], on: thread) { way -> Int in
                throw ConnectionError(way == 0 ? .refused : .unreachable)
            } discard: { _ in
            }
            XCTFail("no way works")
        } catch {
            XCTAssertEqual(error.errors.count, 2)
            XCTAssertEqual(error.connectionError.code, .refused)
            XCTAssertEqual(error.connectionError.otherAttempts, [ConnectionError(.unreachable)])
            XCTAssertTrue("\(error.connectionError)".contains("unreachable"))
        }
    }

    func testCancellationEndsAllAttempts() async throws {
        let (_, thread) = try clocked()
        let running = Shared(0)
        let task = Task<Int, any Error> {
            let attempt: @Sendable (Int) async throws -> Int = { _ in
                running.withLock { $0 += 1 }
                defer { running.withLock { $0 -= 1 } }
                return try await hang()
            }
            let delays = [Duration](repeating: .zero, count: 3)
            return try await StaggeredRace.run([0, 1, 2], delays: delays, on: thread, attempt: attempt) { _ in }.value
        }
        await eventually("all are tried") { running.withLock { $0 } == 3 }
        task.cancel()
        let result = await task.result
        XCTAssertThrowsError(try result.get())
        XCTAssertEqual(running.withLock { $0 }, 0)
    }

    /// Listens at as many places as there are answers; a place without one takes clients and says nothing.
    private func listen(
        _ network: TestNetwork, answers: [Bool], secret: ProxySecret
    ) throws -> (services: [TestNetwork.Service], clients: Shared<Int>) {
        let clients = Shared(0)
        let services = try answers.map { answers in
            try network.listen {
                TransportAcceptor(secrets: [secret], acceptsDirect: false)
            } accept: { connection in
                clients.withLock { $0 += 1 }
                if !answers { connection.pauseReading() }
                return Recorder()
            }
        }
        return (services, clients)
    }

    private static func race(
        _ network: TestNetwork, _ services: [TestNetwork.Service], secret: ProxySecret
    ) async throws(StaggeredRace.Failure) -> (way: Int, value: Connection) {
        try await StaggeredRace.run(
            services.map(\.endpoint), delays: services.map { _ in .zero }, on: network.thread
        ) { endpoint in
            try await Connector.connect(
                to: endpoint, transport: .proxy(secret, dataCenter: nil), timeout: .seconds(60),
                through: network.dialer, handler: Recorder())
        } discard: { connection in
            connection.close()
        }
    }

    /// Why a race had no winner, `nil` if it had one.
    private static func code(
        _ network: TestNetwork, _ services: [TestNetwork.Service], secret: ProxySecret
    ) async -> ConnectionError.Code? {
        do {
            try await race(network, services, secret: secret).value.close()
            return nil
        } catch {
            return error.connectionError.code
        }
    }

    private static func secret() throws -> ProxySecret {
        try ProxySecret("ee00112233445566778899aabbccddeeff7777772e6578616d706c652e636f6d")
    }

    func testTheFirstToAnswerWinsAndTheOthersAreClosed() async throws {
        for network in try TestNetwork.sockets() {
            let secret = try Self.secret()
            let (services, clients) = try listen(network, answers: [false, false, true, false], secret: secret)
            let before = descriptorCount
            let (way, connection) = try await Self.race(network, services, secret: secret)
            XCTAssertEqual(way, 2, network.name)
            XCTAssertLessThanOrEqual(clients.withLock { $0 }, 4)
            // The servers that read nothing do not hear that their clients have gone, and keep their ends.
            await eventually("\(network.name): one is left") {
                descriptorCount <= before + 1 + (services.reduce(0) { $0 + ($1.listener?.connectionCount ?? 0) })
            }
            connection.close()
            await eventually("\(network.name): none is left") { services[2].listener?.connectionCount == 0 }
            withExtendedLifetime(services) {}
        }
    }

    func testCancellingARaceClosesAllOfIt() async throws {
        for network in try TestNetwork.sockets() {
            let secret = try Self.secret()
            let (services, clients) = try listen(network, answers: [false, false, false, false], secret: secret)
            let before = descriptorCount
            let task = Task<ConnectionError.Code?, Never> { [services] in
                await StaggeredRaceTests.code(network, services, secret: secret)
            }
            await eventually("\(network.name): all have clients") { clients.withLock { $0 } == 4 }
            task.cancel()
            let code = await task.value
            XCTAssertEqual(code, .cancelled, network.name)
            await eventually("\(network.name): no client is left") {
                descriptorCount <= before + services.reduce(0) { $0 + ($1.listener?.connectionCount ?? 0) }
            }
            withExtendedLifetime(services) {}
        }
    }

    func testTheLosersSocketsAreClosed() async throws {
        for network in try TestNetwork.sockets() {
            let service = try network.listen { _ in Recorder() }
            let before = descriptorCount
            for _ in 0..<5 {
                let dialer = network.dialer
                let endpoint = service.endpoint
                let (_, stream) = try await StaggeredRace.run(
                    [0, 1, 2, 3], delays: [.zero, .zero, .zero, .zero], on: network.thread
                ) { _ in
                    try await dialer.open(endpoint, deadline: nil)
                } discard: { _ in
                }
                stream.shutdown()
            }
            await eventually("no socket is left") { descriptorCount <= before }
        }
    }
}

/// A way that never comes to an end by itself.
@Sendable private func hang() async throws -> Int {
    try await Task.sleep(for: .seconds(3600))
    return -1
}
