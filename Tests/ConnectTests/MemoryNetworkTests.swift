// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramMTProto
import XCTest

final class MemoryNetworkTests: XCTestCase {
    private static let endpoint = Endpoint(host: "dc2", port: 443)

    func testFramesGoThereAndBack() async throws {
        let network = MemoryNetwork()
        network.listen(on: Self.endpoint) { _ in Recorder.echo() }
        let client = Recorder()
        let connection = try await Connector.connect(
            to: Self.endpoint, transport: .plain(.abridged), through: network, handler: client)
        client.send([1, 2, 3, 4], on: connection)
        client.send([5, 6, 7, 8], on: connection)
        await client.waitForPayloads(2)
        XCTAssertEqual(client.payloads, [[1, 2, 3, 4], [5, 6, 7, 8]])
        connection.close()
        await client.waitForEnd()
        XCTAssertEqual(client.events.first, .opened)
        XCTAssertEqual(client.events.last, .closed(.closed))
    }

    func testNobodyListens() async {
        do {
            _ = try await Connector.connect(
                to: Self.endpoint, transport: .plain(.abridged), through: MemoryNetwork(), handler: Recorder())
            XCTFail("a connection to nobody")
        } catch {
            XCTAssertEqual(error, ConnectionError(.refused, endpoint: Self.endpoint))
        }
    }
}
