// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLTypes

/// The messages that calls of this client made lately, as the answers have told.
///
/// A call's answer counts for its updates, which are not delivered. When a gap has to be filled, the difference brings the
/// messages all the same, and they must not look like those of another session.
final class OwnMessages: Sendable {
    private struct Name: Hashable {
        /// 0 outside of channels.
        let channel: Int64
        let id: Int32
    }

    private struct State {
        var names: Set<Name> = []
        /// The same, each at its place in a circle, whose oldest makes room when it is full.
        var circle: [Name] = []
        var oldest = 0

        mutating func add(_ name: Name) {
            guard names.insert(name).inserted else { return }
            guard circle.count == OwnMessages.capacity else { return circle.append(name) }
            names.remove(circle[oldest])
            circle[oldest] = name
            oldest = (oldest + 1) % OwnMessages.capacity
        }
    }

    static let capacity = 4_096

    private let state = Lock(State())

    /// Takes note of the answer to a call.
    func learn(_ updates: TL.Updates) {
        switch updates {
        case .updates(let batch): learn(batch.updates)
        case .combined(let batch): learn(batch.updates)
        case .updateShort(let short): learn([short.update])
        case .updateShortSentMessage(let sent): state.withLock { $0.add(Name(channel: 0, id: sent.id)) }
        case .updateShortMessage, .updateShortChatMessage, .tooLong: return
        }
    }

    private func learn(_ updates: [TL.Update]) {
        let names = updates.compactMap { Self.name(of: $0) }
        guard !names.isEmpty else { return }
        state.withLock { state in
            for name in names { state.add(name) }
        }
    }

    /// Whether an update of a difference brings a message of the client's own.
    func contains(_ update: TL.Update) -> Bool {
        guard let name = Self.name(of: update) else { return false }
        return state.withLock { $0.names.contains(name) }
    }

    /// Forgets them, because another account follows.
    func removeAll() {
        state.withLock { $0 = State() }
    }

    private static func name(of update: TL.Update) -> Name? {
        switch update {
        case .newMessage(let update): name(of: update.message, inChannel: false)
        case .newChannelMessage(let update): name(of: update.message, inChannel: true)
        default: nil
        }
    }

    private static func name(of message: TL.Message, inChannel: Bool) -> Name? {
        let (id, peer): (Int32, TL.Peer)
        switch message {
        case .message(let message): (id, peer) = (message.id, message.peerID)
        case .service(let message): (id, peer) = (message.id, message.peerID)
        case .empty: return nil
        }
        guard inChannel else { return Name(channel: 0, id: id) }
        guard case .channel(let channel) = peer else { return nil }
        return Name(channel: channel.channelID, id: id)
    }
}
