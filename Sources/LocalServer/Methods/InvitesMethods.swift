// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Links by which people join, and people who ask.
    mutating func addInvites() {
        on(TL.messages.ExportChatInvite.self) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            return world.invite(try world.createLink(request, in: number, by: caller.id), in: number)
        }
        on(TL.messages.EditExportedChatInvite.self) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            let (link, replacement) = try world.editLink(request, in: number, by: caller.id)
            let users = world.users([link.admin], for: caller.id)
            guard let replacement else {
                return .exportedChatInvite(.init(invite: world.invite(link, in: number), users: users))
            }
            return .replaced(
                .init(
                    invite: world.invite(link, in: number), newInvite: world.invite(replacement, in: number),
                    users: users))
        }
        on(TL.messages.GetExportedChatInvite.self, .person) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            let link = try world.link(request.link, in: number, for: caller.id)
            return .exportedChatInvite(
                .init(invite: world.invite(link, in: number), users: world.users([link.admin], for: caller.id)))
        }
        on(TL.messages.GetExportedChatInvites.self, .person) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            try world.demand(.manageLinks, caller.id, in: number)
            let admin = try world.member(request.adminID, for: caller.account).id
            guard admin == caller.id || world.standing(of: caller.id, in: number).isCreator else {
                throw RPCFailure.bad(.chatAdminRequired)
            }
            let all = world.chats[number].links.reversed().filter {
                $0.admin == admin && $0.isRevoked == request.revoked
            }
            let rest =
                request.offsetLink.flatMap { link in
                    all.firstIndex { $0.url == link }.map { all[($0 + 1)...] }
                } ?? all[...]
            let part = rest.prefix(max(0, min(Int(request.limit), Self.mostLinks)))
            return .init(
                count: Int32(clamping: all.count), invites: part.map { world.invite($0, in: number) },
                users: world.users([admin], for: caller.id))
        }
        on(TL.messages.DeleteExportedChatInvite.self, .person) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            try world.deleteLink(request.link, in: number, by: caller.id)
            return true
        }
        on(TL.messages.DeleteRevokedExportedChatInvites.self, .person) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            let admin = try world.member(request.adminID, for: caller.account).id
            try world.demand(.manageLinks, caller.id, in: number)
            guard admin == caller.id || world.standing(of: caller.id, in: number).isCreator else {
                throw RPCFailure.bad(.chatAdminRequired)
            }
            world.chats[number].links.removeAll { $0.admin == admin && $0.isRevoked }
            return true
        }
        on(TL.messages.GetAdminsWithInvites.self, .person) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            guard world.standing(of: caller.id, in: number).isCreator else { throw RPCFailure.bad(.chatAdminRequired) }
            let links = Dictionary(grouping: world.chats[number].links, by: \.admin)
            return .init(
                admins: links.sorted { $0.key < $1.key }.map { admin, links in
                    .init(
                        adminID: admin, invitesCount: Int32(clamping: links.count { !$0.isRevoked }),
                        revokedInvitesCount: Int32(clamping: links.count { $0.isRevoked }))
                }, users: world.users(links.keys, for: caller.id))
        }
        addJoining()
    }

    private mutating func addJoining() {
        on(TL.messages.GetChatInviteImporters.self) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            try world.demand(.manageLinks, caller.id, in: number)
            let all = world.importers(request, in: number)
            let offset = world.user(request.offsetUser, for: caller.account)?.id
            let rest = offset.flatMap { id in all.firstIndex { $0.userID == id }.map { all[($0 + 1)...] } } ?? all[...]
            let part = rest.prefix(max(0, min(Int(request.limit), Self.mostLinks)))
            return .init(
                count: Int32(clamping: all.count), importers: Array(part),
                users: world.users(part.map(\.userID), for: caller.id))
        }
        on(TL.messages.CheckChatInvite.self, .person) { request, caller, world in
            try world.preview(of: request.hash, for: caller.id)
        }
        on(TL.messages.ImportChatInvite.self, .person) { request, caller, world in
            let joined = try world.joinByLink(request.hash, caller.id, origin: caller.origin)
            let update = world.changed(joined.number)
            if let sent = joined.sent {
                return .ok(
                    .init(updates: world.told(of: [sent], to: caller.id, after: [update], naming: [joined.number])))
            }
            return .ok(.init(updates: world.updates([update], naming: [joined.number], for: caller.id)))
        }
        on(TL.messages.HideChatJoinRequest.self) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            guard case .inputUser(let user) = request.userID else { throw RPCFailure.bad(.userIDInvalid) }
            // Who asks need not be known otherwise.
            return try world.answerRequest(
                of: user.userID, in: number, approving: request.approved, by: caller.id, origin: caller.origin)
        }
        on(TL.messages.HideAllChatJoinRequests.self) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            return try world.answerAllRequests(
                in: number, link: request.link, approving: request.approved, by: caller.id, origin: caller.origin)
        }
    }

    /// How many links or people one call lists.
    private static let mostLinks = 100
}

extension World {
    /// Who joined by links or asks to, the last one first.
    fileprivate func importers(
        _ request: TL.messages.GetChatInviteImporters, in number: Int64
    ) -> [TL.ChatInviteImporter] {
        if request.requested {
            return chats[number].requests.reversed()
                .filter { (request.link == nil || $0.link == request.link) && matches($0.user, request.q ?? "") }
                .map { .init(requested: true, userID: $0.user, date: $0.date, about: accounts[$0.user]?.about) }
        }
        return chats[number].links.filter { request.link == nil || $0.url == request.link }
            .flatMap(\.joined).sorted { $0.date > $1.date }
            .map { .init(userID: $0.user, date: $0.date, approvedBy: $0.approvedBy) }
    }
}
