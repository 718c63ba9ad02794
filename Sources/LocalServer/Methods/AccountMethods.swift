// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// The settings of one's own account.
    mutating func addAccount() {
        addSignIn()
        addPasswords()
        addQRLogin()
        addAuthorizations()
        addProfile()
        addProfilePhotos()
        on(TL.account.UpdateStatus.self, .person) { request, caller, world in
            world.setPresence(of: caller.id, isOnline: !request.offline)
            return true
        }
        on(TL.account.CheckUsername.self, .person) { request, caller, world in
            do throws(RPCFailure) {
                try world.check(username: request.username, for: caller.id)
                return true
            } catch {
                guard error == .bad(.usernameOccupied) else { throw error }
                return false
            }
        }
        on(TL.account.UpdateUsername.self, .person) { request, caller, world in
            try world.setUsername(request.username.isEmpty ? nil : request.username, of: caller.id)
            return try world.ownUser(caller.id)
        }
        on(TL.account.UpdateProfile.self, .person) { request, caller, world in
            try World.check(firstName: request.firstName, lastName: request.lastName)
            if let about = request.about, about.utf16.count > Self.aboutLength { throw RPCFailure.bad(.aboutTooLong) }
            world.update(caller.id) { account in
                if let name = request.firstName { account.firstName = name }
                if let name = request.lastName { account.lastName = name.isEmpty ? nil : name }
                if let about = request.about { account.about = about.isEmpty ? nil : about }
            }
            return try world.ownUser(caller.id)
        }
        on(TL.account.GetChatThemes.self, .person) { _, _, _ in .themes(.init(hash: 0, themes: [])) }
        on(TL.account.GetThemes.self, .person) { _, _, _ in .themes(.init(hash: 0, themes: [])) }
        on(TL.account.GetWebBrowserSettings.self, .person) { _, _, _ in
            .webBrowserSettings(.init(externalExceptions: [], inappExceptions: [], hash: 0))
        }
        on(TL.account.GetWebAuthorizations.self, .person) { _, _, _ in .init(authorizations: [], users: []) }
        on(TL.account.GetSavedMusicIds.self, .person) { _, _, _ in .savedMusicIds(.init(ids: [])) }
    }

    /// How many UTF-16 code units people may write about themselves, `about_length_limit_premium` of
    /// core.telegram.org/api/config.
    private static let aboutLength = 140
}

extension World {
    /// An account as it sees itself.
    fileprivate func ownUser(_ id: Int64) throws(RPCFailure) -> TL.User {
        guard let account = accounts[id] else { throw RPCFailure(401, .authKeyUnregistered) }
        return user(account, for: id)
    }
}
