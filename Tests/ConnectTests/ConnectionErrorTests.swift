// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import Foundation
import XCTest

@testable import FerogramConnect

final class ConnectionErrorTests: XCTestCase {
    func testTheDescriptionSaysWhatHappenedWhereAndWhy() {
        let refusal = SystemCalls.failure("connect", ECONNREFUSED).at(Endpoint(host: "::1", port: 443))
        XCTAssertEqual(refusal.code, .refused)
        XCTAssertEqual(
            refusal.description,
            "connection to [::1]:443: refused, connect (\(ECONNREFUSED): \(String(cString: strerror(ECONNREFUSED))))")
        let fault = ConnectionError(.transport, transport: TransportError(.frameTooLong, found: 9, expected: 8))
        XCTAssertTrue(fault.description.hasSuffix("transport: frame longer than the limit, found 9, expected 8"))
    }

    func testTheEndpointThatWasKnownFirstStays() {
        let first = Endpoint(host: "a", port: 1)
        let error = ConnectionError(.unknownHost, endpoint: first)
        XCTAssertEqual(error.at(Endpoint(host: "b", port: 2)).endpoint, first)
        XCTAssertEqual(first.description, "a:1")
    }

    func testWhatTheSystemSaysIsSorted() {
        for (code, meaning) in [
            (EMFILE, ConnectionError.Code.exhausted), (ENOMEM, .exhausted), (ENETUNREACH, .unreachable),
            (ETIMEDOUT, .timedOut), (ECONNRESET, .broken), (EPIPE, .broken),
        ] {
            XCTAssertEqual(SystemCalls.failure("send", code).code, meaning, "\(code)")
        }
    }
}
