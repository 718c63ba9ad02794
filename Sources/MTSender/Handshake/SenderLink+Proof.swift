// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes

extension SenderLink {
    /// Waits until the other side proves that it is a server, with the first question of a key exchange
    /// (core.telegram.org/mtproto/auth_key): what stands between may let connections through and no more.
    ///
    /// - Parameter now: The time since 1970.
    /// - Throws: Why there is no answer.
    func prove(now: Duration) async throws {
        var generator = SystemRandomness()
        guard let nonce = TL.Int128(generator.bytes(count: 16)) else { return }
        let (seconds, attoseconds) = now.components
        let fraction = UInt64(clamping: attoseconds / 1_000_000_000) << 2
        let id = Int64(bitPattern: UInt64(UInt32(clamping: seconds)) << 32 | fraction & 0xFFFF_FFFC)
        beginExchange()
        defer { endExchange() }
        send(UnencryptedMessage(messageID: id, body: try TL.ReqPqMulti(nonce: nonce).encoded()).payload)
        while true {
            switch try await nextFrame() {
            case .transportError(let code):
                throw SenderError.transportError(code)
            case .payload(let payload, _):
                guard let message = try? UnencryptedMessage(payload: payload),
                    let answer = try? TL.ResPQ(decoding: message.body), answer.nonce == nonce
                else { throw SenderError.unexpectedFrames }
                return
            case .quickAck, .noOperation:
                continue
            }
        }
    }
}
