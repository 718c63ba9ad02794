// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import FerogramWebSupport
import Foundation
import XCTest

@testable import FerogramConnect
@testable import FerogramMTProto

/// The recorded hellos and answers of `faketls.json` on connections of each kind: in memory, and over sockets with either way to
/// wait.
final class FakeTLSVectorConnectionTests: ConnectTestCase {
    private struct Row: Decodable {
        let secret16: String
        let domain: String
        let unixTime: Int
        let helloWithZeroRandom: String
        let clientHello: String
        let serverResponse: String
        let serverResponseTampered: String

        func bytes(_ field: KeyPath<Row, String>) throws -> [UInt8] {
            try XCTUnwrap([UInt8](hex: self[keyPath: field]))
        }

        func secret() throws -> ProxySecret {
            try ProxySecret(bytes: [0xEE] + bytes(\.secret16) + Array(domain.utf8))
        }

        /// A client that says the recorded hello.
        func codec() throws -> TransportCodec {
            let secret = try secret()
            let handshake = FakeTLSClientHandshake(
                secret: secret, record: try bytes(\.helloWithZeroRandom), unixTime: unixTime)
            // One without a size has no address, at which ThreadSanitizer looks all the same.
            var generator = SeededGenerator(seed: 1)
            return TransportCodec.obfuscated(
                .proxy(secret, dataCenter: ProxyDataCenter(id: 2)), secret: secret, handshake: handshake,
                using: &generator)
        }
    }

    private struct Vectors: Decodable {
        let vectors: [Row]
    }

    private static func rows() throws -> [Row] {
        let url = try XCTUnwrap(
            Bundle.module.url(forResource: "faketls", withExtension: "json", subdirectory: "Vectors"))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let rows = try decoder.decode(Vectors.self, from: Data(contentsOf: url)).vectors
        XCTAssertEqual(rows.count, 6)
        return rows
    }

    /// The way between a client and a proxy.
    private enum Way: CaseIterable {
        case memory, sockets, socketsWithPoll

        func thread(_ clock: ManualClock? = nil) throws -> IOThread {
            let backend: IOThread.Backend = self == .socketsWithPoll ? .poll : .native
            guard let clock else { return try IOThread(backend: backend) }
            return try IOThread(backend: backend, clock: { clock.now })
        }

        /// The client's end, and the proxy's.
        func open(on thread: IOThread) async throws -> (client: any ByteStream, proxy: StreamExchange) {
            guard self != .memory else {
                let (client, proxy) = MemoryStream.pair(capacity: 1024, on: thread)
                return (client, try StreamExchange(proxy, deadline: nil))
            }
            let home = try SocketAddress.lookUp(Endpoint(host: "127.0.0.1", port: 0), isLiteral: true)[0]
            let listener = try SystemCalls.listen(on: home, backlog: 1, options: SocketOptions())
            defer { SystemCalls.close(listener) }
            let port = try SystemCalls.localAddress(listener).port
            let client = try await SocketDialer(on: thread).open(
                Endpoint(host: "127.0.0.1", port: port), deadline: nil)
            while true {
                switch SystemCalls.accept(listener, options: SocketOptions()) {
                case .success(let descriptor):
                    let stream = SocketStream(descriptor: descriptor, thread: thread)
                    return (client, try StreamExchange(stream, deadline: nil))
                case .failure(let error):
                    guard error.code == EAGAIN else { throw error }
                }
            }
        }
    }

    /// A client that has said the recorded hello, and the proxy that has read it.
    private static func begin(
        _ row: Row, _ way: Way, on thread: IOThread, timeout: Duration? = .seconds(30)
    ) async throws -> (Connection, Recorder, StreamExchange) {
        let (stream, proxy) = try await way.open(on: thread)
        let connection = Connection(stream, role: .client(try row.codec()))
        let handler = Recorder()
        connection.start(handler: handler, timeout: timeout)
        let hello = try row.bytes(\.clientHello)
        let said = try await proxy.read(exactly: hello.count)
        XCTAssertEqual(said, hello, "\(way)")
        return (connection, handler, proxy)
    }

    /// Reads what a client says after the handshake, and checks its records.
    private static func readRecords(_ proxy: StreamExchange, count: Int) async throws -> [UInt8] {
        let change = try await proxy.read(exactly: TLSRecord.changeCipherSpec.count)
        XCTAssertEqual(change, TLSRecord.changeCipherSpec)
        var content: [UInt8] = []
        while content.count < count {
            let header = try await proxy.read(exactly: TLSRecord.headerLength)
            XCTAssertEqual(Array(header.prefix(3)), [0x17, 0x03, 0x03])
            let length = Int(header[3]) << 8 | Int(header[4])
            XCTAssertLessThanOrEqual(length, TransportLimits.defaultRecordPayload)
            content += try await proxy.read(exactly: length)
        }
        return content
    }

    func testRecordedAnswersOpenTheConnection() async throws {
        for way in Way.allCases {
            let thread = try way.thread()
            for row in try Self.rows() {
                let answer = try row.bytes(\.serverResponse)
                for isCut in [false, true] {
                    let (connection, handler, proxy) = try await Self.begin(row, way, on: thread)
                    if isCut {
                        for byte in answer { try await proxy.write([byte]) }
                    } else {
                        try await proxy.write(answer)
                    }
                    try await connection.waitUntilOpen()
                    // A header of 64 bytes, then the frame; both are obfuscated, and cut into records.
                    handler.send(payload(7, count: 6000), on: connection)
                    let content = try await Self.readRecords(proxy, count: 64 + 4 + 6000)
                    XCTAssertLessThan(content.count, 64 + 4 + 6000 + 16)
                    connection.close()
                    await handler.waitForEnd()
                    proxy.close()
                }
            }
        }
    }

    func testAnAnswerInTwoPiecesCutAnywhere() async throws {
        let row = try XCTUnwrap(try Self.rows().last)
        let answer = try row.bytes(\.serverResponse)
        let thread = try Way.memory.thread()
        for cut in answer.indices {
            let (connection, handler, proxy) = try await Self.begin(row, .memory, on: thread)
            try await proxy.write(Array(answer[..<cut]))
            await Task.yield()
            try await proxy.write(Array(answer[cut...]))
            try await connection.waitUntilOpen()
            connection.close()
            await handler.waitForEnd()
            proxy.close()
        }
    }

    func testRecordedTamperedAnswersAreRefused() async throws {
        for way in Way.allCases {
            let thread = try way.thread()
            for row in try Self.rows() {
                let answer = try row.bytes(\.serverResponseTampered)
                for isCut in [false, true] {
                    let (connection, handler, proxy) = try await Self.begin(row, way, on: thread)
                    if isCut {
                        for byte in answer { try await proxy.write([byte]) }
                    } else {
                        try await proxy.write(answer)
                    }
                    do throws(ConnectionError) {
                        try await connection.waitUntilOpen()
                        XCTFail("\(way): opened")
                    } catch {
                        XCTAssertEqual(error.code, .transport)
                        XCTAssertEqual(error.transport?.code, .serverDigestMismatch)
                    }
                    await handler.waitForEnd()
                    XCTAssertEqual(handler.events, [.closed(.transport)])
                    // Not a byte of the key or of a frame went to whoever that was.
                    let rest = try? await proxy.read(atMost: 1)
                    XCTAssertTrue(rest == nil || rest == [], "\(way)")
                    proxy.close()
                }
            }
        }
    }

    func testRecordsThatAreTooLongAreRefusedByTheirHeader() async throws {
        let row = try XCTUnwrap(try Self.rows().first)
        for way in Way.allCases {
            let thread = try way.thread()
            for header in [
                [0x16, 0x03, 0x03, 0xFF, 0xFF], [0x16, 0x03, 0x03, 0x41, 0x01], [0x15, 0x03, 0x03, 0x00, 0x02],
                Array("HTTP/".utf8),
            ] as [[UInt8]] {
                let (connection, handler, proxy) = try await Self.begin(row, way, on: thread)
                try await proxy.write(header)
                do throws(ConnectionError) {
                    try await connection.waitUntilOpen()
                    XCTFail("\(way): opened")
                } catch {
                    XCTAssertEqual(error.code, .transport, "\(header)")
                }
                await handler.waitForEnd()
                proxy.close()
            }
        }
    }

    func testAnAnswerMayTakeItsTimeAndNoLonger() async throws {
        let row = try XCTUnwrap(try Self.rows().first)
        let answer = try row.bytes(\.serverResponse)
        for way in Way.allCases {
            for isInTime in [true, false] {
                let clock = ManualClock()
                let thread = try way.thread(clock)
                let (connection, handler, proxy) = try await Self.begin(row, way, on: thread, timeout: .seconds(10))
                // A piece a second, of which the last one comes after nine seconds, or never.
                let length = answer.count / 10 + 1
                for piece in 0..<10 {
                    let start = piece * length
                    let end = min(start + length, answer.count) - (piece == 9 && !isInTime ? 1 : 0)
                    try await proxy.write(Array(answer[start..<end]))
                    if piece < 9 { clock.advance(by: .seconds(1), thread) }
                }
                if !isInTime { clock.advance(by: .seconds(1), thread) }
                do throws(ConnectionError) {
                    try await connection.waitUntilOpen()
                    XCTAssertTrue(isInTime, "\(way): opened too late")
                    clock.advance(by: .seconds(60), thread)
                    handler.send(payload(1), on: connection)
                    _ = try? await Self.readRecords(proxy, count: 64 + 12)
                    XCTAssertNil(connection.error, "\(way): the limit was that of the handshake")
                } catch {
                    XCTAssertFalse(isInTime, "\(way): \(error)")
                    XCTAssertEqual(error.code, .timedOut)
                }
                connection.close()
                await handler.waitForEnd()
                proxy.close()
            }
        }
    }

    func testRecordedHellosAreTooOldForAProxyOfToday() async throws {
        for network in try TestNetwork.all() {
            for row in try Self.rows() {
                let server = Recorder()
                let secret = try row.secret()
                let service = try network.listen {
                    TransportAcceptor(secrets: [secret], acceptsDirect: false)
                } accept: { _ in
                    server
                }
                let stream = try await network.dialer.open(service.endpoint, deadline: nil)
                let client = try StreamExchange(stream, deadline: nil)
                for byte in try row.bytes(\.clientHello) { try? await client.write([byte]) }
                await server.waitForEnd()
                XCTAssertEqual(server.error?.transport?.code, .clientClockSkew, network.name)
                client.close()
                withExtendedLifetime(service) {}
            }
        }
    }
}
