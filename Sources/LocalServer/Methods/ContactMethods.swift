// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Finding others.
    mutating func addContacts() {
        on(TL.contacts.ResolveUsername.self) { (request, call, engine) throws(RPCFailure) in
            let viewer = try call.caller
            guard !request.username.isEmpty else { throw .bad(.usernameInvalid) }
            guard let number = engine.world.peer(username: request.username) else {
                throw .bad(.usernameNotOccupied)
            }
            return engine.resolved(number, viewer)
        }
        on(TL.contacts.ResolvePhone.self, .person) { (request, call, engine) throws(RPCFailure) in
            let viewer = try call.caller
            guard let account = engine.world.account(phone: request.phone) else { throw .bad(.phoneNotOccupied) }
            return engine.resolved(account.id, viewer)
        }
        // Nobody has contacts here.
        on(TL.contacts.GetContacts.self, .person) { (_, _, _) in
            .contacts(.init(contacts: [], savedCount: 0, users: []))
        }
        on(TL.contacts.GetStatuses.self, .person) { (_, _, _) in [] }
        on(TL.contacts.Search.self, .person) { (request, call, engine) throws(RPCFailure) in
            let viewer = try call.caller
            let query = request.q.lowercased()
            guard query.count >= 3 else { throw RPCFailure(400, Self.queryTooShort) }
            let found = engine.world.accounts.values.filter { account in
                account.username?.lowercased().hasPrefix(query) ?? false
            }
            .sorted { $0.id < $1.id }.prefix(max(0, min(Int(request.limit), 50)))
            return .init(
                myResults: [], results: found.map { World.peer($0.id) }, chats: [],
                users: found.map { engine.world.user($0, for: viewer.id) })
        }
    }

    private static let queryTooShort = TLErrorName(rawValue: "QUERY_TOO_SHORT")
}

extension Engine {
    fileprivate func resolved(_ number: Int64, _ viewer: Account) -> TL.contacts.ResolvedPeer {
        let (users, chats) = world.peers([number], for: viewer.id)
        return .init(peer: World.peer(number), chats: chats, users: users)
    }
}
