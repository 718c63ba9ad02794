// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// A message that an account can see.
    ///
    /// - Throws: `MESSAGE_ID_INVALID` if there is none in the conversation.
    func message(_ id: Int32, in peer: Int64, of account: Int64) throws(RPCFailure) -> StoredMessage {
        let message =
            if case .channel(let channel) = PeerNumber(peer) {
                channels[channel]?.mailbox[id]
            } else {
                mailboxes[account]?[id]
            }
        guard let message, message.peer == peer else { throw .bad(.messageIDInvalid) }
        return message
    }

    /// The copies of a message, each with who has it; in a channel all members have the same one.
    func copies(of message: StoredMessage, seenBy account: Int64) -> [(account: Int64, message: StoredMessage)] {
        let holders: [Int64]
        switch PeerNumber(message.peer) {
        case .user: holders = message.peer == account ? [account] : [account, message.peer]
        case .group(let id): holders = groups[id].map { $0.members.keys.sorted() } ?? [account]
        case .channel(let id): return channels[id]?.members.keys.sorted().map { (account: $0, message: message) } ?? []
        }
        return holders.compactMap { holder in
            mailboxes[holder]?.message(withSharedID: message.sharedID).map { (account: holder, message: $0) }
        }
    }

    /// Tells everybody who has a message of something that has no number.
    ///
    /// - Parameters:
    ///   - message: The message, as an account has it.
    ///   - account: The account.
    ///   - origin: The session that learns of it from the answer.
    ///   - update: Makes the update for somebody and that copy.
    /// - Returns: The account's own update, as the answer to a call.
    mutating func tell(
        of message: StoredMessage, seenBy account: Int64, except origin: CallOrigin?,
        _ update: (World, Int64, StoredMessage) -> TL.Update?
    ) -> TL.Updates {
        var own: TL.Updates?
        for copy in copies(of: message, seenBy: account) {
            guard let update = update(self, copy.account, copy.message) else { continue }
            let people = people(in: copy.message).union([account, copy.account])
            let updates: TL.Updates
            var place: Int64?
            if case .channel(let id) = PeerNumber(message.peer) {
                place = id
                updates = channelUpdates([update], naming: people, in: id, for: copy.account)
            } else {
                updates = self.updates([update], naming: people, for: copy.account)
            }
            let isOwn = copy.account == account
            if isOwn { own = updates }
            push(updates, to: copy.account, except: isOwn ? origin : nil, channel: place, pts: 0)
        }
        return own ?? updates([], naming: [account], for: account)
    }
}
