// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramMTProto
import FerogramWebSupport
import Foundation
import XCTest

/// Connections to an MTProto proxy that wants TLS, when its answer is not what it should be.
final class FakeTLSConnectionTests: ConnectTestCase {
    private static let proxy = Endpoint(host: "proxy", port: 443)
    private static let secretText = "ee00112233445566778899aabbccddeeff7777772e6578616d706c652e636f6d"

    /// A proxy whose answer is changed before it is sent.
    private static func server(
        on thread: IOThread = .shared, change: @escaping @Sendable ([UInt8]) -> [UInt8],
        send: @escaping @Sendable (StreamExchange, [UInt8]) async throws -> Void = { try await $0.write($1) }
    ) -> ScriptedServer {
        ScriptedServer(on: thread) { exchange, _ in
            var acceptor = TransportAcceptor(secrets: [try ProxySecret(secretText)], acceptsDirect: false)
            var answer: [UInt8] = []
            var frames: [TransportFrame] = []
            var generator = SystemRandomNumberGenerator()
            while answer.isEmpty {
                var bytes = try await exchange.read(exactly: 1)
                try bytes.withUnsafeMutableBytes { bytes in
                    _ = try acceptor.receive(
                        bytes, into: &frames, answer: &answer, unixTime: Int(Date().timeIntervalSince1970),
                        using: &generator)
                }
            }
            try await send(exchange, change(answer))
            _ = try await exchange.read(exactly: 1)
        }
    }

    private static func connect(
        _ server: ScriptedServer, timeout: Duration = .seconds(1), secret: String = secretText
    ) async throws -> Connection {
        try await Connector.connect(
            to: proxy, transport: .proxy(try ProxySecret(secret), dataCenter: ProxyDataCenter(id: 2)),
            timeout: timeout, through: server, handler: Recorder())
    }

    private static func failure(_ server: ScriptedServer) async -> ConnectionError? {
        do {
            try await connect(server).close()
            return nil
        } catch {
            return error as? ConnectionError
        }
    }

    func testTheRightAnswerInPiecesOfOneByte() async throws {
        let whole = Self.server { $0 }
        try await Self.connect(whole).close()
        let cut = Self.server {
            $0
        } send: { exchange, answer in
            for byte in answer {
                try await exchange.write([byte])
                await Task.yield()
            }
        }
        try await Self.connect(cut).close()
    }

    func testAnAlteredAnswerIsRefused() async throws {
        // All of the head, and some bytes of what follows it.
        for index in Array(0..<48) + [100, 120, 133, 140, 500, 1000] {
            let server = Self.server { answer in
                var answer = answer
                if index < answer.count { answer[index] ^= 1 }
                return answer
            } send: { exchange, answer in
                try await exchange.write(answer)
                // A length that was altered leaves us waiting for bytes until the proxy gives up.
                exchange.close()
            }
            let failure = await Self.failure(server)
            XCTAssertTrue(
                failure?.code == .transport || failure?.code == .truncated,
                "byte \(index): \(String(describing: failure))")
        }
    }

    func testAnAnswerUnderAnotherSecretIsRefused() async throws {
        let server = Self.server { answer in
            var answer = answer
            for index in 11..<43 { answer[index] = 0 }
            return answer
        }
        let failure = await Self.failure(server)
        XCTAssertEqual(failure?.transport?.code, .serverDigestMismatch)
        XCTAssertEqual(failure?.endpoint, Self.proxy)
    }

    func testAnAnswerThatStopsHalfwayIsNotWaitedForForever() async throws {
        let clock = ManualClock()
        let thread = try IOThread(clock: { clock.now })
        let isSent = Shared(false)
        let server = Self.server(on: thread) {
            Array($0.prefix(60))
        } send: { exchange, answer in
            try await exchange.write(answer)
            isSent.withLock { $0 = true }
        }
        async let connection = Self.connect(server, timeout: .seconds(10))
        await eventually("half of the answer is sent") { isSent.withLock { $0 } }
        clock.advance(by: .seconds(11), thread)
        do {
            _ = try await connection
            XCTFail("half an answer is none")
        } catch {
            XCTAssertEqual((error as? ConnectionError)?.code, .timedOut)
        }
    }
}
