// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// The photos of accounts, and who sees which.
struct ProfilePhotos: Sendable {
    /// The photos of each account, the newest first.
    private var own: [Int64: [Int64]] = [:]
    /// What those see who may not see the others.
    private var fallbacks: [Int64: Int64] = [:]
    /// What an account has set for a contact, for itself alone.
    private var personal: [Int64: [Int64: Int64]] = [:]

    subscript(account: Int64) -> [Int64] { own[account] ?? [] }

    func fallback(of account: Int64) -> Int64? { fallbacks[account] }

    func personal(of contact: Int64, for viewer: Int64) -> Int64? { personal[viewer]?[contact] }

    /// Whether a photo is one of an account's, for anybody.
    func has(_ photo: Int64, of account: Int64) -> Bool {
        own[account]?.contains(photo) == true || fallbacks[account] == photo
            || personal.values.contains { $0[account] == photo }
    }

    /// Shows a photo first, a new one or one of before.
    mutating func set(_ photo: Int64, of account: Int64) {
        own[account, default: []].removeAll { $0 == photo }
        own[account, default: []].insert(photo, at: 0)
    }

    mutating func setFallback(_ photo: Int64?, of account: Int64) { fallbacks[account] = photo }

    mutating func setPersonal(_ photo: Int64?, of contact: Int64, for viewer: Int64) {
        personal[viewer, default: [:]][contact] = photo
    }

    /// - Returns: Whether it was there.
    mutating func remove(_ photo: Int64, of account: Int64) -> Bool {
        guard has(photo, of: account) else { return false }
        own[account]?.removeAll { $0 == photo }
        if fallbacks[account] == photo { fallbacks[account] = nil }
        return true
    }
}

extension World {
    /// The photo of an account that another one sees.
    func visiblePhoto(of account: Account, for viewer: Int64) -> Int64? {
        if let personal = profilePhotos.personal(of: account.id, for: viewer) { return personal }
        return allows(viewer, .profilePhoto, of: account)
            ? profilePhotos[account.id].first : profilePhotos.fallback(of: account.id)
    }

    /// Whose photo is to be changed: the account's own, or that of a bot of its own.
    func photoOwner(_ bot: TL.InputUser?, _ caller: Account) throws(RPCFailure) -> Account {
        guard let bot else { return caller }
        guard let account = user(bot, for: caller), account.isBot else { throw .bad(.botInvalid) }
        return account
    }
}
