// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramParsers
import FerogramTLTypes

// Every message goes this way: checked, planned, sent, and found in the answer.
extension ClientCore {
    func sendMessage(
        to peer: some PeerConvertible, _ message: InputMessage
    ) async throws(InvocationError) -> Message {
        try message.check(limits.limits, method: message.sendMethod, now: wallClock)
        let reference = try peer.peerReference
        let plan = try await plan(message, to: reference)
        return try await send(plan, to: reference)
    }

    /// Sends a message whose parts are ready.
    func send(_ plan: SendPlan, to peer: PeerReference) async throws(InvocationError) -> Message {
        let randomID = try await randomIDs(to: peer) { plan.identity }[0]
        do throws(InvocationError) {
            return try await send(plan, to: peer, randomID: randomID)
        } catch {
            guard error.is(.quoteTextInvalid), let plain = plan.withoutOptionalQuote else { throw error }
            return try await send(plain, to: peer, randomID: randomID)
        }
    }

    private func send(
        _ plan: SendPlan, to peer: PeerReference, randomID: Int64
    ) async throws(InvocationError) -> Message {
        let sent: [Message]
        if let media = plan.media {
            sent = try await send([randomID], to: peer, plan, like: { { _, message in plan.isLike(message) } }) {
                plan.sendMedia(media, to: $0, randomID: randomID)
            }
        } else {
            sent = try await send([randomID], to: peer, plan, like: { { _, message in plan.isLike(message) } }) {
                plan.sendMessage(to: $0, randomID: randomID)
            }
        }
        guard let message = sent.first else { throw .invalidResponse(method: plan.message.sendMethod, nil) }
        return message
    }

    /// Makes a call that sends messages, and finds them in the answer.
    ///
    /// - Parameters:
    ///   - randomIDs: The numbers of the messages.
    ///   - peer: Where to.
    ///   - plan: What is sent, to complete a short answer.
    ///   - likeness: Finds out by what the messages are known, if an earlier attempt to handle an update sent them.
    ///   - make: Makes the call for the peer as calls name it.
    /// - Returns: The messages that were found, in the order of their numbers.
    /// - Throws: ``InvocationError``.
    func send<Function: TLFunction>(
        _ randomIDs: [Int64], to peer: PeerReference, _ plan: SendPlan? = nil,
        like likeness: () async -> SentLikeness?, _ make: (TL.InputPeer) -> Function
    ) async throws(InvocationError) -> [Message] where Function.Response == TL.Updates {
        // A scene that runs again has what it sent.
        let scene = CallContext.current.journal?.scene
        if let known = scene?.messages(randomIDs) { return known }
        for id in randomIDs { sent.began(id) }
        defer { for id in randomIDs { sent.ended(id) } }
        try await waitForTurn(to: peer, messages: randomIDs.count)
        var target: TL.InputPeer?
        let updates: TL.Updates
        do throws(InvocationError) {
            updates = try await call(peer) { peer in
                target = peer
                return make(peer)
            }
        } catch {
            guard error.is(.randomIDDuplicate), let target, let chat = peerID(of: target) else { throw error }
            guard let earlier = await earlierMessages(randomIDs, in: chat, like: await likeness()) else { throw error }
            await scene?.note(earlier, randomIDs)
            return earlier
        }
        let messages = sentMessages(in: updates, randomIDs, to: target, plan)
        await scene?.note(messages, randomIDs)
        return messages
    }

    /// Finds the messages that were sent in the answer of the call that sent them.
    private func sentMessages(
        in updates: TL.Updates, _ randomIDs: [Int64], to target: TL.InputPeer?, _ plan: SendPlan?
    ) -> [Message] {
        if case .updateShortSentMessage(let short) = updates, let plan, let target, let account,
            let chat = peerID(of: target),
            let message = Message(short.expanded(answering: plan, in: chat, account: account.userID), context())
        {
            return [message]
        }
        return sentMessages(in: updates, randomIDs: randomIDs).compactMap { $0 }
    }

    /// The time in seconds since 1970, as far as the client knows.
    var wallClock: Double {
        let time = configuration.time.sinceEpoch()
        return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    }
}

extension InputMessage {
    /// The method that sends it.
    var sendMethod: String {
        if media != nil { return "messages.sendMedia" }
        if case .custom = linkPreview { return "messages.sendMedia" }
        return "messages.sendMessage"
    }
}
