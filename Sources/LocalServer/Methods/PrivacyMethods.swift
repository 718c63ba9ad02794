// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Privacy rules and notifications.
    mutating func addPrivacy() {
        on(TL.account.GetPrivacy.self, .person) { request, caller, world in
            world.privacyRules(request.key, of: caller.account)
        }
        on(TL.account.SetPrivacy.self, .person) { request, caller, world in
            var rules: [TL.PrivacyRule] = []
            for rule in request.rules { rules.append(try world.stored(rule, by: caller.account)) }
            guard !rules.isEmpty else { throw RPCFailure.bad(.privacyValueInvalid) }
            world.update(caller.id) { $0.settings.privacy[.init(request.key)] = rules }
            guard let account = world[caller.id] else { throw RPCFailure(401, .authKeyUnregistered) }
            let new = world.privacyRules(request.key, of: account)
            let update = TL.Update.privacy(.init(key: World.privacyKey(request.key), rules: new.rules))
            world.push(
                .updates(.init(updates: [update], users: new.users, chats: new.chats, date: world.date, seq: 0)),
                to: caller.id, except: caller.origin)
            return new
        }
        on(TL.account.GetGlobalPrivacySettings.self, .person) { _, caller, _ in caller.account.settings.globalPrivacy }
        on(TL.account.SetGlobalPrivacySettings.self, .person) { request, caller, world in
            world.update(caller.id) { $0.settings.globalPrivacy = request.settings }
            return request.settings
        }
        on(TL.account.GetNotifySettings.self, .person) { request, caller, world in
            caller.account.settings.notifications[try world.notifyKey(request.peer, caller.account)] ?? .init()
        }
        on(TL.account.UpdateNotifySettings.self, .person) { request, caller, world in
            let key = try world.notifyKey(request.peer, caller.account)
            let change = request.settings
            // What is left out is again as it is by default.
            let settings = TL.PeerNotifySettings(
                showPreviews: change.showPreviews, silent: change.silent, muteUntil: change.muteUntil,
                otherSound: change.sound, storiesMuted: change.storiesMuted,
                storiesHideSender: change.storiesHideSender, storiesOtherSound: change.storiesSound)
            world.update(caller.id) { $0.settings.notifications[key] = settings }
            if case .peer(let peer) = key { world.dialogs[caller.id].notifySettings[peer] = settings }
            world.tell(
                .notifySettings(.init(peer: World.notifyPeer(key), notifySettings: settings)), naming: key.peers,
                to: caller)
            return true
        }
        on(TL.account.GetNotifyExceptions.self, .person) { _, caller, world in
            var updates: [TL.Update] = []
            var people: [Int64] = []
            for (key, settings) in caller.account.settings.notifications {
                guard case .peer(let id) = key else { continue }
                people.append(id)
                updates.append(
                    .notifySettings(.init(peer: .notifyPeer(.init(peer: World.peer(id))), notifySettings: settings)))
            }
            return world.updates(updates, naming: people, for: caller.id)
        }
        on(TL.account.ResetNotifySettings.self, .person) { _, caller, world in
            world.update(caller.id) { $0.settings.notifications = [:] }
            return true
        }
        on(TL.account.GetReactionsNotifySettings.self, .person) { _, caller, _ in
            caller.account.settings.reactionNotifications
        }
        on(TL.account.SetReactionsNotifySettings.self, .person) { request, caller, world in
            world.update(caller.id) { $0.settings.reactionNotifications = request.settings }
            return request.settings
        }
        on(TL.account.GetContactSignUpNotification.self, .person) { _, caller, _ in
            caller.account.settings.isSilentAboutContacts
        }
        on(TL.account.SetContactSignUpNotification.self, .person) { request, caller, world in
            world.update(caller.id) { $0.settings.isSilentAboutContacts = request.silent }
            return true
        }
    }
}
