// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramMTProto

/// How fast messages become encrypted packets and packets become messages, compared with the cryptography alone.
enum SessionBenchmarks {
    static var groups: [BenchmarkGroup] {
        sizes.flatMap { size in
            [
                BenchmarkGroup("packet encode, \(size.name)") { try encoding(size) },
                BenchmarkGroup("packet decode, \(size.name)") { try decoding(size) },
            ]
        } + [BenchmarkGroup("1,000 calls in containers") { try containers() }]
    }

    private struct Size {
        let name: String
        let body: Int
        /// How many packets make a run.
        let packets: Int
        /// What the packet encrypts: header, body and the least padding.
        var plaintext: Int { (32 + body + 12 + 15) / 16 * 16 }
    }

    private static let sizes = [
        Size(name: "200 B", body: 200, packets: 200), Size(name: "1 KiB", body: 1024, packets: 100),
        Size(name: "512 KiB", body: 512 << 10, packets: 1),
    ]

    private static let header = PacketHeader(
        salt: 1, sessionID: 2, messageID: MessageID(rawValue: 0x6B49_0000_0000_0001), sequenceNumber: 1)

    private static func authKey() throws -> AuthKey {
        var generator = SystemRandomNumberGenerator()
        return try AuthKey(SecureBytes(randomCount: AuthKey.byteCount, using: &generator))
    }

    private static func body(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    }

    private static func benchmark(_ name: String, _ size: Size, _ run: @escaping () -> Void) -> Benchmark {
        Benchmark(name, bytes: size.plaintext * size.packets, operations: size.packets, run: run)
    }

    /// Contexts that cannot be copied, for closures.
    private final class Contexts {
        var hash = HashStream<SHA256>()
        var encryptor: AESIGEEncryptor
        var decryptor: AESIGEDecryptor
        var cipher = PacketCipher()
        var generator = SystemRandomNumberGenerator()

        init() {
            let key = [UInt8](repeating: 7, count: 32)
            encryptor = AESIGEEncryptor(key: key, iv: key)
            decryptor = AESIGEDecryptor(key: key, iv: key)
        }
    }

    // MARK: One direction

    private static func encoding(_ size: Size) throws -> [Benchmark] {
        let contexts = Contexts()
        let key = try authKey()
        let content = body(size.body)
        var room = [UInt8](repeating: 1, count: size.plaintext)
        let bare = benchmark("bare IGE + SHA-256", size) {
            for _ in 0..<size.packets {
                room.withUnsafeMutableBytes { bytes in
                    contexts.hash.update(UnsafeRawBufferPointer(bytes))
                    blackHole(contexts.hash.finish())
                    contexts.encryptor.encrypt(bytes)
                }
            }
        }
        let seal = benchmark("write, pad and seal", size) {
            for _ in 0..<size.packets {
                let packet = OutgoingPacket(header, body: content)
                let sealed = contexts.cipher.seal(packet, authKey: key, padding: .minimal, using: &contexts.generator)
                blackHole(sealed.bytes)
            }
        }
        return [bare] + [seal]
    }

    private static func decoding(_ size: Size) throws -> [Benchmark] {
        let contexts = Contexts()
        let key = try authKey()
        let packet = OutgoingPacket(header, body: body(size.body))
        let sealed = contexts.cipher.seal(
            packet, authKey: key, direction: .fromServer, padding: .minimal, using: &contexts.generator
        ).bytes
        // A transport hands over memory of its own, which decryption reuses; here each run needs a copy for that.
        let bare = benchmark("copy, bare IGE + SHA-256", size) {
            for _ in 0..<size.packets {
                var frame = sealed.withUnsafeBytes { [UInt8]($0) }
                frame.withUnsafeMutableBytes { bytes in
                    let plaintext = UnsafeMutableRawBufferPointer(rebasing: bytes[24...])
                    try? contexts.decryptor.decrypt(plaintext)
                    contexts.hash.update(UnsafeRawBufferPointer(plaintext))
                    blackHole(contexts.hash.finish())
                }
            }
        }
        let open = benchmark("copy, open and read", size) {
            for _ in 0..<size.packets {
                let frame = sealed.withUnsafeBytes { [UInt8]($0) }
                guard let packet = try? contexts.cipher.open(frame, authKey: key),
                    let contents = try? PacketContents(packet)
                else { fatalError("the packet was made with the same key") }
                blackHole(contents.messages.count)
            }
        }
        return [bare] + [open]
    }

    // MARK: Calls

    private static func containers() throws -> [Benchmark] {
        let contexts = Contexts()
        let key = try authKey()
        let content = body(200)
        let start = MonotonicTime(nanoseconds: 0)
        let link = ConnectionID(number: 1)
        let count = 1000
        var session = ClientSession(
            clock: ServerClock(unixTime: 1_800_000_000, now: start), using: &contexts.generator)
        session.connected(link, now: start)
        let call = OutgoingCall(body: content, repetition: .harmless, isCompressible: false)
        func run(sealing: Bool) {
            var session = session
            for _ in 0..<count { blackHole(session.send(call)) }
            for packet in session.flush(on: link, now: start, using: &contexts.generator).packets {
                guard sealing else {
                    blackHole(packet)
                    continue
                }
                blackHole(contexts.cipher.seal(packet, authKey: key, using: &contexts.generator).bytes)
            }
        }
        let bytes = count * (16 + content.count)
        let flush = Benchmark("queue, then flush", bytes: bytes, operations: count) { run(sealing: false) }
        let seal = Benchmark("queue, flush and seal", bytes: bytes, operations: count) { run(sealing: true) }
        return [flush] + [seal]
    }
}
