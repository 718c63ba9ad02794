// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramMTProto
import XCTest

@testable import FerogramConnect

final class AddressRaceTests: XCTestCase {
    private let delays: [Duration] = [.zero, .milliseconds(250), .milliseconds(100)]

    func testWaysAreTriedOneAfterTheOther() {
        var race = AddressRace(delays: delays)
        XCTAssertEqual(race.start(), [.attempt(0), .arm(.milliseconds(250), timer: 1)])
        XCTAssertEqual(race.delayElapsed(1), [.attempt(1), .arm(.milliseconds(100), timer: 2)])
        XCTAssertEqual(race.delayElapsed(1), [], "a timer that no longer counts")
        XCTAssertEqual(race.delayElapsed(2), [.attempt(2)])
        XCTAssertEqual(race.succeeded(1), [.win(1)])
        XCTAssertEqual(race.succeeded(0), [], "too late")
        XCTAssertEqual(race.failed(2), [])
    }

    func testAFailureStartsTheNextAtOnce() {
        var race = AddressRace(delays: delays)
        _ = race.start()
        XCTAssertEqual(race.failed(0), [.attempt(1), .arm(.milliseconds(100), timer: 2)])
        XCTAssertEqual(race.failed(0), [], "it fails once")
        XCTAssertEqual(race.delayElapsed(1), [])
        XCTAssertEqual(race.failed(1), [.attempt(2)])
        XCTAssertEqual(race.failed(2), [.giveUp])
    }

    func testTheLastFailureWaitsForTheOthers() {
        var race = AddressRace(delays: [.zero, .zero])
        _ = race.start()
        XCTAssertEqual(race.delayElapsed(1), [.attempt(1)])
        XCTAssertEqual(race.failed(1), [])
        XCTAssertEqual(race.failed(0), [.giveUp])
    }

    func testWithoutAnyWay() {
        var race = AddressRace(delays: [])
        XCTAssertEqual(race.start(), [.giveUp])
    }

    func testFamiliesAreTakenInTurn() throws {
        func address(_ host: String) throws -> SocketAddress {
            try SocketAddress.lookUp(Endpoint(host: host, port: 1), isLiteral: true)[0]
        }
        let mixed = try ["::1", "::2", "::3", "127.0.0.1", "127.0.0.2"].map(address)
        let six = try address("::1").family
        XCTAssertEqual(SocketDialer.interleaved(mixed).map { $0.family == six }, [true, false, true, false, true])
        let four = try ["127.0.0.1", "127.0.0.2"].map(address)
        XCTAssertEqual(SocketDialer.interleaved(four).count, 2)
        XCTAssertEqual(SocketDialer.interleaved([]).count, 0)
    }
}
