// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// Seeded mutations of every message of an exchange: nothing traps or hangs, and every refusal is final.
final class KeyExchangeFuzzTests: XCTestCase {
    private func corpus(_ scene: KeyExchangeFuzz.Scene) -> [[UInt8]] {
        let inputs = scene.payloads + [scene.innerAnswer, scene.innerProposal, scene.binding.encryptedMessage]
        return zip(KeyExchangeFuzz.Target.allCases, inputs).map { [$0.rawValue] + $1 }
    }

    func testTheCorpusIsAccepted() throws {
        let scene = try KeyExchangeFuzz.scene(key: Rehearsal.key)
        let corpus = corpus(scene)
        XCTAssertEqual(corpus.count, KeyExchangeFuzz.Target.allCases.count)
        for input in corpus { XCTAssertNil(try KeyExchangeFuzz.run(input, in: scene)) }
    }

    /// Changes something that is checked before any heavy arithmetic: the header, the constructor or the nonce.
    private func breakEarly(_ input: inout [UInt8], using generator: inout SeededGenerator) {
        guard let target = KeyExchangeFuzz.Target(rawValue: input[0]) else { return }
        let places: [Int] =
            switch target {
            case .innerAnswer, .innerProposal: Array(0..<36)
            case .binding: Array(0..<104)
            // Any nonce will do in the first message, which makes the server look for primes.
            case .serverAwaitingReqPQ: Array(0..<8) + Array(16..<24)
            default: Array(0..<8) + Array(16..<40)
            }
        let place = 1 + places[Int.random(in: 0..<places.count, using: &generator)]
        input[place] ^= UInt8.random(in: 1...255, using: &generator)
    }

    private func mutate(_ input: inout [UInt8], using generator: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 0..<4, using: &generator) {
            guard input.count > 2 else { return }
            let place = Int.random(in: 1..<input.count, using: &generator)
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: input.removeLast(Int.random(in: 1..<input.count, using: &generator))
            case 1: input.remove(at: place)
            case 2: input.insert(UInt8.random(in: 0...255, using: &generator), at: place)
            case 3: input += input[place...]
            case 4: input[place] = 0xFF
            case 5: input[place] = 0
            default: input[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            }
        }
    }

    func testMutatedMessages() throws {
        let scene = try KeyExchangeFuzz.scene(key: Rehearsal.key)
        let corpus = corpus(scene)
        var generator = SeededGenerator(seed: 2026)
        var seen: Set<KeyExchangeError.Code> = []
        for round in 0..<300_000 {
            var input = corpus[round % corpus.count]
            // Most are refused early, so that the few that reach the heavy arithmetic do not make the run long.
            if round % 250 >= corpus.count { breakEarly(&input, using: &generator) }
            mutate(&input, using: &generator)
            do {
                if let code = try KeyExchangeFuzz.run(input, in: scene) { seen.insert(code) }
            } catch {
                return XCTFail("round \(round), input \(input.hex): \(error)")
            }
        }
        XCTAssertGreaterThan(seen.count, 20)
    }
}
