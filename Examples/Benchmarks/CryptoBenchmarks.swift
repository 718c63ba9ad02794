// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL
import FerogramCrypto
import FerogramTestSupport

/// The cryptography, each mode beside the OpenSSL cipher that bounds it.
enum CryptoBenchmarks {
    static var groups: [BenchmarkGroup] {
        [(1024, "1 KiB"), (65_536, "64 KiB"), (1_048_576, "1 MiB")].flatMap { count, name in
            [ige(count, name), ctr(count, name)]
        } + [message(128), message(16_384), hashes, factorization, handshake, password]
    }

    /// IGE is judged by CBC encryption, which like it must finish one block before it begins the next.
    private static func ige(_ count: Int, _ name: String) -> BenchmarkGroup {
        BenchmarkGroup("crypto ige \(name)") {
            let buffer = Buffer(byteCount: count)
            let reference = OpenSSLCipher("AES-256-CBC", key)
            let encryptor = Box(AESIGEEncryptor(key: key, iv: key))
            let decryptor = Box(AESIGEDecryptor(key: key, iv: key))
            let allocations = AllocationCounter.count {
                encryptor.value.encrypt(buffer.bytes)
                try? decryptor.value.decrypt(buffer.bytes)
            }
            guard (allocations ?? 0) == 0 else { throw BenchmarkFailure("\(count / 16) blocks of AES-IGE allocate") }
            return [
                Benchmark("EVP CBC encryption (reference)", bytes: count) { reference.run(buffer.bytes) },
                Benchmark("AESIGEEncryptor.encrypt", bytes: count) { encryptor.value.encrypt(buffer.bytes) },
                Benchmark("AESIGEDecryptor.decrypt", bytes: count) { try? decryptor.value.decrypt(buffer.bytes) },
            ]
        }
    }

    private static func ctr(_ count: Int, _ name: String) -> BenchmarkGroup {
        BenchmarkGroup("crypto ctr \(name)") {
            let buffer = Buffer(byteCount: count)
            let reference = OpenSSLCipher("AES-256-CTR", key)
            let stream = Box(AESCTR(key: key, iv: key[..<16]))
            return [
                Benchmark("EVP CTR (reference)", bytes: count) { reference.run(buffer.bytes) },
                Benchmark("AESCTR.apply", bytes: count) { stream.value.apply(buffer.bytes) },
            ]
        }
    }

    /// A packet as the session sees it: message key, key derivation, new key, IGE.
    private static func message(_ count: Int) -> BenchmarkGroup {
        BenchmarkGroup("crypto message \(count) B") {
            let buffer = Buffer(byteCount: count)
            let cipher = Box(MessageCipher())
            let encryptor = Box(AESIGEEncryptor())
            let authKey = try AuthKey(SecureBytes(copying: [UInt8](repeating: 7, count: 256)))
            return [
                Benchmark("AES-IGE with a new context", bytes: count) {
                    var encryptor = AESIGEEncryptor(key: key, iv: key)
                    encryptor.encrypt(buffer.bytes)
                },
                Benchmark("AES-IGE re-keying one context", bytes: count) {
                    encryptor.value.setKey(key, iv: key)
                    encryptor.value.encrypt(buffer.bytes)
                },
                Benchmark("MessageCipher.encrypt", bytes: count) {
                    blackHole(
                        cipher.value.encrypt(buffer.bytes, authKey: authKey, direction: .fromClient).quickAckToken)
                },
                Benchmark("MessageCipher.encrypt and decrypt", bytes: count) {
                    let sealed = cipher.value.encrypt(buffer.bytes, authKey: authKey, direction: .fromClient)
                    do {
                        try cipher.value.decrypt(
                            buffer.bytes, messageKey: sealed.messageKey, authKey: authKey, direction: .fromClient)
                    } catch {
                        preconditionFailure("\(error)")
                    }
                },
            ]
        }
    }

    private static var hashes: BenchmarkGroup {
        BenchmarkGroup("crypto hashes 64 KiB") {
            let buffer = Buffer(byteCount: 65_536)
            return [
                Benchmark("SHA-256", bytes: 65_536) { blackHole(SHA256.hash(of: buffer.bytes)) },
                Benchmark("SHA-1", bytes: 65_536) { blackHole(SHA1.hash(of: buffer.bytes)) },
                Benchmark("SHA-512", bytes: 65_536) { blackHole(SHA512.hash(of: buffer.bytes)) },
                Benchmark("MD5", bytes: 65_536) { blackHole(MD5.hash(of: buffer.bytes)) },
                Benchmark("HMAC-SHA-256", bytes: 65_536) {
                    blackHole(HMACSHA256.authenticationCode(for: buffer.bytes, key: key))
                },
                Benchmark("CRC-32", bytes: 65_536) { blackHole(CRC32.checksum(of: buffer.bytes)) },
                Benchmark("SHA-256 of 64 bytes", bytes: 64) {
                    blackHole(SHA256.hash(of: UnsafeRawBufferPointer(rebasing: buffer.readOnly[..<64])))
                },
            ]
        }
    }

    private static var factorization: BenchmarkGroup {
        BenchmarkGroup("crypto pq") {
            [
                // The worked example of core.telegram.org/mtproto/samples-auth_key.
                Benchmark("the documentation's sample") { factor(2_694_724_800_268_887_959) },
                Benchmark("two primes just below 2^32") { factor(4_294_967_291 * 4_294_967_279) },
                Benchmark("a prime, refused") { factor(9_223_372_036_854_775_783) },
            ]
        }
    }

    private static func factor(_ number: UInt64) {
        blackHole((try? PQFactorization.factor(opaque(number)))?.p)
    }

    private static var handshake: BenchmarkGroup {
        BenchmarkGroup("crypto handshake") {
            var generator = SeededGenerator(seed: 1)
            let group = try DiffieHellmanGroup(prime: DiffieHellmanGroup.knownPrime, generator: 3)
            let first = try DiffieHellmanExchange(in: group, using: &generator)
            let second = try DiffieHellmanExchange(in: group, using: &generator)
            let server = try RSAPrivateKey.generate(using: &generator)
            let sealed = try server.publicKey.encryptPadded(key, using: &generator)
            return [
                Benchmark("g_b, one power of 2,048 bits") {
                    blackHole((try? DiffieHellmanExchange(in: group, using: &generator))?.publicValue)
                },
                Benchmark("auth key, one power of 2,048 bits") {
                    blackHole((try? first.authKey(with: second.publicValue))?.id)
                },
                Benchmark("RSA_PAD, client") {
                    blackHole(try? RSAPublicKey.telegramProduction.encryptPadded(key, using: &generator))
                },
                Benchmark("RSA_PAD, server") { blackHole(try? server.decryptPadded(sealed)) },
            ]
        }
    }

    private static var password: BenchmarkGroup {
        BenchmarkGroup("crypto password") {
            let salt = [UInt8](repeating: 1, count: 16)
            return [
                Benchmark("PBKDF2-HMAC-SHA-512, 100,000 iterations") {
                    blackHole(PBKDF2.hmacSHA512(password: key, salt: salt, iterations: 100_000).count)
                }
            ]
        }
    }

    private static let key = [UInt8](repeating: 0x5C, count: 32)
}

/// Lets closures share a value that cannot be copied.
private final class Box<Value: ~Copyable> {
    var value: Value

    init(_ value: consuming Value) {
        self.value = value
    }
}

/// Memory to work on, freed with its owner.
private final class Buffer {
    let bytes: UnsafeMutableRawBufferPointer
    var readOnly: UnsafeRawBufferPointer { UnsafeRawBufferPointer(bytes) }

    init(byteCount: Int) {
        bytes = .allocate(byteCount: byteCount, alignment: 64)
        bytes.initializeMemory(as: UInt8.self, repeating: 0xA7)
    }

    deinit {
        bytes.deallocate()
    }
}

/// OpenSSL's own cipher with nothing around it, as the measure of the others.
private final class OpenSSLCipher {
    private let context = EVP_CIPHER_CTX_new()

    init(_ name: String, _ key: [UInt8]) {
        let cipher = EVP_CIPHER_fetch(nil, name, nil)
        precondition(EVP_EncryptInit_ex2(context, cipher, key, key, nil) == 1, "OpenSSL refused \(name)")
        EVP_CIPHER_free(cipher)
    }

    deinit {
        EVP_CIPHER_CTX_free(context)
    }

    func run(_ buffer: UnsafeMutableRawBufferPointer) {
        guard let start = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        var written: Int32 = 0
        let status = EVP_EncryptUpdate(context, start, &written, start, Int32(buffer.count))
        precondition(status == 1, "OpenSSL failed")
    }
}
