// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramCrypto

extension ClientHello {
    /// Draws everything that is random in a hello.
    ///
    /// - Parameters:
    ///   - profile: Which browser to resemble.
    ///   - generator: Where it all comes from.
    /// - Returns: The hello.
    static func draw(_ profile: FakeTLSProfile, using generator: inout some RandomNumberGenerator) -> ClientHello {
        ClientHello(
            grease: drawGrease(using: &generator), sessionID: generator.bytes(count: sessionIDLength),
            keyShare: X25519.randomPublicKey(using: &generator),
            modern: profile == .current ? drawModern(using: &generator) : nil)
    }

    private static func drawGrease(using generator: inout some RandomNumberGenerator) -> [UInt8] {
        var grease = generator.bytes(count: 7).map { $0 & 0xF0 | 0x0A }
        // A browser's two values of one list differ.
        for index in [0, 2, 4] where grease[index] == grease[index + 1] { grease[index + 1] ^= 0x10 }
        return grease
    }

    private static func drawModern(using generator: inout some RandomNumberGenerator) -> Modern {
        // 768 coefficients below the ML-KEM modulus, two in three bytes, and a seed.
        var key: [UInt8] = []
        for _ in 0..<384 {
            let first = UInt16.random(in: 0..<3329, using: &generator)
            let second = UInt16.random(in: 0..<3329, using: &generator)
            key.append(UInt8(truncatingIfNeeded: first))
            key.append(UInt8(truncatingIfNeeded: first >> 8 | second << 4))
            key.append(UInt8(truncatingIfNeeded: second >> 4))
        }
        key += generator.bytes(count: 32)
        let payloadLength = 144 + 32 * Int.random(in: 0...3, using: &generator)
        return Modern(
            order: (0..<shuffledCount).shuffled(using: &generator), encapsulationKey: key,
            hybridKeyShare: X25519.randomPublicKey(using: &generator),
            echConfiguration: UInt8.random(in: 0...255, using: &generator),
            echKey: generator.bytes(count: 32), echPayload: generator.bytes(count: payloadLength))
    }
}
