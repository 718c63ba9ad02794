// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    /// How many parts of a difference are looked through.
    private static var mostSlices: Int { 8 }

    /// Finds the messages that an earlier attempt of a call sent, of which the server says that it has them already
    /// (`RANDOM_ID_DUPLICATE`).
    ///
    /// - Parameters:
    ///   - randomIDs: The numbers that the client gave the messages.
    ///   - chat: Where they were sent.
    ///   - likeness: What was sent, by which an earlier attempt to handle an update is found.
    /// - Returns: The messages, `nil` if one of them cannot be found.
    func earlierMessages(
        _ randomIDs: [Int64], in chat: PeerID, like likeness: SentLikeness?
    ) async -> [Message]? {
        let scope = CallContext.current.journal
        var found = [Message?](repeating: nil, count: randomIDs.count)
        func lookForNumbers() {
            for (index, id) in randomIDs.enumerated() where found[index] == nil {
                guard let message = knownMessage(id, in: chat) else { continue }
                _ = scope?.take(message.id, in: chat)
                found[index] = message
            }
        }
        func isComplete() -> Bool {
            lookForNumbers()
            if let likeness, let scope {
                for index in found.indices where found[index] == nil {
                    found[index] = message(in: chat, scope) { likeness(index, $0) }
                }
            }
            return !found.contains { $0 == nil }
        }
        lookForNumbers()
        if found.contains(where: { $0 == nil }) {
            if case .channel(let id) = chat {
                await lookThroughDifference(ofChannel: id)
                _ = isComplete()
            } else {
                await lookThroughDifference {
                    // The messages themselves can be asked for.
                    isComplete() || zip(found, randomIDs).allSatisfy { $0 != nil || sent.id(of: $1) != nil }
                }
            }
        }
        for (index, id) in randomIDs.enumerated() where found[index] == nil {
            guard let id = sent.id(of: id), let message = await fetchMessage(id, in: chat) else { return nil }
            _ = scope?.take(id, in: chat)
            found[index] = message
        }
        return found.compactMap(\.self)
    }

    /// Finds a message of an earlier attempt to handle an update by what it says.
    ///
    /// The server names numbers of the client's to the session alone that sent them, while that is connected.
    private func message(
        in chat: PeerID, _ scope: JournalScope, where isLike: (TL.Message.Message) -> Bool
    ) -> Message? {
        for case .message(let message) in sent.messages(in: chat) where isLike(message) {
            if scope.take(message.id, in: chat) { return Message(.message(message), context()) }
        }
        return nil
    }

    private func knownMessage(_ randomID: Int64, in chat: PeerID) -> Message? {
        sent.id(of: randomID).flatMap { sent.message($0, in: chat) }.flatMap { Message($0, context()) }
    }

    /// Asks what happened since the updates that were handled last; the updates themselves come in their own way.
    ///
    /// - Parameter isEnough: Looks whether everything is there.
    private func lookThroughDifference(until isEnough: () -> Bool) async {
        // Where the update came from that the task handles, nothing was sent yet.
        guard let state = CallContext.current.journal?.place?.account ?? updateState.0 else { return }
        var request = TL.updates.GetDifference(pts: state.pts, date: state.date, qts: state.qts)
        for _ in 0..<Self.mostSlices {
            guard let difference = try? await asItself({ () throws(InvocationError) in try await invoke(request) })
            else { return }
            sent.learn(difference)
            // What comes later may push it out.
            if isEnough() { return }
            guard case .slice(let slice) = difference else { return }
            let next = slice.intermediateState
            request = TL.updates.GetDifference(pts: next.pts, date: next.date, qts: next.qts)
        }
    }

    private func lookThroughDifference(ofChannel id: Int64) async {
        let place = CallContext.current.journal?.place?.channel
        guard let pts = place?.id == id ? place?.pts : updateState.1[id], let channel = inputChannel(id) else { return }
        let request = TL.updates.GetChannelDifference(channel: channel, filter: .empty, pts: pts, limit: 100)
        guard let difference = try? await asItself({ () throws(InvocationError) in try await invoke(request) }) else {
            return
        }
        sent.learn(difference)
    }

    private func fetchMessage(_ id: Int32, in chat: PeerID) async -> Message? {
        let ids = [TL.InputMessage.id(.init(id: id))]
        let found: TL.messages.Messages?
        if case .channel(let channel) = chat {
            guard let channel = inputChannel(channel) else { return nil }
            found = try? await invoke(TL.channels.GetMessages(channel: channel, id: ids))
        } else {
            found = try? await invoke(TL.messages.GetMessages(id: ids))
        }
        let messages: [TL.Message]
        switch found {
        case .messages(let list): messages = list.messages
        case .slice(let list): messages = list.messages
        case .channelMessages(let list): messages = list.messages
        case .notModified, nil: return nil
        }
        return messages.compactMap { Message($0, context()) }.first { $0.id == id && $0.chatID == chat }
    }
}

/// Whether a message is what a call sent, by the place among what it sent and by what the message says.
typealias SentLikeness = (Int, TL.Message.Message) -> Bool

extension TL.Message.Message {
    /// Whether it says the same, for the server trims texts.
    func says(_ text: String) -> Bool { message.trimmed == text.trimmed }

    /// Whether it has an attachment; the server adds previews of links by itself.
    var hasAttachment: Bool {
        switch media {
        case nil, .empty, .webPage: false
        default: true
        }
    }
}

extension SendPlan {
    /// Whether a message is what the plan sends.
    func isLike(_ message: TL.Message.Message) -> Bool {
        let hasAttachment =
            switch media {
            case nil, .empty, .webPage: false
            default: true
            }
        // What a rich message says is not in its text.
        if rich != nil || message.richMessage != nil { return rich != nil && message.richMessage != nil }
        return message.says(self.message.text.text) && message.hasAttachment == hasAttachment
    }
}

extension ClientCore {
    /// Makes a call with a number of the client's; that the server has had the number already means that it is done.
    func once(_ body: () async throws(InvocationError) -> Void) async throws(InvocationError) {
        do throws(InvocationError) {
            try await body()
        } catch {
            guard error.is(.randomIDDuplicate) else { throw error }
        }
    }
}
