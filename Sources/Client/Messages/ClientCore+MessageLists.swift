// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

/// Messages as the server lists them.
struct FoundMessages: Sendable {
    /// The messages that are there.
    let messages: [Message]
    /// The smallest and the largest number, also of messages that are gone.
    let ids: (smallest: Int32, largest: Int32)?
    /// How many messages there are in all.
    let total: Int?
    /// Whether these are all.
    let isComplete: Bool
    /// What the next page of a search everywhere begins with.
    let nextRate: Int32?
}

extension ClientCore {
    /// Takes messages out of an answer.
    func found(_ answer: TL.messages.Messages) -> FoundMessages {
        let (list, context): ([TL.Message], ObjectContext)
        var total: Int32?
        var (isComplete, nextRate): (Bool, Int32?) = (false, nil)
        switch answer {
        case .messages(let found):
            (list, context, isComplete) = (found.messages, self.context(found.users, found.chats), true)
            total = Int32(clamping: found.messages.count)
        case .slice(let found):
            (list, context, total) = (found.messages, self.context(found.users, found.chats), found.count)
            nextRate = found.nextRate
        case .channelMessages(let found):
            (list, context, total) = (found.messages, self.context(found.users, found.chats), found.count)
        case .notModified(let found):
            (list, context, total, isComplete) = ([], self.context(), found.count, true)
        }
        let ids = list.map(\.id)
        let bounds = ids.min().flatMap { smallest in ids.max().map { (smallest, $0) } }
        return FoundMessages(
            messages: list.compactMap { Message($0, context) }, ids: bounds, total: total.map(Int.init),
            isComplete: isComplete, nextRate: nextRate)
    }

    /// Makes one of two calls: the schema has methods for the messages of channels and supergroups, and others for those of all
    /// other chats.
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - channel: Makes the call for a channel.
    ///   - other: Makes the call for another chat.
    /// - Returns: The answer.
    /// - Throws: ``InvocationError``.
    func callBox<ForChannel: TLFunction, ForOther: TLFunction>(
        _ peer: some PeerConvertible,
        channel: (TL.InputChannel) throws(InvocationError) -> ForChannel,
        other: (TL.InputPeer) throws(InvocationError) -> ForOther
    ) async throws(InvocationError) -> ForChannel.Response where ForChannel.Response == ForOther.Response {
        let reference = try peer.peerReference
        if try await resolve(reference).inputChannel != nil { return try await callChannel(reference, channel) }
        return try await call(reference, other)
    }

    /// Asks for messages by what names them, in the order of the names.
    ///
    /// Private chats and basic groups share one row of numbers, so that the server may give a message of another chat; that is
    /// not one.
    ///
    /// - Parameters:
    ///   - names: What names the messages.
    ///   - peer: The chat.
    /// - Returns: The messages that there are.
    /// - Throws: ``InvocationError``.
    func fetchMessages(
        _ names: [TL.InputMessage], in peer: some PeerConvertible
    ) async throws(InvocationError) -> [Message] {
        let reference = try peer.peerReference
        guard let chat = peerID(of: try await resolve(reference)) else { return [] }
        var messages: [Message] = []
        for start in stride(from: 0, to: names.count, by: 100) {
            let part = Array(names[start..<min(start + 100, names.count)])
            let answer = try await callBox(
                reference, channel: { TL.channels.GetMessages(channel: $0, id: part) },
                other: { _ in TL.messages.GetMessages(id: part) })
            messages += found(answer).messages.filter { $0.chatID == chat }
        }
        return messages
    }

    /// Asks for messages by their numbers.
    ///
    /// - Returns: As many as there are numbers; `nil` where there is no such message in the chat.
    func fetchMessages(
        _ ids: [Int32], in peer: some PeerConvertible
    ) async throws(InvocationError) -> [Message?] {
        let found = try await fetchMessages(ids.map { .id(.init(id: $0)) }, in: peer)
        let byID = Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
        return ids.map { byID[$0] }
    }

    /// Does something for at most a hundred messages at a time.
    ///
    /// - Returns: The sum of what the parts give.
    func inParts(
        _ ids: [Int32], of size: Int = 100, _ body: ([Int32]) async throws(InvocationError) -> Int
    ) async throws(InvocationError) -> Int {
        var total = 0
        for start in stride(from: 0, to: ids.count, by: size) {
            total += try await body(Array(ids[start..<min(start + size, ids.count)]))
        }
        return total
    }
}

extension TL.Message {
    /// The message's number.
    var id: Int32 {
        switch self {
        case .message(let message): message.id
        case .service(let message): message.id
        case .empty(let message): message.id
        }
    }
}

/// Where a list of messages goes on.
public struct MessageCursor: Codable, Hashable, Sendable {
    /// The number of the last message that was listed.
    public var messageID: Int32

    /// Creates a place in a list of messages.
    ///
    /// - Parameter messageID: The number of the last message that was listed.
    public init(messageID: Int32) {
        self.messageID = messageID
    }
}
