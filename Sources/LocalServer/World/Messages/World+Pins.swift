// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// Pins a message or takes it off the pinned ones.
    ///
    /// - Parameters:
    ///   - id: The message.
    ///   - peer: The conversation.
    ///   - account: Who does it.
    ///   - isPinned: Whether it is pinned.
    ///   - isSilent: Whether nobody is notified.
    ///   - isOwn: Whether it is pinned for the account alone.
    ///   - origin: The session that learns of it from the answer.
    /// - Returns: The answer to the call.
    /// - Throws: ``RPCFailure`` for the reasons of `messages.updatePinnedMessage`.
    mutating func pin(
        _ id: Int32, in peer: Int64, by account: Int64, isPinned: Bool, isSilent: Bool, isOwn: Bool,
        origin: CallOrigin? = nil
    ) throws(RPCFailure) -> TL.Updates {
        try checkPinning(in: peer, by: account)
        let message = try message(id, in: peer, of: account)
        guard message.isPinned != isPinned else { throw .bad(.chatNotModified) }
        guard message.content.action == nil else { throw .bad(.messageIDInvalid) }
        let answer = setPinned([message], isPinned, in: peer, by: account, isOwn: isOwn, origin)
        var says = isPinned && !isOwn
        if case .channel(let channel) = PeerNumber(peer), channels[channel]?.isBroadcast == true { says = false }
        guard says else { return answer }
        var news = NewMessage(text: "")
        (news.action, news.replyTo, news.isSilent) = (.pinMessage, id, isSilent)
        let sent = try send(news, from: account, to: peer, origin: origin)
        guard case .updates(let batch) = answer else { return told(of: [sent], to: account) }
        return told(of: [sent], to: account, after: batch.updates)
    }

    /// Takes all messages of a conversation off the pinned ones.
    ///
    /// - Returns: How many there were.
    mutating func unpinAll(
        in peer: Int64, by account: Int64, origin: CallOrigin? = nil
    ) throws(RPCFailure) -> Int32 {
        try checkPinning(in: peer, by: account)
        guard let viewer = accounts[account] else { throw .bad(.peerIDInvalid) }
        let pinned = messages(of: viewer, with: peer).filter(\.isPinned)
        guard !pinned.isEmpty else { return 0 }
        _ = setPinned(pinned, false, in: peer, by: account, isOwn: false, origin)
        return Int32(clamping: pinned.count)
    }

    private func checkPinning(in peer: Int64, by account: Int64) throws(RPCFailure) {
        switch PeerNumber(peer) {
        case .user: return
        case .group(let id):
            guard groups[id]?.members[account] != nil else { throw RPCFailure(403, .chatWriteForbidden) }
        case .channel(let id):
            guard channels[id] != nil else { throw .bad(.channelInvalid) }
        }
        try demand(.pin, account, in: peer)
    }

    /// Changes the marks in all copies, and tells everybody.
    private mutating func setPinned(
        _ messages: [StoredMessage], _ isPinned: Bool, in peer: Int64, by account: Int64, isOwn: Bool,
        _ origin: CallOrigin?
    ) -> TL.Updates {
        let date = date
        if case .channel(let id) = PeerNumber(peer) {
            let change = changeChannel(id) { channel in
                channel.lastChange = date
                return channel.mailbox.pin(messages.map(\.id), isPinned, with: peer, date: date)
            }
            guard let change = change ?? nil else { return updates([], naming: [account], for: account) }
            announce(change, inChannel: id, by: account, origin: origin)
            return updates([change], of: account, in: peer)
        }
        var ids: [Int64: [Int32]] = [account: messages.map(\.id)]
        if !isOwn {
            ids = [:]
            for message in messages {
                for copy in copies(of: message, seenBy: account) {
                    ids[copy.account, default: []].append(copy.message.id)
                }
            }
        }
        var own: Mailbox.Change?
        for (holder, ids) in ids.sorted(by: { $0.key < $1.key }) {
            let other = if case .user = PeerNumber(peer), holder != account { account } else { peer }
            guard let change = changeMailbox(holder, { $0.pin(ids, isPinned, with: other, date: date) }) ?? nil else {
                continue
            }
            if holder == account { own = change }
            announce([change], to: holder, except: holder == account ? origin : nil)
        }
        return own.map { updates([$0], of: account, in: peer) } ?? updates([], naming: [account], for: account)
    }
}
