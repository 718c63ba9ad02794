// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
public import FerogramCrypto
import FerogramTLTypes

/// A temporary key and the permanent key that it is bound to.
///
/// See core.telegram.org/api/pfs.
public struct TemporaryKey: Sendable {
    /// The key that stays, and protects nothing but the binding.
    public let permanentKey: AuthKey
    /// The id of the key that the session uses.
    public let id: Int64
    /// When it ends, in seconds since 1970 by the server's clock.
    public let expiresAt: Int32

    /// Describes a key.
    ///
    /// - Parameters:
    ///   - permanentKey: The key that stays.
    ///   - id: The id of the key that the session uses.
    ///   - expiresAt: When it ends, in seconds since 1970 by the server's clock.
    public init(permanentKey: AuthKey, id: Int64, expiresAt: Int32) {
        self.permanentKey = permanentKey
        self.id = id
        self.expiresAt = expiresAt
    }
}

extension ClientSession {
    /// Binds the session's key to a permanent one, before any other call goes out.
    ///
    /// If the server refuses, the calls go on waiting, for the permanent key never stands in: bind again, or take another
    /// key and ``handOver()`` the calls.
    ///
    /// - Parameter key: The key of this session.
    /// - Returns: A call that is answered with `boolTrue`, or with an error.
    public mutating func bind(_ key: TemporaryKey) -> CallID {
        if let bindingCall { outbox.remove(bindingCall) }
        temporaryKey = key
        needsBinding = true
        wasRenewalAsked = false
        let call = outbox.add(.binding(key))
        bindingCall = call
        return call
    }

    /// Takes the answer to the binding.
    mutating func bound(by answer: RPCAnswer) {
        bindingCall = nil
        guard case .object(let object) = answer, object.uint32(at: object.startIndex) == TL.boolTrueID else { return }
        needsBinding = false
        // What the server knows of its client belongs to the key.
        needsInitialization = configuration.initialization != nil
    }

    /// When the key is to be replaced.
    var renewalDeadline: MonotonicTime? {
        guard let temporaryKey, !wasRenewalAsked else { return nil }
        return clock.monotonicTime(atUnixTime: Int64(temporaryKey.expiresAt) - SessionLimits.keyRenewalMargin)
    }
}
