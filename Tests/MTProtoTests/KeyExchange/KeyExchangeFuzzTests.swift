// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTestSupport
import XCTest

/// Seeded mutations of every message of an exchange: nothing traps or hangs, and every refusal is final.
final class KeyExchangeFuzzTests: XCTestCase {
    func testTheCorpusIsAccepted() throws {
        let scene = try KeyExchangeFuzz.scene(key: Rehearsal.key)
        let corpus = KeyExchangeFuzz.corpus(scene)
        XCTAssertEqual(corpus.count, KeyExchangeFuzz.Target.allCases.count)
        for input in corpus { XCTAssertNil(try KeyExchangeFuzz.run(input, in: scene)) }
    }

    func testMutatedMessages() throws {
        let scene = try KeyExchangeFuzz.scene(key: Rehearsal.key)
        let corpus = KeyExchangeFuzz.corpus(scene)
        var generator = SeededGenerator(seed: 2026)
        var seen: Set<KeyExchangeError.Code> = []
        for round in 0..<300_000 {
            let input = KeyExchangeFuzz.mutate(
                corpus[round % corpus.count], reachesArithmetic: round % 250 < corpus.count, using: &generator)
            do {
                if let code = try KeyExchangeFuzz.run(input, in: scene) { seen.insert(code) }
            } catch {
                return XCTFail("round \(round), input \(input.hex): \(error)")
            }
        }
        XCTAssertGreaterThan(seen.count, 20)
    }
}
