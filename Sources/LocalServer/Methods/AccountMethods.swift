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
            world.tellNames(of: caller.id, except: caller.origin)
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
            if request.firstName != nil || request.lastName != nil {
                world.tellNames(of: caller.id, except: caller.origin)
            }
            return try world.ownUser(caller.id)
        }
        on(TL.account.GetChatThemes.self, .person) { _, _, _ in .themes(.init(hash: 0, themes: [])) }
        on(TL.account.GetThemes.self, .person) { _, _, _ in .themes(.init(hash: 0, themes: [])) }
        on(TL.account.GetWebBrowserSettings.self, .person) { _, _, _ in
            .webBrowserSettings(.init(externalExceptions: [], inappExceptions: [], hash: 0))
        }
        on(TL.account.GetWebAuthorizations.self, .person) { _, _, _ in .init(authorizations: [], users: []) }
        addMusic()
        on(TL.account.RegisterDevice.self, .person) { request, caller, world in
            guard !request.token.isEmpty else { throw RPCFailure.bad(.tokenEmpty) }
            guard request.secret.isEmpty || request.secret.count == 256 else { throw RPCFailure.bad(.tokenInvalid) }
            world.update(caller.id) { $0.settings.devices.insert(request.token) }
            return true
        }
        on(TL.account.UnregisterDevice.self, .person) { request, caller, world in
            guard caller.account.settings.devices.contains(request.token) else {
                throw RPCFailure.bad(.tokenInvalid)
            }
            world.update(caller.id) { $0.settings.devices.remove(request.token) }
            return true
        }
        on(TL.account.UpdateDeviceLocked.self, .person) { _, _, _ in true }
        on(TL.fragment.GetCollectibleInfo.self, .person) { _, _, _ in
            // Nothing was ever bought here.
            throw RPCFailure.bad(.collectibleNotFound)
        }
        // No site takes part in this.
        on(TL.messages.RequestUrlAuth.self, .person) { _, _, _ in .default }
        on(TL.messages.AcceptUrlAuth.self, .person) { _, _, _ in .default }
        on(TL.messages.DeclineUrlAuth.self, .person) { _, _, _ in true }
    }

    /// Songs in the profile.
    private mutating func addMusic() {
        on(TL.account.SaveMusic.self, .person) { request, caller, world in
            let song = try world.document(request.id, caller.account).id
            let previous = try request.afterID.map { after throws(RPCFailure) in
                try world.document(after, caller.account).id
            }
            world.update(caller.id) { account in
                account.settings.music.removeAll { $0 == song }
                guard !request.unsave else { return }
                let place = previous.flatMap { account.settings.music.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
                account.settings.music.insert(song, at: place)
            }
            return true
        }
        on(TL.account.GetSavedMusicIds.self, .person) { _, caller, _ in
            .savedMusicIds(.init(ids: caller.account.settings.music))
        }
        on(TL.users.GetSavedMusic.self, .anywhere) { request, caller, world in
            guard let owner = world.user(request.id, for: caller.account) else {
                throw RPCFailure.bad(.userIDInvalid)
            }
            let songs = world.allows(caller.id, .savedMusic, of: owner) ? owner.settings.music : []
            let page = songs.dropFirst(max(0, Int(request.offset))).prefix(max(0, min(100, Int(request.limit))))
            return .savedMusic(
                .init(
                    count: Int32(clamping: songs.count), documents: page.map { world.document($0, for: caller.id) }))
        }
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
