// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramSession
import FerogramTLTypes

/// Which message names each of the peers of whom the server has shown too little to address them.
///
/// See core.telegram.org/api/min.
struct SeenInMessages {
    private(set) var contexts: [StoredPeer.ID: StoredPeer.MinContext] = [:]

    /// Looks for messages that name peers.
    ///
    /// - Returns: `nil` if there are no such peers, as is usual.
    init?(_ users: [TL.User], _ chats: [TL.Chat], _ updates: [TL.Update]) {
        var wanted: Set<StoredPeer.ID> = []
        for case .user(let user) in users where user.min { wanted.insert(.user(user.id)) }
        for case .channel(let channel) in chats where channel.min { wanted.insert(.channel(channel.id)) }
        guard !wanted.isEmpty else { return nil }
        for update in updates {
            switch update {
            case .newMessage(let update): look(at: update.message, wanted)
            case .newChannelMessage(let update): look(at: update.message, wanted)
            case .editMessage(let update): look(at: update.message, wanted)
            case .editChannelMessage(let update): look(at: update.message, wanted)
            default: continue
            }
        }
    }

    private mutating func look(at message: TL.Message, _ wanted: Set<StoredPeer.ID>) {
        guard case .message(let message) = message else { return }
        let chat = PeerID(message.peerID).stored
        var named = [message.fromID, message.fwdFrom?.fromID].compactMap(\.self).map { PeerID($0).stored }
        for case .mentionName(let mention) in message.entities ?? [] { named.append(.user(mention.userID)) }
        for id in named where wanted.contains(id) && id != chat {
            contexts[id] = StoredPeer.MinContext(chat: chat, messageID: message.id)
        }
    }
}
