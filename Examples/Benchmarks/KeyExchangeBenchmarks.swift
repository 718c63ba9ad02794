// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto

/// How fast keys are exchanged in memory, and where the time goes.
enum KeyExchangeBenchmarks {
    static var groups: [BenchmarkGroup] {
        [
            BenchmarkGroup("key exchange, client's share") { try client() },
            BenchmarkGroup("key exchange, both roles") { try both() },
            BenchmarkGroup("key exchange, unknown prime") { try unknownPrime() },
        ]
    }

    private static let now = Duration.seconds(1_750_000_000)

    /// The states and messages of one exchange.
    private struct Recording {
        /// The client before each of the server's answers.
        var clients: [KeyExchangeClient] = []
        /// The server before each of the client's questions.
        var servers: [KeyExchangeServer] = []
        var questions: [[UInt8]] = []
        var answers: [[UInt8]] = []

        /// Runs an exchange.
        init(
            _ key: RSAPrivateKey, group: DiffieHellmanGroup = .telegram, verifiedGroups: Set<DiffieHellmanGroup> = []
        ) {
            var generator = SystemRandomNumberGenerator()
            var client = KeyExchangeClient(
                .permanent(dataCenter: ProxyDataCenter(id: 2), trustedKeys: [key.publicKey]),
                verifiedGroups: verifiedGroups)
            var server = KeyExchangeServer(KeyExchangeServer.Configuration(keys: [key], group: group))
            var question = client.start(now: now, using: &generator)
            while true {
                servers.append(server)
                questions.append(question)
                let answer: [UInt8]
                switch server.received(question, now: now, using: &generator) {
                case .send(let bytes), .finish(let bytes, _): answer = bytes
                case .abandon, .refuse: preconditionFailure("the server refuses")
                }
                clients.append(client)
                answers.append(answer)
                switch try? client.received(.payload(answer), now: now, using: &generator) {
                case .send(let bytes): question = bytes
                case .finish: return
                case .wait, nil: preconditionFailure("the client refuses")
                }
            }
        }

        func repeatClient(_ steps: Range<Int>) {
            var generator = SystemRandomNumberGenerator()
            for step in steps {
                var client = clients[step]
                blackHole(try? client.received(.payload(answers[step]), now: now, using: &generator))
            }
        }

        func repeatServer(_ steps: Range<Int>) {
            var generator = SystemRandomNumberGenerator()
            for step in steps {
                var server = servers[step]
                blackHole(server.received(questions[step], now: now, using: &generator))
            }
        }
    }

    /// The two powers without which no client gets a key.
    private static func powers(_ group: DiffieHellmanGroup = .telegram) throws -> Benchmark {
        var generator = SystemRandomNumberGenerator()
        let other = try DiffieHellmanExchange(in: group, using: &generator).publicValue
        return Benchmark("two powers modulo a prime of 2,048 bits") {
            blackHole(try? DiffieHellmanExchange(in: group, using: &generator).authKey(with: other))
        }
    }

    private static func client() throws -> [Benchmark] {
        var generator = SystemRandomNumberGenerator()
        let key = try RSAPrivateKey.generate(using: &generator)
        // Numbers differ in how long they resist, so the figures are those of many.
        let recordings = (0..<64).map { _ in Recording(key) }
        let numbers = recordings.map { Array($0.answers[0][57..<65]) }
        return [
            try powers(),
            Benchmark("pq alone", operations: numbers.count) {
                for number in numbers { blackHole(try? PQFactorization.factor(number)) }
            },
            Benchmark("resPQ: pq, RSA_PAD", operations: recordings.count) {
                for recording in recordings { recording.repeatClient(0..<1) }
            },
            Benchmark("server_DH_params_ok: checks, two powers", operations: recordings.count) {
                for recording in recordings { recording.repeatClient(1..<2) }
            },
            Benchmark("dh_gen_ok", operations: recordings.count) {
                for recording in recordings { recording.repeatClient(2..<3) }
            },
            Benchmark("client's whole share", operations: recordings.count) {
                for recording in recordings { recording.repeatClient(0..<3) }
            },
        ]
    }

    private static func both() throws -> [Benchmark] {
        var generator = SystemRandomNumberGenerator()
        let key = try RSAPrivateKey.generate(using: &generator)
        let recording = Recording(key)
        return [
            try powers(),
            Benchmark("req_pq_multi: two primes") { recording.repeatServer(0..<1) },
            Benchmark("req_DH_params: RSA, one power") { recording.repeatServer(1..<2) },
            Benchmark("set_client_DH_params: one power") { recording.repeatServer(2..<3) },
            Benchmark("server's whole share") { recording.repeatServer(0..<3) },
            Benchmark("whole exchange, both roles", operations: 16) {
                for _ in 0..<16 { blackHole(Recording(key).answers.count) }
            },
        ]
    }

    /// A safe prime that is not Telegram's costs a test for primality, unless the caller remembers its group.
    private static func unknownPrime() throws -> [Benchmark] {
        var generator = SystemRandomNumberGenerator()
        let key = try RSAPrivateKey.generate(using: &generator)
        let group = try DiffieHellmanGroup(prime: rfc3526Prime, generator: 2)
        let tested = Recording(key, group: group)
        let remembered = Recording(key, group: group, verifiedGroups: [group])
        return [
            try powers(group),
            Benchmark("server_DH_params_ok, prime remembered") { remembered.repeatClient(1..<2) },
            Benchmark("server_DH_params_ok, prime tested") { tested.repeatClient(1..<2) },
        ]
    }

    /// The prime of 2,048 bits in RFC 3526.
    private static let rfc3526Prime: [UInt8] = [
        0xFFFF_FFFF_FFFF_FFFF, 0xC90F_DAA2_2168_C234, 0xC4C6_628B_80DC_1CD1, 0x2902_4E08_8A67_CC74,
        0x020B_BEA6_3B13_9B22, 0x514A_0879_8E34_04DD, 0xEF95_19B3_CD3A_431B, 0x302B_0A6D_F25F_1437,
        0x4FE1_356D_6D51_C245, 0xE485_B576_625E_7EC6, 0xF44C_42E9_A637_ED6B, 0x0BFF_5CB6_F406_B7ED,
        0xEE38_6BFB_5A89_9FA5, 0xAE9F_2411_7C4B_1FE6, 0x4928_6651_ECE4_5B3D, 0xC200_7CB8_A163_BF05,
        0x98DA_4836_1C55_D39A, 0x6916_3FA8_FD24_CF5F, 0x8365_5D23_DCA3_AD96, 0x1C62_F356_2085_52BB,
        0x9ED5_2907_7096_966D, 0x670C_354E_4ABC_9804, 0xF174_6C08_CA18_217C, 0x3290_5E46_2E36_CE3B,
        0xE39E_772C_180E_8603, 0x9B27_83A2_EC07_A28F, 0xB5C5_5DF0_6F4C_52C9, 0xDE2B_CBF6_9558_1718,
        0x3995_497C_EA95_6AE5, 0x15D2_2618_98FA_0510, 0x1572_8E5A_8AAC_AA68, 0xFFFF_FFFF_FFFF_FFFF,
    ].flatMap { (word: UInt64) in withUnsafeBytes(of: word.bigEndian) { Array($0) } }
}
