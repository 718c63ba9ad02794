// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLParser
import FerogramTestSupport

/// A reader of bytes from outside, and a source of inputs that come far into it.
struct FuzzTarget {
    let name: String
    /// Reads any bytes; it must neither trap nor hang.
    let run: ([UInt8]) throws -> Void
    /// Makes an input that is damaged rather than random.
    let makeInput: (inout SeededGenerator) -> [UInt8]

    /// Every target.
    static func all() throws -> [FuzzTarget] {
        let definitions = try SchemaFiles.definitions()
        return [
            schema("tl", definitions.filter { $0.category == .types && $0.result.fullName != "Vector" }) {
                TLFuzz.run($0)
            },
            schema("functions", definitions.filter { $0.category == .functions }) { TLFuzz.runFunction($0) },
            FuzzTarget(name: "transport", run: TransportFuzz.run, makeInput: randomStream),
            try keyExchange(),
            MediaFuzz.target(), try SessionFuzz.target(), LinkFuzz.target(), WebFuzz.target(), AppFuzz.target(),
        ]
    }

    /// The messages of an exchange of keys, and what is encrypted in them.
    private static func keyExchange() throws -> FuzzTarget {
        var generator = SeededGenerator(seed: 1)
        let scene = try KeyExchangeFuzz.scene(key: RSAPrivateKey.generate(using: &generator))
        let corpus = KeyExchangeFuzz.corpus(scene)
        return FuzzTarget(name: "key-exchange") { input in
            try KeyExchangeFuzz.run(input, in: scene)
        } makeInput: { generator in
            let input = corpus[Int.random(in: 0..<corpus.count, using: &generator)]
            let reachesArithmetic = Int.random(in: 0..<30, using: &generator) == 0
            return KeyExchangeFuzz.mutate(input, reachesArithmetic: reachesArithmetic, using: &generator)
        }
    }

    private static func schema(
        _ name: String, _ definitions: [Definition], run: @escaping ([UInt8]) -> Void
    ) -> FuzzTarget {
        let sampler = ObjectSampler(definitions)
        let mutator = ObjectMutator(ids: definitions.map(\.id))
        return FuzzTarget(name: name, run: run) { generator in
            guard let definition = definitions.randomElement(using: &generator) else { return [] }
            return mutator.mutate(sampler.sample(definition, using: &generator), using: &generator).bytes
        }
    }

    /// Bytes in which the values that begin frames are frequent.
    private static func randomStream(using generator: inout SeededGenerator) -> [UInt8] {
        let frequent: [UInt8] = [0, 1, 2, 3, 0x14, 0x16, 0x17, 0x7F, 0x80, 0xDD, 0xEE, 0xEF, 0xFF]
        return (0..<Int.random(in: 3...200, using: &generator)).map { _ in
            Bool.random(using: &generator)
                ? frequent[Int.random(in: 0..<frequent.count, using: &generator)]
                : UInt8.random(in: 0...255, using: &generator)
        }
    }
}
