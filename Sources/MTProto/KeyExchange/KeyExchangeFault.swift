// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes

/// A failed check without its context, which the machine adds.
struct KeyExchangeFault: Error {
    let code: KeyExchangeError.Code
    var transportCode: Int32?
    var detail: String?

    init(_ code: KeyExchangeError.Code, _ detail: String? = nil) {
        self.code = code
        self.detail = detail
    }

    /// A transport error in the place of a message.
    init(transportCode: Int32) {
        code = .transportError
        self.transportCode = transportCode
    }

    init(_ defect: UnencryptedMessage.Defect) {
        code =
            switch defect {
            case .tooShort: .messageTooShort
            case .encrypted: .encryptedMessage
            case .lengthBeyondEnd: .lengthBeyondFrame
            case .lengthMisaligned: .lengthMisaligned
            }
    }

    /// - Parameter error: What reading the object of a message met.
    init(message error: TLError) {
        // An id elsewhere than at the start is that of a field.
        let isOther = error.code == .unexpectedConstructor && error.offset == 0
        code = isOther ? .unexpectedMessage : .malformedMessage
        detail = error.description
    }

    init(_ error: CryptoError) {
        code = KeyExchangeError.Code(error.code)
        detail = error.detail
    }

    /// The error with its context.
    func error(at step: KeyExchangeError.Step, dataCenter: ProxyDataCenter?) -> KeyExchangeError {
        KeyExchangeError(
            code: code, step: step, dataCenter: dataCenter, transportCode: transportCode, detail: detail)
    }
}

extension KeyExchangeError.Code {
    fileprivate init(_ code: CryptoError.Code) {
        switch code {
        case .pqLength: self = .pqTooLong
        case .pqPrime: self = .pqPrime
        // What withstands four million steps is no product of two primes within 64 bits.
        case .pqFactors, .pqSteps: self = .pqNotTwoPrimes
        case .dhPrimeSize: self = .dhPrimeSize
        case .dhPrimeNotPrime: self = .dhPrimeNotPrime
        case .dhPrimeNotSafe: self = .dhPrimeNotSafe
        case .dhGeneratorRange: self = .dhGeneratorRange
        case .dhGeneratorResidue: self = .dhGeneratorResidue
        case .dhValueRange: self = .dhValueRange
        case .dhValueNearBounds: self = .dhValueNearBounds
        // Nothing else comes from the functions that the exchange calls.
        default: self = .randomSource
        }
    }
}

extension UnencryptedMessage {
    /// Reads a message of the exchange.
    static func open(_ payload: [UInt8]) throws(KeyExchangeFault) -> Self {
        do {
            return try Self(payload: payload)
        } catch {
            throw KeyExchangeFault(error)
        }
    }
}

extension TLDecodable {
    /// Reads the object of a message, behind which its sender may have put padding.
    static func message(_ body: [UInt8]) throws(KeyExchangeFault) -> Self {
        do {
            return try Self(decoding: body, allowingTrailingBytes: true)
        } catch {
            throw KeyExchangeFault(message: error)
        }
    }

    /// Reads the object of an encrypted part, all of it.
    static func inner(_ bytes: [UInt8]) throws(KeyExchangeFault) -> Self {
        do {
            return try Self(decoding: bytes)
        } catch {
            throw KeyExchangeFault(.innerMalformed, error.description)
        }
    }
}
