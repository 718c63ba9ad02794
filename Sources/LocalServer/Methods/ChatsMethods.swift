// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Basic groups.
    mutating func addChats() {
        addChannels()
        addChatLooks()
        addChatSettings()
        addMembers()
        addBoosts()
        addInvites()
        addTopics()
        on(TL.messages.CreateChat.self, .person) { request, caller, world in
            guard !request.users.isEmpty else { throw RPCFailure.bad(.usersTooFew) }
            let people = try request.users.map { user in
                try world.member(user, for: caller.account).id
            }
            let (welcome, missing) = world.invitable(people, by: caller.id)
            let made = try world.createGroup(
                request.title, by: caller.id, with: welcome, origin: caller.origin)
            let named = TL.Update.messageID(.init(id: made.sent.message.id, randomID: world.nextRandomID()))
            return world.invited(by: caller.id, to: made.group, made.sent, after: [named], without: missing)
        }
        on(TL.messages.AddChatUser.self, .person) { request, caller, world in
            let group = try world.group(request.chatID, for: caller.account)
            let person = try world.member(request.userID, for: caller.account)
            let (welcome, missing) = world.invitable([person.id], by: caller.id)
            guard !welcome.isEmpty else {
                return .init(updates: world.updates([], naming: [caller.id], for: caller.id), missingInvitees: missing)
            }
            let sent = try world.add(person.id, to: group.id, by: caller.id, origin: caller.origin)
            return world.invited(by: caller.id, to: group, sent)
        }
        on(TL.messages.DeleteChatUser.self) { request, caller, world in
            let group = try world.group(request.chatID, for: caller.account)
            let person = try world.member(request.userID, for: caller.account)
            let sent = try world.remove(person.id, from: group.id, by: caller.id, origin: caller.origin)
            return world.told(of: [sent], to: caller.id)
        }
        on(TL.messages.EditChatAdmin.self, .person) { request, caller, world in
            let group = try world.group(request.chatID, for: caller.account)
            let person = try world.member(request.userID, for: caller.account)
            try world.setAdmin(
                request.isAdmin, person.id, inGroup: group.id, by: caller.id, origin: caller.origin)
            return true
        }
        on(TL.messages.GetChats.self) { request, caller, world in
            let found = request.id.prefix(Self.mostChats).filter { id in
                (try? world.group(id, for: caller.account)) != nil
            }
            return .chats(
                .init(chats: world.chats(found.map { PeerNumber.group($0).number }, for: caller.id)))
        }
        on(TL.messages.GetFullChat.self) { request, caller, world in
            let group = try world.group(request.chatID, for: caller.account)
            let full = world.full(group, for: caller.id)
            let (users, chats) = world.peers(Array(group.members.keys) + [group.number], for: caller.id)
            return .init(fullChat: .chatFull(full), chats: chats, users: users)
        }
    }

    /// How many chats one call may ask for.
    static let mostChats = 200
}

extension World {
    /// What whoever has put people into a basic group hears.
    fileprivate func invited(
        by account: Int64, to group: BasicGroup, _ sent: Sent, after first: [TL.Update] = [],
        without missing: [TL.MissingInvitee] = []
    ) -> TL.messages.InvitedUsers {
        let (updates, people) = membership(of: groups[group.id] ?? group, for: account)
        return .init(
            updates: told(of: [sent], to: account, after: first + updates, naming: people), missingInvitees: missing)
    }
}
