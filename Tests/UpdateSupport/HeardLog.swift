// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import Ferogram
import FerogramBase
package import FerogramLocalServer
import FerogramTLTypes

/// What a program heard of its client, in order.
package final class HeardLog: Sendable {
    package enum Entry: Sendable {
        /// A numbered change; the channel, or `nil` for the account's own.
        case event(channel: Int64?, RecordedUpdate.Content, text: String?)
        /// Something is lost up to a number; the channel may be lost with it, and begin anew.
        case hole(channel: Int64?, pts: Int32, isInaccessible: Bool)
        /// The program was started again with what was stored.
        ///
        /// It is exact if everything had been handled when it was stopped.
        case restart(pts: Int32, channels: [Int64: Int32], isExact: Bool)
    }

    private let state = Lock<(entries: [Entry], life: Int)>(([], 0))

    package init() {}

    package var entries: [Entry] { state.withLock { $0.entries } }
    package var count: Int { state.withLock { $0.entries.count } }
    /// How often the program was started again.
    package var life: Int { state.withLock { $0.life } }

    /// Takes what the client gave the program.
    ///
    /// A run of the program that has ended says nothing more.
    package func append(_ update: Update, life: Int) {
        guard let entry = Entry(update) else { return }
        state.withLock { state in
            if state.life == life { state.entries.append(entry) }
        }
    }

    /// Begins the next run of the program.
    package func restart(pts: Int32, channels: [Int64: Int32], isExact: Bool) {
        state.withLock { state in
            state.life += 1
            state.entries.append(.restart(pts: pts, channels: channels, isExact: isExact))
        }
    }
}

extension HeardLog.Entry {
    /// Reads an update; `nil` for those without a number.
    init?(_ update: Update) {
        switch update {
        case .message(let message):
            self = .event(channel: message.chatID.channel, .newMessage(message.id), text: message.text)
        case .messageEdited(let message):
            self = .event(channel: message.chatID.channel, .edited(message.id), text: message.text)
        case .messagesDeleted(let messages):
            self = .event(channel: messages.channelID, .deleted(messages.ids), text: nil)
        case .missed(let missed):
            self = .hole(channel: missed.channelID, pts: missed.pts, isInaccessible: missed.isInaccessible)
        case .messagesRead(let mark):
            // Marks of channels have no number.
            guard let chat = mark.chatID, chat.channel == nil, let last = mark.lastMessageID else { return nil }
            let change: RecordedUpdate.Content =
                mark.isByOthers
                ? .readOutbox(peer: chat.botAPI, upTo: last) : .readInbox(peer: chat.botAPI, upTo: last)
            self = .event(channel: nil, change, text: nil)
        default:
            return nil
        }
    }
}

extension PeerID {
    var channel: Int64? {
        if case .channel(let id) = self { id } else { nil }
    }
}
