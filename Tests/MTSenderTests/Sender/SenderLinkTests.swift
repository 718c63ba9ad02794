// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramTestSupport
import XCTest

@testable import FerogramConnect
@testable import FerogramMTSender

final class SenderLinkTests: XCTestCase {
    func testASignalIsTakenBeforeTheEndOfTheConnection() async throws {
        try await within {
            let (_, link, connection) = try await Self.makeLink()
            XCTAssertNil(try link.takeSignal(parks: false))
            connection.close()
            let signal = try? await link.nextSignal()
            XCTAssertNil(signal)
            // A server may refuse a binding and hang up, and the refusal counts.
            link.signal(.bindingRefused("ENCRYPTED_MESSAGE_INVALID"))
            XCTAssertEqual(try link.takeSignal(parks: true), .bindingRefused("ENCRYPTED_MESSAGE_INVALID"))
            XCTAssertThrowsError(try link.takeSignal(parks: true))
        }
    }

    func testTheMemoryIsGivenBackAlsoWhenNothingGoesOut() async throws {
        try await within {
            let (sender, link, connection) = try await Self.makeLink()
            var frames = OutgoingFrames(generator: SystemRandomNumberGenerator())
            sender.withState { $0.connected(link.id, now: MonotonicTime(nanoseconds: 0)) }
            XCTAssertEqual(link.connection(connection, fill: &frames, limit: 1 << 16), .all)
            XCTAssertFalse(frames.isLast)
            sender.withState { $0.prepareToRest(sends: true) }
            XCTAssertEqual(link.connection(connection, fill: &frames, limit: 1 << 16), .all)
            XCTAssertEqual(frames.byteCount, 0)
            XCTAssertTrue(frames.isLast)
            frames.removeAll(keeping: .max)
            XCTAssertFalse(frames.isLast)
            connection.close()
        }
    }

    /// A sender without keys, and a link of it whose other side is a link as well.
    private static func makeLink() async throws -> (Sender, SenderLink, Connection) {
        let endpoint = Endpoint(host: "dc2", port: 443)
        let network = MemoryNetwork()
        let sender = Sender(
            SenderConfiguration(
                dataCenter: ProxyDataCenter(id: 2, isTest: false), endpoint: endpoint,
                transport: .plain(.abridged), dialer: network)
        ) { _ in }
        network.listen(on: endpoint) { _ in SenderLink(sender, ConnectionID(number: 1)) }
        let link = SenderLink(sender, ConnectionID(number: 2))
        let connection = try await Connector.connect(
            to: endpoint, transport: .plain(.abridged), through: network, handler: link)
        return (sender, link, connection)
    }
}
