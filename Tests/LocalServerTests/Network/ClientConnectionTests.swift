// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramMTProto
import XCTest

@testable import FerogramLocalServer

final class ClientConnectionTests: XCTestCase {
    func testAClientThatTakesTooLittleIsGivenUpByItsCaller() throws {
        // Nobody starts the connection, so nothing is ever taken from the queue.
        let (stream, _) = MemoryStream.pair(capacity: 1 << 10, on: .shared)
        let connection = Connection(stream, role: .server(TransportAcceptor()))
        let core = ServerCore(
            engine: Engine(world: World(seed: 1, dataCenters: 1), ports: [1]),
            exchange: KeyExchangeServer.Configuration(keys: [TestKey.rsa]), time: .system)
        let client = ClientConnection(id: ConnectionID(number: 1), connection: connection, core: core)
        for _ in 0..<1024 { XCTAssertFalse(client.enqueue(.plain([1, 2, 3, 4]))) }
        for _ in 0..<3 { XCTAssertTrue(client.enqueue(.plain([1, 2, 3, 4]))) }
        XCTAssertNil(connection.error, "whoever queues may hold a lock, and closing is for when it does not")
        client.send(.plain([1, 2, 3, 4]))
        XCTAssertEqual(connection.error?.code, .closed)
    }
}
