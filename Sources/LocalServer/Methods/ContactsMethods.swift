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
        // Nobody has contacts here.
        on(TL.contacts.GetContacts.self, .person) { _, _, _ in
            .contacts(.init(contacts: [], savedCount: 0, users: []))
        }
        on(TL.contacts.GetStatuses.self, .person) { _, _, _ in [] }
        on(TL.contacts.GetTopPeers.self, .person) { _, _, _ in
            .topPeers(.init(categories: [], chats: [], users: []))
        }
        on(TL.contacts.GetBlocked.self, .person) { _, _, _ in .blocked(.init(blocked: [], chats: [], users: [])) }
        on(TL.contacts.Search.self, .person) { request, caller, world in
            let query = request.q.lowercased()
            guard query.count >= 3 else { throw RPCFailure(400, Self.queryTooShort) }
            let found = world.accounts.values.filter { account in
                account.username?.lowercased().hasPrefix(query) ?? false
            }
            .sorted { $0.id < $1.id }.prefix(max(0, min(Int(request.limit), 50)))
            return .init(
                myResults: [], results: found.map { World.peer($0.id) }, chats: [],
                users: found.map { world.user($0, for: caller.id) })
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
