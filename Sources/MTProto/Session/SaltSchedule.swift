// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase

/// The server salts of an authorization key, now and later.
///
/// They belong to the key: a new session of the key uses them on, and they are stored with it. See
/// core.telegram.org/mtproto/description#server-salt.
public struct SaltSchedule: Hashable, Sendable {
    /// The salt in use.
    public private(set) var current: ServerSalt
    /// The salts that follow it, sorted by their beginnings; at most 64.
    public private(set) var later: [ServerSalt] = []

    /// Starts with one salt.
    ///
    /// - Parameter salt: The salt of the key exchange or of an earlier session; with any other the server's first answer
    ///   brings the right one.
    public init(salt: Int64 = 0) {
        current = ServerSalt(salt: salt, validSince: 0, validUntil: Int64(UInt32.max))
    }

    /// Starts with a schedule that was stored.
    ///
    /// - Parameters:
    ///   - current: The salt in use.
    ///   - later: The salts that follow it.
    public init(current: ServerSalt, later: [ServerSalt]) {
        self.current = current
        merge(later, at: 0)
    }

    /// Takes the salt that the server named.
    mutating func replace(with salt: Int64) {
        guard salt != current.salt else { return }
        self = Self(salt: salt)
    }

    /// Takes salts that the server announced.
    mutating func merge(_ salts: [ServerSalt], at unixTime: Int64) {
        let useful = salts.filter { $0.validUntil > unixTime && $0.validSince < $0.validUntil }
        for salt in useful where salt.salt == current.salt {
            current = salt
        }
        later = Array(
            useful.filter { $0.salt != current.salt }.sorted { $0.validSince < $1.validSince }
                .prefix(SessionLimits.futureSalts))
    }

    /// Goes on to the newest salt that is valid by now.
    ///
    /// - Returns: Whether the salt changed.
    mutating func advance(to unixTime: Int64) -> Bool {
        guard let index = later.lastIndex(where: { $0.validSince <= unixTime &- SessionLimits.saltDelay }) else {
            return false
        }
        current = later[index]
        later.removeSubrange(...index)
        return true
    }

    /// Whether more salts are wanted.
    func needsMore(at unixTime: Int64) -> Bool {
        later.isEmpty && (current.validSince == 0 || current.validUntil <= unixTime &+ SessionLimits.saltReserve)
    }
}
