// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramConnect
import FerogramMTProto
import FerogramTestSupport
import XCTest

@testable import FerogramMTSender

final class SenderLinkTests: XCTestCase {
    func testASignalIsTakenBeforeTheEndOfTheConnection() async throws {
        try await within {
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
}
