// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

/// Where a page of messages begins, as calls say it.
struct MessageOffset: Sendable {
    /// Messages with smaller numbers are listed; 0 for all.
    var id: Int32 = 0
    /// Messages that are older are listed; 0 for all.
    var date: Int32 = 0
    /// How far from there the page begins: with a negative number, so many messages towards the newer ones.
    var add: Int32 = 0
}

extension ClientCore {
    /// A list of messages that the server numbers downwards.
    ///
    /// - Parameters:
    ///   - order: Whether the newest or the oldest one comes first.
    ///   - start: Where it begins.
    ///   - fetch: Asks for a page.
    /// - Returns: The list.
    func messageList(
        _ order: MessageOrder = .newestFirst, from start: MessageStart? = nil,
        _ fetch: @escaping @Sendable (MessageOffset, Int32) async throws(InvocationError) -> TL.messages.Messages
    ) -> Paged<Message, MessageCursor> {
        switch order {
        case .newestFirst:
            Paged(identity: .falling { Int64($0.id) }) { [self] cursor, limit throws(InvocationError) in
                var offset = MessageOffset(start, isReversed: false)
                if let cursor { offset = MessageOffset(id: cursor.messageID) }
                let page = found(try await fetch(offset, Int32(clamping: limit)))
                // Numbers of messages that are gone count, and a short page may be followed by others.
                let next = page.isComplete ? nil : page.ids.map { MessageCursor(messageID: $0.smallest) }
                return Page(page.messages, next: next == cursor ? nil : next, total: page.total)
            }
        case .oldestFirst:
            Paged(identity: .rising { Int64($0.id) }) { [self] cursor, limit throws(InvocationError) in
                let limit = Int32(clamping: limit)
                var offset = MessageOffset(start, isReversed: true)
                if let cursor { offset = MessageOffset(id: cursor.messageID &+ 1) }
                offset.add = -limit
                let page = found(try await fetch(offset, limit))
                let last = cursor?.messageID ?? 0
                let next = page.ids.flatMap { $0.largest > last ? MessageCursor(messageID: $0.largest) : nil }
                return Page(page.messages.reversed(), next: next, total: page.total)
            }
        }
    }
}

extension MessageOffset {
    fileprivate init(_ start: MessageStart?, isReversed: Bool) {
        switch start {
        case .message(let id): self.id = isReversed ? id &+ 1 : id
        case .date(let date): self.date = date.unixTime
        // Without a number the server begins at the newest message, in both directions.
        case nil: id = isReversed ? 1 : 0
        }
    }
}
