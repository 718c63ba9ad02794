// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramLocalServer

/// The server's engine and clients of its own kind, without sockets, threads or clocks.
final class EngineHarness {
    static let epoch: Int64 = 1_800_000_000

    var engine: Engine
    var generator = SeededGenerator(seed: 3)
    /// Nanoseconds since the start.
    private(set) var time: Int64 = 0
    private var cipher = PacketCipher()
    private var clients: [ConnectionID: EngineClient] = [:]
    private var lastConnection: UInt32 = 0
    /// Calls that handlers of tests are to answer.
    private(set) var handed: [(call: PendingCall, function: any TLFunction)] = []

    /// The sessions whose updates waited for others, and whether they wait until the test ends that.
    private(set) var gathering: [CallOrigin] = []
    var keepsGathering = false

    init(
        dataCenters: Int = 2, policy: ServerPolicy = .strict, bounds: SessionBounds = .init(),
        limits: WorldLimits = .init()
    ) {
        let world = World(seed: 1, dataCenters: dataCenters, limits: limits)
        engine = Engine(world: world, ports: Array(1...dataCenters), policy: policy, bounds: bounds)
        advance(by: 0)
    }

    var now: MonotonicTime { MonotonicTime(nanoseconds: time) }
    var sinceEpoch: Duration { .seconds(Self.epoch) + .nanoseconds(time) }

    func advance(by seconds: Int64) {
        time += seconds * 1_000_000_000
        engine.setTime(sinceEpoch)
    }

    /// Lets the clock of the server act.
    func tick() throws {
        engine.tick()
        try pump()
    }

    // MARK: Connections

    func connect(_ client: EngineClient, to dataCenter: Int) -> ConnectionID {
        lastConnection += 1
        let id = ConnectionID(number: lastConnection)
        engine.opened(id, dataCenter: dataCenter)
        clients[id] = client
        return id
    }

    func disconnect(_ id: ConnectionID) {
        clients[id] = nil
        engine.closed(id)
    }

    /// Makes a key as a client does.
    func exchangeKey(_ request: KeyExchangeRequest, on connection: ConnectionID) throws -> KeyExchangeOutcome {
        var client = KeyExchangeClient(request)
        var server = KeyExchangeServer(.init(keys: [TestKey.rsa]))
        var question = client.start(now: sinceEpoch, using: &generator)
        while true {
            let answer: [UInt8]
            switch server.received(question, now: sinceEpoch, using: &generator) {
            case .send(let payload): answer = payload
            case .finish(let payload, let outcome):
                engine.exchanged(outcome, on: connection)
                answer = payload
            case let other: throw Unexpected("\(other)")
            }
            switch try client.received(.payload(answer), now: sinceEpoch, using: &generator) {
            case .send(let payload): question = payload
            case .finish(let outcome): return outcome
            case let other: throw Unexpected("\(other)")
            }
        }
    }

    // MARK: Packets

    func deliver(_ packet: [UInt8], on connection: ConnectionID) throws {
        let keyID = packet.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let id = Int64(bitPattern: keyID)
        guard let key = engine.authKey(id, on: connection) else { throw Unexpected("the key is refused") }
        let contents = try PacketContents(try cipher.open(packet, authKey: key, direction: .fromClient))
        try engine.received(contents, authKeyID: id, on: connection)
        try pump()
    }

    /// Gives everybody what the server wants to send.
    func pump() throws {
        while true {
            let outputs = engine.takeOutputs()
            guard !outputs.isEmpty else { return }
            for output in outputs {
                switch output {
                case .packet(let id, let packet, let key):
                    let bytes = cipher.seal(packet, authKey: key, direction: .fromServer, using: &generator).bytes
                    try clients[id]?.received(bytes, on: id)
                case .handler(let call, let function):
                    handed.append((call, function))
                case .gather(let origin):
                    gathering.append(origin)
                    if !keepsGathering { engine.flushGathered(origin) }
                case .later, .close:
                    throw Unexpected("a fault that nobody ordered")
                }
            }
        }
    }
}

struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
