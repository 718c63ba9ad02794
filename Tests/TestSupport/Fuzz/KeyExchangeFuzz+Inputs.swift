// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension KeyExchangeFuzz {
    /// The honest input for each reader, in the order of ``Target``.
    ///
    /// - Parameter scene: The states of an honest exchange.
    /// - Returns: Inputs that all readers accept.
    package static func corpus(_ scene: Scene) -> [[UInt8]] {
        let inputs = scene.payloads + [scene.innerAnswer, scene.innerProposal, scene.binding.encryptedMessage]
        return zip(Target.allCases, inputs).map { [$0.rawValue] + $1 }
    }

    /// Damages an honest input.
    ///
    /// - Parameters:
    ///   - input: One of the corpus.
    ///   - reachesArithmetic: Whether it may get past the cheap checks; one in thirty such inputs is as many as a run of
    ///     reasonable length can take.
    ///   - generator: Chooses the damage.
    /// - Returns: The input, sometimes unchanged if it may get past the checks.
    package static func mutate(
        _ input: [UInt8], reachesArithmetic: Bool, using generator: inout SeededGenerator
    ) -> [UInt8] {
        var input = input
        if !reachesArithmetic { breakEarly(&input, using: &generator) }
        for _ in 0..<Int.random(in: 0..<4, using: &generator) {
            guard input.count > 2 else { break }
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
        return input
    }

    /// Changes something that is checked before any heavy arithmetic: the header, the constructor or the nonce.
    private static func breakEarly(_ input: inout [UInt8], using generator: inout SeededGenerator) {
        guard let target = Target(rawValue: input[0]) else { return }
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
}
