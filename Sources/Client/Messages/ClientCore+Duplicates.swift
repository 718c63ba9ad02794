// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    /// How many parts of a difference are looked through.
    private static var mostSlices: Int { 8 }

    /// Finds the message that an earlier attempt of a call sent, of which the server says that it has it already
    /// (`RANDOM_ID_DUPLICATE`).
    ///
    /// - Parameters:
    ///   - randomID: The number that the client gave the message.
    ///   - chat: Where it was sent.
    ///   - plan: What was sent, by which an earlier attempt to handle an update is found.
    /// - Returns: The message, `nil` if it cannot be found.
    func earlierMessage(_ randomID: Int64, in chat: PeerID, like plan: SendPlan?) async -> Message? {
        func found() -> Message? { knownMessage(randomID, in: chat) ?? sameMessage(as: plan, in: chat) }
        if let message = knownMessage(randomID, in: chat) { return message }
        if case .channel(let id) = chat {
            await lookThroughDifference(ofChannel: id)
            if let message = found() { return message }
        } else if let message = await lookThroughDifference(for: randomID, found) {
            return message
        }
        guard let id = sent.id(of: randomID) else { return nil }
        return await fetchMessage(id, in: chat)
    }

    /// Finds a message of an earlier attempt to handle an update by what it says.
    ///
    /// The server names numbers of the client's to the session alone that sent them, while that is connected.
    private func sameMessage(as plan: SendPlan?, in chat: PeerID) -> Message? {
        guard let plan, let scope = CallContext.current.journal else { return nil }
        for case .message(let message) in sent.messages(in: chat) where message.message == plan.message.text.text {
            guard (message.media != nil) == (plan.media != nil), scope.take(message.id) else { continue }
            return Message(.message(message), context())
        }
        return nil
    }

    private func knownMessage(_ randomID: Int64, in chat: PeerID) -> Message? {
        sent.id(of: randomID).flatMap { sent.message($0, in: chat) }.flatMap { Message($0, context()) }
    }

    /// Asks what happened since the updates that were handled last; the updates themselves come in their own way.
    ///
    /// - Parameters:
    ///   - randomID: The number that the client gave the message.
    ///   - found: Looks whether it is there.
    /// - Returns: What was found.
    private func lookThroughDifference(for randomID: Int64, _ found: () -> Message?) async -> Message? {
        // Where the update came from that the task handles, nothing was sent yet.
        guard let state = CallContext.current.journal?.place?.account ?? updateState.0 else { return nil }
        var request = TL.updates.GetDifference(pts: state.pts, date: state.date, qts: state.qts)
        for _ in 0..<Self.mostSlices {
            guard let difference = try? await invoke(request) else { return nil }
            sent.learn(difference)
            // What comes later may push it out.
            if let message = found() { return message }
            // The message itself can be asked for.
            if sent.id(of: randomID) != nil { return nil }
            guard case .slice(let slice) = difference else { return nil }
            let next = slice.intermediateState
            request = TL.updates.GetDifference(pts: next.pts, date: next.date, qts: next.qts)
        }
        return nil
    }

    private func lookThroughDifference(ofChannel id: Int64) async {
        let place = CallContext.current.journal?.place?.channel
        guard let pts = place?.id == id ? place?.pts : updateState.1[id], let channel = inputChannel(id) else { return }
        let request = TL.updates.GetChannelDifference(channel: channel, filter: .empty, pts: pts, limit: 100)
        guard let difference = try? await invoke(request) else { return }
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
