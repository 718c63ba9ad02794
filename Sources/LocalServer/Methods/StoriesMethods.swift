// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Stories; nobody has any yet.
    mutating func addStories() {
        on(TL.stories.GetPeerStories.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let (users, chats) = world.peers([peer], for: caller.id)
            return .init(stories: .init(peer: World.peer(peer), stories: []), chats: chats, users: users)
        }
    }
}
