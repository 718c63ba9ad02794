// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// What accounts are.
    mutating func addPeers() {
        on(TL.users.GetUsers.self, .anywhere) { request, caller, world in
            request.id.prefix(Self.mostUsers).map { input in
                if let account = world.user(input, for: caller.account) {
                    return world.user(account, for: caller.id)
                }
                if case .inputUser(let user) = input { return TL.User.empty(.init(id: user.userID)) }
                return .empty(.init(id: 0))
            }
        }
        // Nobody has a colour other than the one that clients give by the id.
        on(TL.help.GetPeerColors.self) { _, _, _ in .peerColors(.init(hash: 0, colors: [])) }
        on(TL.help.GetPeerProfileColors.self) { _, _, _ in .peerColors(.init(hash: 0, colors: [])) }
        on(TL.users.GetFullUser.self, .anywhere) { request, caller, world in
            guard let account = world.user(request.id, for: caller.account) else {
                throw RPCFailure.bad(.userIDInvalid)
            }
            let settings = world.bots.settings[account.id]
            let info = TL.BotInfo(
                userID: account.id, description: settings?.texts[""]?.description ?? account.about,
                commands: account.commands.map { .init(command: $0.command, description: $0.description) },
                menuButton: settings?.menuButton(for: caller.id))
            let seesAbout = world.allows(caller.id, .about, of: account)
            let seesBirthday = world.allows(caller.id, .birthday, of: account)
            let callsAllowed = !account.isBot && world.allows(caller.id, .phoneCall, of: account)
            let seesPhoto = world.allows(caller.id, .profilePhoto, of: account)
            func photo(_ id: Int64) -> TL.Photo { world.photo(id, for: caller.id) }
            let personal = account.settings.personalChannel.flatMap { world.channels[$0] != nil ? $0 : nil }
            let full = TL.UserFull(
                blocked: world.contacts.hasBlocked(account.id, caller.id), phoneCallsAvailable: callsAllowed,
                phoneCallsPrivate: !account.isBot && !callsAllowed, canPinMessage: true,
                voiceMessagesForbidden: !world.allows(caller.id, .voiceMessages, of: account),
                blockedMyStoriesFrom: world.contacts.hasBlocked(account.id, caller.id, fromStories: true),
                contactRequirePremium: !world.mayWrite(caller.account, to: account),
                botCanManageEmojiStatus: settings?.statusOwners.contains(caller.id) ?? false,
                id: account.id, about: seesAbout ? account.about : nil,
                settings: world.settings(of: account.id, for: caller.id),
                personalPhoto: world.profilePhotos.personal(of: account.id, for: caller.id).map(photo),
                profilePhoto: seesPhoto ? world.profilePhotos[account.id].first.map(photo) : nil,
                fallbackPhoto: world.profilePhotos.fallback(of: account.id).map(photo),
                notifySettings: world.dialogs[caller.id].notifySettings[account.id] ?? .init(),
                botInfo: account.isBot ? info : nil,
                commonChatsCount: Int32(clamping: world.commonChats(of: caller.id, and: account.id).count),
                folderID: world.dialogs[caller.id].archived.contains(account.id) ? 1 : nil,
                theme: world.dialogs[caller.id].themes[account.id].map { .chatTheme(.init(emoticon: $0)) },
                botGroupAdminRights: settings?.groupRights, botBroadcastAdminRights: settings?.channelRights,
                birthday: seesBirthday ? account.settings.birthday : nil, personalChannelID: personal,
                note: world.contacts.contact(account.id, of: caller.id)?.note, botManagerID: settings?.manager)
            let chats = personal.map { world.peers([PeerNumber.channel($0).number], for: caller.id).chats } ?? []
            return .init(fullUser: full, chats: chats, users: [world.user(account, for: caller.id)])
        }
    }

    /// How many users one call may ask for.
    private static let mostUsers = 200
}
