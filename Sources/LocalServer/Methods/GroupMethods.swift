// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Basic groups.
    mutating func addGroups() {
        on(TL.messages.CreateChat.self, .person) { (request, call, engine) throws(RPCFailure) in
            let creator = try call.caller
            guard !request.users.isEmpty else { throw .bad(.usersTooFew) }
            let people = try request.users.map { user throws(RPCFailure) in
                try engine.world.member(user, for: creator).id
            }
            let made = try engine.world.createGroup(
                request.title, by: creator.id, with: people, origin: call.origin)
            return engine.world.invited(by: creator.id, to: made.group, made.sent)
        }
        on(TL.messages.AddChatUser.self, .person) { (request, call, engine) throws(RPCFailure) in
            let inviter = try call.caller
            let group = try engine.world.group(request.chatID, for: inviter)
            let person = try engine.world.member(request.userID, for: inviter)
            let sent = try engine.world.add(person.id, to: group.id, by: inviter.id, origin: call.origin)
            return engine.world.invited(by: inviter.id, to: group, sent)
        }
        on(TL.messages.DeleteChatUser.self) { (request, call, engine) throws(RPCFailure) in
            let remover = try call.caller
            let group = try engine.world.group(request.chatID, for: remover)
            let person = try engine.world.member(request.userID, for: remover)
            let sent = try engine.world.remove(person.id, from: group.id, by: remover.id, origin: call.origin)
            return engine.world.told(of: [sent], to: remover.id)
        }
        on(TL.messages.GetChats.self) { (request, call, engine) throws(RPCFailure) in
            let viewer = try call.caller
            let found = request.id.prefix(Self.mostChats).filter { id in
                (try? engine.world.group(id, for: viewer)) != nil
            }
            return .chats(
                .init(chats: engine.world.chats(found.map { PeerNumber.group($0).number }, for: viewer.id)))
        }
        on(TL.messages.GetFullChat.self) { (request, call, engine) throws(RPCFailure) in
            let viewer = try call.caller
            let group = try engine.world.group(request.chatID, for: viewer)
            let full = TL.ChatFull.ChatFull(
                id: group.id, about: "", participants: engine.world.participants(of: group, for: viewer.id),
                notifySettings: .init())
            let (users, chats) = engine.world.peers(Array(group.members.keys) + [group.number], for: viewer.id)
            return .init(fullChat: .chatFull(full), chats: chats, users: users)
        }
    }

    /// How many chats one call may ask for.
    static let mostChats = 200
}

extension World {
    /// What whoever has put people into a basic group hears.
    fileprivate func invited(by account: Int64, to group: BasicGroup, _ sent: Sent) -> TL.messages.InvitedUsers {
        let (updates, people) = membership(of: groups[group.id] ?? group, for: account)
        return .init(updates: told(of: [sent], to: account, after: updates, naming: people), missingInvitees: [])
    }
}
