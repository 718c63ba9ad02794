// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLParser
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramLocalServer

/// Calls with any arguments, whole and damaged: each is answered at once, and none brings the server down.
final class HostileCallTests: XCTestCase {
    private struct Role {
        let name: String
        let client: EngineClient
    }

    private func roles() throws -> [Role] {
        let party = try Party()
        _ = try party.annSays("/start", to: party.botID, randomID: 1)
        let stranger = try EngineClient(party.harness)
        // A session sends nothing that may do harm before it has heard of the server.
        _ = try stranger.invoke(TL.help.GetNearestDc())
        return [
            Role(name: "stranger", client: stranger), Role(name: "person", client: party.ann),
            Role(name: "bot", client: party.bot),
        ]
    }

    private func functions() throws -> [Definition] {
        try Schema(parsing: SchemaFiles.text("api.tl")).definitions.filter { $0.category == .functions }
    }

    func testEveryMethodIsAnsweredAtOnce() throws {
        let sampler = ObjectSampler(try SchemaFiles.definitions())
        var generator = SeededGenerator(seed: 41)
        let inner = try TL.help.GetNearestDc().encoded()
        let functions = try functions()
        XCTAssertEqual(functions.count, 850)
        for role in try roles() {
            for definition in functions {
                var bytes = sampler.sample(definition, using: &generator).bytes
                if !definition.genericParameters.isEmpty { bytes += inner }
                let call = try role.client.send(TLRawFunction(bytes: bytes), .harmful)
                XCTAssertNotNil(role.client.answers[call], "\(role.name): \(definition.fullName)")
            }
        }
    }

    func testDamagedCallsAreAnsweredAtOnce() throws {
        let definitions = try SchemaFiles.definitions()
        let sampler = ObjectSampler(definitions)
        let mutator = ObjectMutator(ids: definitions.map(\.id))
        var generator = SeededGenerator(seed: 42)
        let methods = MethodTable.standard
        let implemented = try functions().filter { methods[$0.id] != nil }
        XCTAssertGreaterThan(implemented.count, 50)
        for role in try roles() {
            for definition in implemented {
                for _ in 0..<20 {
                    let object = sampler.sample(definition, using: &generator)
                    var bytes = mutator.mutate(object, using: &generator).bytes
                    bytes.removeLast(bytes.count % 4)
                    guard !bytes.isEmpty else { continue }
                    // What became a service message is no call any more.
                    let id = bytes.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                    guard methods[id] != nil else { continue }
                    let call = try role.client.send(TLRawFunction(bytes: bytes), .harmful)
                    XCTAssertNotNil(role.client.answers[call], "\(role.name): \(definition.fullName) \(bytes)")
                }
            }
        }
    }
}
