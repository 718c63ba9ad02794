// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase

/// The server salts of an authorization key, now and later.
///
/// They belong to the key: a new session of the key uses them on, and they are stored with it. See
/// core.telegram.org/mtproto/description#server-salt.
public struct SaltSchedule: Hashable, Sendable {
    /// The salt in use and those that follow it, in their order; it is never empty.
    ///
    /// It is one array, which the stored session has as well without a copy.
    package private(set) var all: [ServerSalt]

    /// The salt in use.
    public var current: ServerSalt { all.first ?? ServerSalt(salt: 0, validSince: 0, validUntil: Int64(UInt32.max)) }
    /// The salts that follow it, sorted by their beginnings; at most 64.
    public var later: [ServerSalt] { Array(all.dropFirst()) }

    /// Starts with one salt.
    ///
    /// - Parameter salt: The salt of the key exchange or of an earlier session; with any other the server's first answer
    ///   brings the right one.
    public init(salt: Int64 = 0) {
        all = [ServerSalt(salt: salt, validSince: 0, validUntil: Int64(UInt32.max))]
    }

    /// Starts with a schedule that was stored.
    ///
    /// - Parameters:
    ///   - current: The salt in use.
    ///   - later: The salts that follow it.
    public init(current: ServerSalt, later: [ServerSalt]) {
        all = [current]
        merge(later, at: 0)
    }

    /// Starts with a schedule that was stored, in any order; `nil` if there is no salt.
    ///
    /// - Parameter stored: The salts.
    package init?(stored: [ServerSalt]) {
        let sorted = Self.isOrdered(stored[...]) ? stored : stored.sorted { $0.validSince < $1.validSince }
        guard let first = sorted.first else { return nil }
        let later = sorted.dropFirst()
        // What was stored by this very type is taken as it is, memory and all.
        let isUsable = later.allSatisfy { Self.isUseful($0, at: 0) && $0.salt != first.salt }
        all = isUsable && later.count <= SessionLimits.futureSalts ? sorted : [first]
        if all.count < sorted.count { merge(Array(later), at: 0) }
    }

    private static func isOrdered(_ salts: ArraySlice<ServerSalt>) -> Bool {
        zip(salts, salts.dropFirst()).allSatisfy { $0.validSince <= $1.validSince }
    }

    private static func isUseful(_ salt: ServerSalt, at unixTime: Int64) -> Bool {
        salt.validUntil > unixTime && salt.validSince < salt.validUntil
    }

    /// Takes the salt that the server named.
    mutating func replace(with salt: Int64) {
        guard salt != current.salt else { return }
        self = Self(salt: salt)
    }

    /// Takes salts that the server announced.
    mutating func merge(_ salts: [ServerSalt], at unixTime: Int64) {
        let useful = salts.filter { Self.isUseful($0, at: unixTime) }
        var current = current
        for salt in useful where salt.salt == current.salt {
            current = salt
        }
        let later = useful.filter { $0.salt != current.salt }.sorted { $0.validSince < $1.validSince }
            .prefix(SessionLimits.futureSalts)
        var merged: [ServerSalt] = []
        merged.reserveCapacity(1 + later.count)
        merged.append(current)
        merged += later
        // The one that is there may be shared.
        if merged != all { all = merged }
    }

    /// Goes on to the newest salt that is valid by now.
    ///
    /// - Returns: Whether the salt changed.
    mutating func advance(to unixTime: Int64) -> Bool {
        // They are sorted, so that mostly one look is enough.
        guard all.count > 1, all[1].validSince <= unixTime &- SessionLimits.saltDelay else { return false }
        guard let index = all.dropFirst().lastIndex(where: { $0.validSince <= unixTime &- SessionLimits.saltDelay })
        else {
            return false
        }
        all.removeSubrange(..<index)
        return true
    }

    /// Whether more salts are wanted.
    func needsMore(at unixTime: Int64) -> Bool {
        let current = current
        return all.count < 2 && (current.validSince == 0 || current.validUntil <= unixTime &+ SessionLimits.saltReserve)
    }
}
