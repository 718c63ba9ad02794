// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

// Posts of channels and their comments. See core.telegram.org/api/threads and core.telegram.org/api/discussion.
extension World {
    /// Sends a post on to the group in which it is talked about.
    mutating func passOn(_ post: StoredMessage, from id: Int64) throws(RPCFailure) {
        guard let channel = channels[id], channel.isBroadcast, post.content.action == nil,
            let group = chats[channel.number].linked, channels[group] != nil
        else { return }
        var content = post.content
        content.sendAs = nil
        content.signature = nil
        content.forward = TL.MessageFwdHeader(
            fromID: Self.peer(channel.number), date: post.date, channelPost: post.id,
            postAuthor: post.content.signature, savedFromPeer: Self.peer(channel.number), savedFromMsgID: post.id)
        let sent = try put(content, in: group, from: channel.number, NewMessage(text: ""), origin: nil)
        messageState.discussions[post.sharedID] = .init(channel: group, message: sent.message.id)
        messageState.posts[sent.message.sharedID] = .init(channel: id, message: post.id)
    }

    /// Counts an answer in a supergroup.
    mutating func noteReply(to answered: StoredMessage, in channel: Channel) {
        guard let root = channel.mailbox[root(of: answered.id, in: channel)] else { return }
        messageState.replies[root.sharedID, default: 0] += 1
    }

    /// Counts an answer no longer.
    mutating func takeBackReply(to answered: Int32, in channel: Channel) {
        guard !channel.isBroadcast, let root = channel.mailbox[root(of: answered, in: channel)],
            let count = messageState.replies[root.sharedID], count > 0
        else { return }
        messageState.replies[root.sharedID] = count - 1
    }

    /// How many comments or answers a message has, as messages carry it.
    func replies(to message: StoredMessage) -> TL.MessageReplies? {
        guard case .channel(let id) = PeerNumber(message.peer), let channel = channels[id],
            message.content.action == nil
        else { return nil }
        guard channel.isBroadcast else {
            let count = messageState.replies[message.sharedID] ?? 0
            // A post that was passed on has a thread before anybody answers it.
            guard count > 0 || messageState.posts[message.sharedID] != nil else { return nil }
            return .init(replies: count, repliesPts: channel.mailbox.pts)
        }
        guard let group = chats[channel.number].linked else { return nil }
        guard let place = messageState.discussions[message.sharedID], place.channel == group,
            let root = channels[group]?.mailbox[place.message]
        else { return .init(comments: true, replies: 0, repliesPts: 0, channelID: group) }
        return .init(
            comments: true, replies: messageState.replies[root.sharedID] ?? 0,
            repliesPts: channels[group]?.mailbox.pts ?? 0, channelID: group)
    }

    /// Where a message is talked about: a post of a channel in its group, another message where it is.
    func discussion(of message: StoredMessage) throws(RPCFailure) -> MessagesState.Place {
        guard case .channel(let id) = PeerNumber(message.peer), let channel = channels[id] else {
            throw .bad(.peerIDInvalid)
        }
        guard channel.isBroadcast else { return .init(channel: id, message: message.id) }
        guard let place = messageState.discussions[message.sharedID],
            channels[place.channel]?.mailbox[place.message] != nil
        else { throw .bad(.msgIDInvalid) }
        return place
    }

    /// The messages that answer a message, and those that answer them, newest first.
    func thread(of root: Int32, in messages: [StoredMessage]) -> [StoredMessage] {
        var ids: Set = [root]
        var found: [StoredMessage] = []
        for message in messages.reversed() {
            guard let answered = message.replyTo, ids.contains(answered) else { continue }
            ids.insert(message.id)
            found.append(message)
        }
        return found.reversed()
    }

    /// Notes how far somebody has read a thread, and tells their other sessions.
    mutating func readThread(
        _ place: MessagesState.Place, of post: StoredMessage, by account: Int64, upTo limit: Int32, origin: CallOrigin?
    ) {
        // Clients write the largest number for all that is there.
        let limit = min(limit, channels[place.channel]?.topMessage ?? 0)
        guard limit > messageState.threadMarks[account]?[place] ?? 0 else { return }
        messageState.threadMarks[account, default: [:]][place] = limit
        var broadcast: Int64?
        if post.peer != PeerNumber.channel(place.channel).number, case .channel(let id) = PeerNumber(post.peer) {
            broadcast = id
        }
        let update = TL.Update.ReadChannelDiscussionInbox(
            channelID: place.channel, topMsgID: place.message, readMaxID: limit, broadcastID: broadcast,
            broadcastPost: broadcast == nil ? nil : post.id)
        push(
            channelUpdates([.readChannelDiscussionInbox(update)], naming: [], in: place.channel, for: account),
            to: account, except: origin)
    }
}
