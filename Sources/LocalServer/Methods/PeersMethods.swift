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
            let info = TL.BotInfo(
                userID: account.id, description: account.about,
                commands: account.commands.map { .init(command: $0.command, description: $0.description) })
            let full = TL.UserFull(
                canPinMessage: true, id: account.id, about: account.about, settings: .init(), notifySettings: .init(),
                botInfo: account.isBot ? info : nil, commonChatsCount: 0)
            return .init(fullUser: full, chats: [], users: [world.user(account, for: caller.id)])
        }
    }

    /// How many users one call may ask for.
    private static let mostUsers = 200
}
