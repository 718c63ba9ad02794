// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Threads: the comments on a post, and the answers to a message.
    mutating func addThreads() {
        on(TL.messages.GetReplies.self, .person) { request, caller, world in
            let place = try world.thread(request.peer, request.msgID, for: caller.account)
            let window = HistoryWindow(
                offsetID: request.offsetID, offsetDate: request.offsetDate, addOffset: request.addOffset,
                limit: request.limit, maxID: request.maxID, minID: request.minID)
            let all = world.thread(of: place.root, in: world.messages(of: caller.account, with: place.peer))
            return world.page(of: all, window, for: caller.id, in: place.peer)
        }
        on(TL.messages.GetDiscussionMessage.self) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let place = try world.discussion(of: try world.threadRoot(request.msgID, in: peer, for: caller.id))
            let number = PeerNumber.channel(place.channel).number
            guard let group = world.channels[place.channel], let root = group.mailbox[place.message] else {
                throw RPCFailure.bad(.msgIDInvalid)
            }
            let thread = world.thread(of: place.message, in: world.messages(of: caller.account, with: number))
            let mark =
                world.messageState.threadMarks[caller.id]?[place]
                ?? (group.members[caller.id]?.readUpTo).flatMap { $0 >= place.message ? $0 : nil }
            let unread = thread.count { $0.id > mark ?? 0 && $0.sender != caller.id }
            let (users, chats) = world.peersOfChannel(
                world.people(in: root).union([peer, number, caller.id]), for: caller.id)
            return .init(
                messages: [world.message(root, for: caller.id)], maxID: thread.first?.id, readInboxMaxID: mark,
                unreadCount: Int32(clamping: unread), chats: chats, users: users)
        }
        on(TL.messages.ReadDiscussion.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.threadRoot(request.msgID, in: peer, for: caller.id)
            let place = try world.discussion(of: message)
            world.readThread(
                place, of: message, by: caller.id, upTo: request.readMaxID, origin: caller.origin)
            return true
        }
    }
}

extension World {
    /// Where the answers to a message are, and to which message there.
    fileprivate func thread(
        _ input: TL.InputPeer, _ id: Int32, for account: Account
    ) throws(RPCFailure) -> (peer: Int64, root: Int32) {
        let peer = try target(input, for: account)
        let message = try threadRoot(id, in: peer, for: account.id)
        guard case .channel(let channel) = PeerNumber(peer), channels[channel]?.isBroadcast == true else {
            return (peer, id)
        }
        let place = try discussion(of: message)
        return (PeerNumber.channel(place.channel).number, place.message)
    }

    /// The message that a call about threads names, which has an error of its own for those that are not there.
    fileprivate func threadRoot(_ id: Int32, in peer: Int64, for account: Int64) throws(RPCFailure) -> StoredMessage {
        do throws(RPCFailure) {
            return try message(id, in: peer, of: account)
        } catch {
            throw error == .bad(.messageIDInvalid) ? .bad(.msgIDInvalid) : error
        }
    }
}
