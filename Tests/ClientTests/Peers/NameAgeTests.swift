// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramSession
import FerogramTestSupport
import XCTest

@testable import Ferogram
@testable import FerogramLocalServer

/// A user name belongs to its owner of now, not to the one it had once.
final class NameAgeTests: XCTestCase {
    /// Moves a name from one person to another, of which no update tells.
    private static func move(
        _ name: String, from one: LocalPerson, to two: LocalPerson, _ server: LocalServer
    ) throws {
        try server.core.perform { engine throws(RPCFailure) in
            try engine.world.setUsername(nil, of: one.id)
            try engine.world.setUsername(name, of: two.id)
        }
    }

    func testAMessageGoesToWhoeverHasTheNameNow() async throws {
        try await within {
            let clock = VirtualClock()
            let local = try await LocalClients()
            let (client, _) = try await local.makeBot { $0.time(clock.timekeeper).requestTimeout(nil) }
            let ann = try local.server.addPerson("Ann", username: "the_name")
            let bob = try local.server.addPerson("Bob")
            let first = try await client.core.resolve(.username("the_name"))
            XCTAssertEqual(client.core.peerID(of: first), .user(ann.id))
            try Self.move("the_name", from: ann, to: bob, local.server)
            let soon = try await client.core.resolve(.username("The_Name"))
            XCTAssertEqual(client.core.peerID(of: soon), .user(ann.id), "the server is not asked each time")
            clock.advance(by: .seconds(8 * 3600))
            let later = try await client.core.resolve(.username("the_name"))
            XCTAssertEqual(client.core.peerID(of: later), .user(bob.id))
            await client.disconnect()
        }
    }

    func testANameFromTheSessionIsAskedFor() async throws {
        try await within {
            let local = try await LocalClients()
            let storage = MemorySessionStorage()
            let (client, _) = try await local.makeBot { $0.session(storage) }
            let ann = try local.server.addPerson("Ann", username: "the_name")
            let bob = try local.server.addPerson("Bob")
            _ = try await client.core.resolve(.username("the_name"))
            await client.disconnect()
            try Self.move("the_name", from: ann, to: bob, local.server)
            let next = try await local.builder.session(storage).connect()
            let peer = try await next.core.resolve(.username("the_name"))
            XCTAssertEqual(next.core.peerID(of: peer), .user(bob.id))
            await next.disconnect()
        }
    }

    func testANameThatNobodyHasIsForgotten() async throws {
        try await within {
            let local = try await LocalClients()
            let storage = MemorySessionStorage()
            let (client, _) = try await local.makeBot { $0.session(storage).peerNameLifetime(.zero) }
            let ann = try local.server.addPerson("Ann", username: "the_name")
            _ = try await client.core.resolve(.username("the_name"))
            try local.server.core.perform { engine throws(RPCFailure) in
                try engine.world.setUsername(nil, of: ann.id)
            }
            let result = await outcome { () throws(InvocationError) in
                _ = try await client.core.resolve(.username("the_name"))
                return true
            }
            XCTAssertEqual(result, "USERNAME_NOT_OCCUPIED")
            XCTAssertFalse(client.core.peers.hasName("the_name", .user(ann.id)))
            XCTAssertNotNil(client.core.peers.inputPeer(.user(ann.id)))
            await client.disconnect()
            let stored = await storage.data
            XCTAssertEqual(stored.peers[.user(ann.id)]?.usernames, [])
            XCTAssertNotNil(stored.peers[.user(ann.id)]?.accessHash)
        }
    }
}
