// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Finding others.
    mutating func addContacts() {
        on(TL.contacts.ResolveUsername.self) { request, caller, world in
            guard !request.username.isEmpty else { throw RPCFailure.bad(.usernameInvalid) }
            guard let number = world.peer(username: request.username) else {
                throw RPCFailure.bad(.usernameNotOccupied)
            }
            return world.resolved(number, caller.account)
        }
        on(TL.contacts.ResolvePhone.self, .person) { request, caller, world in
            guard let account = world.account(phone: request.phone) else { throw RPCFailure.bad(.phoneNotOccupied) }
            return world.resolved(account.id, caller.account)
        }
        addContactLists()
        on(TL.contacts.Search.self, .person) { request, caller, world in
            let query = request.q.lowercased()
            guard query.count >= 3 else { throw RPCFailure(400, Self.queryTooShort) }
            let limit = max(0, min(Int(request.limit), 50))
            let own =
                world.contacts.all(of: caller.id).filter { world.matches($0, query, for: caller.id) }
                + world.chats(ofAccount: caller.id, matching: query)
            let people = world.accounts.values.filter { account in
                account.username?.lowercased().hasPrefix(query) ?? false
            }.map(\.id)
            let channels = world.channels.values.filter { channel in
                channel.username?.lowercased().hasPrefix(query) ?? false
            }.map(\.number)
            let others = (people.sorted() + channels.sorted()).filter { !own.contains($0) }.prefix(limit)
            let mine = own.prefix(limit)
            let (users, chats) = world.peers(mine + others, for: caller.id)
            return .init(
                myResults: mine.map { World.peer($0) }, results: others.map { World.peer($0) }, chats: chats,
                users: users)
        }
    }

    private static let queryTooShort = TLErrorName(rawValue: "QUERY_TOO_SHORT")
}

extension World {
    fileprivate func resolved(_ number: Int64, _ viewer: Account) -> TL.contacts.ResolvedPeer {
        let (users, chats) = peers([number], for: viewer.id)
        return .init(peer: World.peer(number), chats: chats, users: users)
    }
}
