// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// What accounts are.
    mutating func addUsers() {
        on(TL.users.GetUsers.self, .anywhere) { (request, call, engine) throws(RPCFailure) in
            let viewer = try call.caller
            return request.id.prefix(Self.mostUsers).map { input in
                if let account = engine.world.user(input, for: viewer) {
                    return engine.world.user(account, for: viewer.id)
                }
                if case .inputUser(let user) = input { return TL.User.empty(.init(id: user.userID)) }
                return .empty(.init(id: 0))
            }
        }
        on(TL.users.GetFullUser.self, .anywhere) { (request, call, engine) throws(RPCFailure) in
            let viewer = try call.caller
            guard let account = engine.world.user(request.id, for: viewer) else { throw .bad(.userIDInvalid) }
            let info = TL.BotInfo(
                userID: account.id, description: account.about,
                commands: account.commands.map { .init(command: $0.command, description: $0.description) })
            let full = TL.UserFull(
                canPinMessage: true, id: account.id, about: account.about, settings: .init(), notifySettings: .init(),
                botInfo: account.isBot ? info : nil, commonChatsCount: 0)
            return .init(fullUser: full, chats: [], users: [engine.world.user(account, for: viewer.id)])
        }
    }

    /// How many users one call may ask for.
    private static let mostUsers = 200
}
