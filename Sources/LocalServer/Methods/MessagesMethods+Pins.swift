// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Pinned messages.
    mutating func addPins() {
        on(TL.messages.UpdatePinnedMessage.self) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            return try world.pin(
                request.id, in: peer, by: caller.id, isPinned: !request.unpin, isSilent: request.silent,
                isOwn: request.pmOneside, origin: caller.origin)
        }
        on(TL.messages.UnpinAllMessages.self) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let count = try world.unpinAll(in: peer, by: caller.id, origin: caller.origin)
            var pts = world.mailbox(of: caller.id).pts
            if case .channel(let id) = PeerNumber(peer), let channel = world.channels[id] { pts = channel.mailbox.pts }
            return .init(pts: pts, ptsCount: count, offset: 0)
        }
    }
}
