// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Privacy rules and notifications, which are as they are for a new account.
    mutating func addPrivacy() {
        on(TL.account.GetNotifySettings.self, .person) { request, caller, world in
            guard case .inputNotifyPeer(let place) = request.peer else { return .init() }
            let peer = try world.target(place.peer, for: caller.account)
            return world.dialogs[caller.id].notifySettings[peer] ?? .init()
        }
        on(TL.account.UpdateNotifySettings.self, .person) { request, caller, world in
            // Only the settings of single chats are kept here.
            guard case .inputNotifyPeer(let place) = request.peer else { return true }
            let peer = try world.target(place.peer, for: caller.account)
            let settings = TL.PeerNotifySettings(
                showPreviews: request.settings.showPreviews, silent: request.settings.silent,
                muteUntil: request.settings.muteUntil)
            world.dialogs[caller.id].notifySettings[peer] = settings
            world.tell(
                .notifySettings(.init(peer: .notifyPeer(.init(peer: World.peer(peer))), notifySettings: settings)),
                naming: [peer], to: caller)
            return true
        }
        on(TL.account.GetPrivacy.self, .person) { _, _, _ in
            .init(rules: [.allowAll], chats: [], users: [])
        }
    }
}
