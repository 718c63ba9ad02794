// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    /// Finds the messages that a call sent among the updates that answer it.
    ///
    /// - Parameters:
    ///   - updates: The answer.
    ///   - randomIDs: The numbers that the client gave the messages.
    /// - Returns: The messages in the order of the numbers; `nil` where the answer does not have one.
    func sentMessages(in updates: TL.Updates, randomIDs: [Int64]) -> [Message?] {
        let (list, context): ([TL.Update], ObjectContext)
        switch updates {
        case .updates(let batch): (list, context) = (batch.updates, self.context(batch.users, batch.chats))
        case .combined(let batch): (list, context) = (batch.updates, self.context(batch.users, batch.chats))
        case .updateShort(let short): (list, context) = ([short.update], self.context())
        default: return randomIDs.map { _ in nil }
        }
        var ids: [Int64: Int32] = [:]
        var messages: [Message] = []
        for update in list {
            if case .messageID(let update) = update {
                ids[update.randomID] = update.id
            } else if let message = update.newMessage.flatMap({ Message($0, context) }) {
                messages.append(message)
            }
        }
        // Some answers name no numbers; with one message each there is nothing to mix up.
        if ids.isEmpty, randomIDs.count == 1, messages.count == 1 { return [messages[0]] }
        return randomIDs.map { randomID in
            ids[randomID].flatMap { id in messages.first { $0.id == id } }
        }
    }

    /// The messages that the updates which answer a call bring.
    func messages(in updates: TL.Updates) -> [Message] {
        switch updates {
        case .updates(let batch): messages(in: batch.updates, context(batch.users, batch.chats))
        case .combined(let batch): messages(in: batch.updates, context(batch.users, batch.chats))
        case .updateShort(let short): messages(in: [short.update], context())
        default: []
        }
    }

    private func messages(in updates: [TL.Update], _ context: ObjectContext) -> [Message] {
        updates.compactMap { $0.anyMessage.flatMap { Message($0, context) } }
    }
}

extension TL.Update {
    /// The message that is new, also as one that is to be sent later.
    var newMessage: TL.Message? {
        switch self {
        case .newMessage(let update): update.message
        case .newChannelMessage(let update): update.message
        case .newScheduledMessage(let update): update.message
        case .quickReplyMessage(let update): update.message
        case .botNewBusinessMessage(let update): update.message
        default: nil
        }
    }

    /// The message that is new or was changed.
    var anyMessage: TL.Message? {
        switch self {
        case .editMessage(let update): update.message
        case .editChannelMessage(let update): update.message
        case .botEditBusinessMessage(let update): update.message
        default: newMessage
        }
    }
}
