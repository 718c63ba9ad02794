// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLTypes

/// What the updates say of messages that are being sent, by the numbers that the client gave them.
///
/// It is needed when the answer to a call got lost, and the server says of the next attempt that it has the message already.
final class SentMessages: Sendable {
    fileprivate struct State {
        /// The messages that are being sent, and their ids if an update told them.
        var ids: [Int64: Int32?] = [:]
        /// What the account has sent lately, oldest first.
        var messages: [TL.Message] = []
    }

    /// How many messages of the account are kept while some are being sent.
    private static let capacity = 256

    private let state = Lock(State())

    /// A message is about to be sent.
    func began(_ randomID: Int64) {
        state.withLock { $0.ids[randomID] = .some(nil) }
    }

    /// It was sent, or was not.
    func ended(_ randomID: Int64) {
        state.withLock { state in
            state.ids[randomID] = nil
            if state.ids.isEmpty { state.messages = [] }
        }
    }

    /// Forgets what an account has sent, because another one follows.
    func removeAll() {
        state.withLock { $0.messages = [] }
    }

    /// Takes note of updates, and of messages that came with them.
    func learn(_ updates: [TL.Update], _ messages: [TL.Message] = []) {
        state.withLock { state in
            guard !state.ids.isEmpty else { return }
            for update in updates {
                switch update {
                case .messageID(let update):
                    if state.ids[update.randomID] != nil { state.ids[update.randomID] = update.id }
                case .newMessage(let update): state.keep(update.message)
                case .newChannelMessage(let update): state.keep(update.message)
                default: continue
                }
            }
            for message in messages { state.keep(message) }
            if state.messages.count > Self.capacity { state.messages.removeFirst(state.messages.count - Self.capacity) }
        }
    }

    /// Takes note of a difference.
    func learn(_ difference: TL.updates.Difference) {
        switch difference {
        case .difference(let difference): learn(difference.otherUpdates, difference.newMessages)
        case .slice(let slice): learn(slice.otherUpdates, slice.newMessages)
        case .empty, .tooLong: return
        }
    }

    /// Takes note of a channel's difference.
    func learn(_ difference: TL.updates.ChannelDifference) {
        guard case .channelDifference(let difference) = difference else { return }
        learn(difference.otherUpdates, difference.newMessages)
    }

    /// The id of a message that is being sent, if an update told it.
    func id(of randomID: Int64) -> Int32? { state.withLock { $0.ids[randomID] ?? nil } }

    /// What the account has sent to a chat lately, oldest first.
    func messages(in chat: PeerID) -> [TL.Message] {
        state.withLock { state in
            state.messages.filter { message in
                guard case .message(let message) = message else { return false }
                return PeerID(message.peerID) == chat
            }
        }
    }

    /// A message of the account in a chat.
    func message(_ id: Int32, in chat: PeerID) -> TL.Message? {
        state.withLock { state in
            state.messages.last { message in
                guard case .message(let message) = message else { return false }
                return message.id == id && PeerID(message.peerID) == chat
            }
        }
    }
}

extension SentMessages.State {
    fileprivate mutating func keep(_ message: TL.Message) {
        if case .message(let content) = message, content.out { messages.append(message) }
    }
}
