// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A key exchange came to nothing.
///
/// The only answer is to close the connection and start over with new nonces, after a pause if it happens again. The error
/// holds nothing secret. See core.telegram.org/mtproto/auth_key.
public struct KeyExchangeError: Error, Hashable, Sendable {
    /// The message that was waited for.
    public enum Step: String, Hashable, Sendable, CaseIterable {
        /// A client's first message, at the server.
        case reqPQ = "req_pq_multi"
        /// The server's first answer, at the client.
        case resPQ
        /// A client's second message, at the server.
        case reqDHParams = "req_DH_params"
        /// The server's second answer, at the client.
        case serverDHParams = "server_DH_params_ok"
        /// A client's third message, at the server.
        case setClientDHParams = "set_client_DH_params"
        /// The server's last answer, at the client.
        case dhGenAnswer = "dh_gen_ok"
        /// No message: the exchange is over.
        case nothing = "nothing"
    }

    /// Which check failed; there is one code for each.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        // The transport and the message around the object.

        /// The server sent a transport error; ``KeyExchangeError/transportCode`` says which.
        case transportError
        /// A frame is too short for a message.
        case messageTooShort
        /// A message is encrypted, or claims to be.
        case encryptedMessage
        /// The length in a message exceeds its frame.
        case lengthBeyondFrame
        /// The length in a message is zero or no multiple of four.
        case lengthMisaligned
        /// The last bits of a message's id are not those of its sender.
        case messageIDParity
        /// The object is another one than must come now.
        case unexpectedMessage
        /// The object is cut off or malformed.
        case malformedMessage

        // Nonces, pq and fingerprints.

        /// The client's nonce is not repeated.
        case nonceMismatch
        /// The server's nonce is not repeated.
        case serverNonceMismatch
        /// pq has more than eight bytes.
        case pqTooLong
        /// pq is prime.
        case pqPrime
        /// pq is not the product of two different odd primes.
        case pqNotTwoPrimes
        /// The server lists no key that is trusted.
        case unknownFingerprints
        /// A server of the content delivery network lists no key that is known for it.
        case unknownCDNFingerprints

        // Encrypted parts.

        /// An encrypted part is no whole number of cipher blocks, or too short or too long for its object.
        case cipherLength
        /// The SHA-1 in an encrypted part does not fit.
        case innerHashMismatch
        /// The object in an encrypted part is another one or malformed.
        case innerMalformed
        /// The client's nonce is not repeated in an encrypted part.
        case innerNonceMismatch
        /// The server's nonce is not repeated in an encrypted part.
        case innerServerNonceMismatch

        // Diffie-Hellman.

        /// The prime does not have 2,048 bits.
        case dhPrimeSize
        /// The modulus is not prime.
        case dhPrimeNotPrime
        /// Half of the prime less one is not prime.
        case dhPrimeNotSafe
        /// The generator is not from 2 to 7.
        case dhGeneratorRange
        /// The generator does not fit the prime.
        case dhGeneratorResidue
        /// A public value is not between 1 and the prime less 1.
        case dhValueRange
        /// A public value is too near the ends of its range.
        case dhValueNearBounds

        // The server's verdicts.

        /// The server refused the parameters, and proved that it is the server.
        case serverDHParamsFail
        /// The server refused the parameters with a wrong hash of the new nonce.
        case refusalHashMismatch
        /// The last answer's hash of the new nonce is wrong: the server does not have the same key.
        case newNonceHashMismatch
        /// The server wants other exponents again and again.
        case tooManyRetries
        /// The server gave up the exchange.
        case dhGenFail
        /// The random number generator gives nothing usable.
        case randomSource

        // What a server checks besides.

        /// The client's factors are not those of pq.
        case factorsMismatch
        /// The client chose a key that the server does not have.
        case fingerprintNotOffered
        /// The RSA block is not 256 bytes long.
        case rsaBlockLength
        /// The RSA block makes sense under no padding.
        case rsaBlockUndecipherable
        /// The numbers in the inner data are not pq and its factors.
        case innerFactorsMismatch
        /// The client means another data centre.
        case dataCenterMismatch
        /// A temporary key's life is not positive or too long.
        case expiryRange
        /// The retry id does not name the key that was refused.
        case retryIDMismatch
    }

    /// Which check failed.
    public let code: Code
    /// What was waited for.
    public let step: Step
    /// The data centre; a server's errors do not tell it.
    public let dataCenter: ProxyDataCenter?
    /// The code of a transport error, such as -404.
    public let transportCode: Int32?
    /// What was found, where a public number or name says more.
    public let detail: String?
}

extension KeyExchangeError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        var text = "key exchange"
        if let dataCenter {
            text += " with DC \(dataCenter.id)"
            if dataCenter.isTest { text += " (test)" }
            if dataCenter.isMediaOnly { text += " (media)" }
        }
        text += ", waiting for \(step.rawValue): \(code.explanation)"
        if let transportCode { text += " \(transportCode)" }
        if let detail { text += " (\(detail))" }
        return text
    }
}

extension KeyExchangeError.Code {
    fileprivate var explanation: String {
        switch self {
        case .transportError: "transport error"
        case .messageTooShort: "message too short"
        case .encryptedMessage: "message under a key"
        case .lengthBeyondFrame: "message longer than its frame"
        case .lengthMisaligned: "message length is not a positive multiple of 4"
        case .messageIDParity: "message id of the wrong side"
        case .unexpectedMessage: "another message came"
        case .malformedMessage: "malformed message"
        case .nonceMismatch: "wrong nonce"
        case .serverNonceMismatch: "wrong server_nonce"
        case .pqTooLong: "pq has more than 8 bytes"
        case .pqPrime: "pq is prime"
        case .pqNotTwoPrimes: "pq is not the product of two different odd primes"
        case .unknownFingerprints: "the server has no trusted key"
        case .unknownCDNFingerprints: "the CDN server has no listed key"
        case .cipherLength: "wrong length of the encrypted part"
        case .innerHashMismatch: "wrong SHA-1 in the encrypted part"
        case .innerMalformed: "malformed object in the encrypted part"
        case .innerNonceMismatch: "wrong nonce in the encrypted part"
        case .innerServerNonceMismatch: "wrong server_nonce in the encrypted part"
        case .dhPrimeSize: "dh_prime does not have 2,048 bits"
        case .dhPrimeNotPrime: "dh_prime is not prime"
        case .dhPrimeNotSafe: "dh_prime is not a safe prime"
        case .dhGeneratorRange: "g is not from 2 to 7"
        case .dhGeneratorResidue: "g does not fit dh_prime"
        case .dhValueRange: "public value out of range"
        case .dhValueNearBounds: "public value too near the bounds"
        case .serverDHParamsFail: "the server refused the parameters"
        case .refusalHashMismatch: "wrong new_nonce_hash in a refusal"
        case .newNonceHashMismatch: "wrong new_nonce_hash"
        case .tooManyRetries: "too many retries"
        case .dhGenFail: "the server gave up"
        case .randomSource: "the random number generator gives no usable numbers"
        case .factorsMismatch: "wrong p or q"
        case .fingerprintNotOffered: "unknown fingerprint"
        case .rsaBlockLength: "the RSA block does not have 256 bytes"
        case .rsaBlockUndecipherable: "the RSA block cannot be deciphered"
        case .innerFactorsMismatch: "wrong pq, p or q in the inner data"
        case .dataCenterMismatch: "another data centre is meant"
        case .expiryRange: "the life of the temporary key is out of range"
        case .retryIDMismatch: "wrong retry_id"
        }
    }
}
