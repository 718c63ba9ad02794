// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramCrypto
package import FerogramMTProto
package import FerogramTLTypes

/// One input for everything in the key exchange that bytes from outside can reach.
///
/// It uses the public interface alone, so any driver can call it: the seeded one of the tests, or libFuzzer.
package enum KeyExchangeFuzz {
    /// An invariant that did not hold.
    package struct Violation: Error {
        package let what: String
    }

    /// Who reads the input, and what it waits for.
    package enum Target: UInt8, CaseIterable {
        case serverAwaitingReqPQ
        case clientAwaitingResPQ
        case serverAwaitingReqDHParams
        case clientAwaitingServerDHParams
        case serverAwaitingSetClientDHParams
        case clientAwaitingDHGenAnswer
        /// The object in `server_DH_params_ok`, which is encrypted before it is fed.
        case innerAnswer
        /// The object in `set_client_DH_params`, which is encrypted before it is fed.
        case innerProposal
        /// The encrypted message of a request to bind a key.
        case binding
    }

    /// Two machines in the middle of an exchange that is always the same, and the honest input for each reader.
    package struct Scene: Sendable {
        package let clients: [KeyExchangeClient]
        package let servers: [KeyExchangeServer]
        /// The payloads in the order in which they were sent.
        package let payloads: [[UInt8]]
        package let innerAnswer: [UInt8]
        package let innerProposal: [UInt8]
        package let temporaryKey: IGEKey
        package let permanentKey: AuthKey
        package let binding: TL.auth.BindTempAuthKey
    }

    package static let now = Duration.seconds(1_750_000_000)

    /// Plays an honest exchange and keeps every state of it.
    ///
    /// - Parameter key: The server's key.
    /// - Throws: If the machines do not work at all.
    /// - Returns: The scene.
    package static func scene(key: RSAPrivateKey) throws -> Scene {
        var (clientGenerator, serverGenerator) = (SeededGenerator(seed: 1), SeededGenerator(seed: 2))
        var client = KeyExchangeClient(
            .permanent(dataCenter: ProxyDataCenter(id: 2), trustedKeys: [key.publicKey]))
        var server = KeyExchangeServer(
            KeyExchangeServer.Configuration(keys: [key], dataCenters: [ProxyDataCenter(id: 2)]))
        var (clients, servers, payloads) = ([KeyExchangeClient](), [KeyExchangeServer](), [[UInt8]]())
        var newNonce: [UInt8] = []
        var payload = client.start(now: now, using: &clientGenerator)
        var outcome: KeyExchangeOutcome?
        while outcome == nil {
            payloads.append(payload)
            servers.append(server)
            switch server.received(payload, now: now, using: &serverGenerator) {
            case .send(let answer), .finish(let answer, _): payload = answer
            case .abandon, .refuse: throw Violation(what: "an honest question was refused")
            }
            payloads.append(payload)
            clients.append(client)
            if newNonce.isEmpty {
                var copy = clientGenerator
                newNonce = copy.bytes(count: 32)
            }
            switch try client.received(.payload(payload), now: now, using: &clientGenerator) {
            case .send(let question): payload = question
            case .finish(let result): outcome = result
            case .wait: throw Violation(what: "an honest answer means nothing")
            }
        }
        guard let permanentKey = outcome?.authKey else { throw Violation(what: "no key") }
        let temporaryKey = IGEKey(
            newNonce: SecureBytes(copying: newNonce), serverNonce: Array(payloads[1][40..<56]))
        let binding = KeyBinding(
            permanentKey: permanentKey, temporaryKeyID: 1, sessionID: 2, expiresAt: 1_750_000_100,
            using: &clientGenerator)
        return Scene(
            clients: clients, servers: servers, payloads: payloads,
            innerAnswer: object(open(Array(payloads[3][60...]), temporaryKey), length: 564),
            innerProposal: object(open(Array(payloads[4][60...]), temporaryKey), length: 304),
            temporaryKey: temporaryKey, permanentKey: permanentKey,
            binding: binding.request(messageID: 4, using: &clientGenerator))
    }

    private static func open(_ bytes: [UInt8], _ key: IGEKey) -> [UInt8] {
        var bytes = bytes
        var decryptor = AESIGEDecryptor(key)
        _ = bytes.withUnsafeMutableBytes { try? decryptor.decrypt($0) }
        return bytes
    }

    private static func object(_ plaintext: [UInt8], length: Int) -> [UInt8] {
        Array(plaintext[20..<20 + length])
    }

    /// Feeds one input: a byte that chooses the reader, and what it reads.
    ///
    /// - Parameters:
    ///   - input: Any bytes.
    ///   - scene: The states of an honest exchange.
    /// - Throws: ``Violation`` if an invariant does not hold. Errors of the machines are what they should be.
    /// - Returns: The code of the check that refused the input, if it is one of the exchange's.
    @discardableResult
    package static func run(_ input: [UInt8], in scene: Scene) throws -> KeyExchangeError.Code? {
        guard let first = input.first else { return nil }
        let bytes = Array(input.dropFirst())
        switch Target.allCases[Int(first) % Target.allCases.count] {
        case .serverAwaitingReqPQ: return try server(scene.servers[0], bytes)
        case .clientAwaitingResPQ: return try client(scene.clients[0], bytes)
        case .serverAwaitingReqDHParams: return try server(scene.servers[1], bytes)
        case .clientAwaitingServerDHParams: return try client(scene.clients[1], bytes)
        case .serverAwaitingSetClientDHParams: return try server(scene.servers[2], bytes)
        case .clientAwaitingDHGenAnswer: return try client(scene.clients[2], bytes)
        case .innerAnswer: return try client(scene.clients[1], seal(bytes, into: scene.payloads[3], scene))
        case .innerProposal: return try server(scene.servers[2], seal(bytes, into: scene.payloads[4], scene))
        case .binding:
            try bind(bytes, scene)
            return nil
        }
    }

    /// Encrypts an object and puts it where the byte string of an honest payload begins.
    private static func seal(_ object: [UInt8], into payload: [UInt8], _ scene: Scene) throws -> [UInt8] {
        var plaintext = SHA1.hash(of: object) + object
        plaintext += [UInt8](repeating: 0, count: (16 - plaintext.count % 16) % 16)
        var encryptor = AESIGEEncryptor(scene.temporaryKey)
        plaintext.withUnsafeMutableBytes { encryptor.encrypt($0) }
        var writer = TLWriter()
        writer.bytes(plaintext)
        let body = Array(payload[20..<56]) + (try writer.finish())
        return UnencryptedMessage(messageID: payload[8] & 1 == 1 ? 1 : 4, body: body).payload
    }

    private static func client(_ machine: KeyExchangeClient, _ payload: [UInt8]) throws -> KeyExchangeError.Code? {
        var machine = machine
        switch receive(payload, &machine) {
        case .success(.send(let bytes)):
            try check(message: bytes, parity: 0)
            return nil
        case .success:
            return nil
        case .failure(let error):
            try check(error.description.count < 600, "the error has \(error.description.count) characters")
            // It is final: whatever comes next meets the same error.
            try check(receive([], &machine) == .failure(error), "an error is not final")
            return error.code
        }
    }

    private static func receive(
        _ payload: [UInt8], _ machine: inout KeyExchangeClient
    ) -> Result<KeyExchangeClient.Action, KeyExchangeError> {
        var generator = SeededGenerator(seed: 3)
        do throws(KeyExchangeError) {
            return .success(try machine.received(.payload(payload), now: now, using: &generator))
        } catch {
            return .failure(error)
        }
    }

    private static func server(_ machine: KeyExchangeServer, _ payload: [UInt8]) throws -> KeyExchangeError.Code? {
        var (machine, generator) = (machine, SeededGenerator(seed: 4))
        let action = machine.received(payload, now: now, using: &generator)
        switch action {
        case .send(let bytes), .finish(let bytes, _), .abandon(let bytes):
            try check(message: bytes, parity: 1)
            return nil
        case .refuse(_, let error):
            try check(error.description.count < 600, "the error has \(error.description.count) characters")
            let again = machine.received([], now: now, using: &generator)
            try check(again == action, "a refusal is not final")
            return error.code
        }
    }

    private static func bind(_ bytes: [UInt8], _ scene: Scene) throws {
        let request = TL.auth.BindTempAuthKey(
            permAuthKeyID: scene.binding.permAuthKeyID, nonce: scene.binding.nonce,
            expiresAt: scene.binding.expiresAt, encryptedMessage: bytes)
        let isBound =
            (try? KeyBinding.check(
                request, messageID: 4, permanentKey: scene.permanentKey, temporaryKeyID: 1, sessionID: 2, now: now))
            != nil
        try check(isBound == (bytes == scene.binding.encryptedMessage), "an altered message binds a key")
    }

    private static func check(message payload: [UInt8], parity: Int64) throws {
        let message = try? UnencryptedMessage(payload: payload)
        try check(message.map { $0.messageID & 3 == parity } ?? false, "what is sent is no message")
    }

    private static func check(_ condition: Bool, _ what: @autoclosure () -> String) throws {
        if !condition { throw Violation(what: what()) }
    }
}
