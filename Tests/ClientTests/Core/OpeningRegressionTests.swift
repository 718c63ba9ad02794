// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect
import FerogramLocalServer
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Mistakes that are made when a connection begins.
final class OpeningRegressionTests: XCTestCase {
    func testEachConnectionAnnouncesItsTransportThoseToOtherDataCentresAndLaterOnesToo() async throws {
        let openings: [(ClientTransport, [UInt8])] = [
            (.abridged, [0xEF]), (.intermediate, [0xEE, 0xEE, 0xEE, 0xEE]),
            (.paddedIntermediate, [0xDD, 0xDD, 0xDD, 0xDD]),
        ]
        for (transport, opening) in openings {
            try await within {
                let local = try await LocalClients()
                let recorder = OpeningRecorder(local.network)
                let (client, _) = try await local.makeBot { builder in
                    builder.dialer(recorder).transport(transport).restartPolicy(.fixed(.milliseconds(1)))
                }
                _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]), onDC: 2)
                local.server.dropConnections()
                _ = try await client.invoke(TL.users.GetUsers(id: [.userSelf]), onDC: 2)
                _ = try await client.invoke(TL.help.GetConfig())
                let seen = recorder.openings
                XCTAssertGreaterThanOrEqual(seen.count, 4)
                XCTAssertEqual(Set(seen.map(\.endpoint.port)), [1, 2])
                for (endpoint, bytes) in seen {
                    XCTAssertEqual(Array(bytes.prefix(opening.count)), opening, "\(transport) to \(endpoint)")
                }
                await client.disconnect()
            }
        }
    }

    func testNoTransportIsSilentlyAnother() async throws {
        try await within {
            let local = try await LocalClients()
            var firstBytes: [ClientTransport: [UInt8]] = [:]
            for transport in ClientTransport.allCases {
                let recorder = OpeningRecorder(local.network)
                try await local.builder.dialer(recorder).transport(transport).withClient { _ in }
                firstBytes[transport] = recorder.openings.first?.bytes
            }
            XCTAssertEqual(firstBytes[.abridged]?.first, 0xEF)
            XCTAssertEqual(firstBytes[.intermediate]?.prefix(4), [0xEE, 0xEE, 0xEE, 0xEE])
            XCTAssertEqual(firstBytes[.paddedIntermediate]?.prefix(4), [0xDD, 0xDD, 0xDD, 0xDD])
            // The whole frame's length, then its number.
            let full = try XCTUnwrap(firstBytes[.full])
            XCTAssertEqual(Array(full[2..<8]), [0, 0, 0, 0, 0, 0])
            XCTAssertEqual(full[0] % 4, 0)
            // Nothing that looks like any of them.
            let noise = try XCTUnwrap(firstBytes[.obfuscated])
            XCTAssertEqual(noise.count, 64)
            XCTAssertNotEqual(noise[0], 0xEF)
            XCTAssertFalse([[0xEE, 0xEE, 0xEE, 0xEE], [0xDD, 0xDD, 0xDD, 0xDD]].contains(Array(noise[0..<4])))
            XCTAssertNotEqual(Array(noise[4..<8]), [0, 0, 0, 0])
        }
    }

    func testARefusalDuringTheKeyExchangeIsToldAsItsCode() async throws {
        for code: Int32 in [-404, -429, -444, -403, -500] {
            try await within {
                let local = try await LocalClients()
                local.server.stop()
                local.network.listen(on: Endpoint(host: "127.0.0.1", port: 1)) { _ in RefusingServer(code: code) }
                let notes = Notes()
                do throws(BuilderError) {
                    _ = try await local.builder.requestTimeout(.milliseconds(100)).log { notes.append($0) }
                        .restartPolicy(.fixed(.milliseconds(1))).connect()
                    XCTFail("the server refuses \(code)")
                } catch {
                    guard case .connect(.connectionLost(let reason)) = error else { return XCTFail("\(error)") }
                    let isKnown = reason.contains("\(code)") || code == -444 && reason.contains("does not know")
                    XCTAssertTrue(isKnown, "\(code): \(reason)")
                }
                XCTAssertTrue(notes.all.contains { $0.text.contains("\(code)") }, "\(code): \(notes.all)")
            }
        }
    }

    func testAServerThatIsSilentInTheKeyExchangeIsToldAsSuch() async throws {
        try await withVirtualTime { local, clock in
            // It swallows whatever comes over this transport.
            let dialer = FilteringDialer(local.network)
            do throws(BuilderError) {
                _ = try await local.builder(clock).dialer(dialer).transport(.abridged).connect()
                XCTFail("nobody answers")
            } catch {
                guard case .connect(.connectionLost(let reason)) = error else { return XCTFail("\(error)") }
                XCTAssertTrue(reason.contains("the server does not answer the key exchange"), reason)
            }
            XCTAssertGreaterThan(dialer.swallowed, 1)
        }
    }

    func testRefusalsOfAConnectionThatWorkedAreLoggedWithTheirCode() async throws {
        try await withFastClients { local, clock in
            let notes = Notes()
            let (client, _) = try await local.makeBot(clock) { $0.log { notes.append($0) } }
            for code: Int32 in [-429, -403, -500] {
                local.server.inject(
                    LocalFault(.transportError(code), methods: ["users.getUsers"], occurrence: .times(1)))
                let users = try await client.invoke(TL.users.GetUsers(id: [.userSelf]))
                XCTAssertEqual(users.count, 1)
                XCTAssertTrue(notes.all.contains { $0.text.contains("\(code)") }, "\(code): \(notes.all)")
            }
            await client.disconnect()
        }
    }
}
