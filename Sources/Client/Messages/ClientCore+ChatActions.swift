// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    /// How often an action is shown again; it lasts for six seconds.
    private static var actionInterval: Duration { .seconds(4) }

    func sendChatAction(
        _ action: TL.SendMessageAction, to peer: PeerReference, topic: Int32?
    ) async throws(InvocationError) {
        _ = try await call(peer) { peer in
            // Basic groups have no topics.
            var topic = topic
            if case .chat = peer { topic = nil }
            return TL.messages.SetTyping(peer: peer, topMsgID: topic, action: action)
        }
    }

    /// Shows an action until the task is cancelled, and ends it then if it may have been shown.
    func repeatChatAction(_ action: TL.SendMessageAction, in peer: PeerReference, topic: Int32?) async {
        let time = configuration.time
        var isShown = false
        while !Task.isCancelled {
            do throws(InvocationError) {
                try await sendChatAction(action, to: peer, topic: topic)
                isShown = true
            } catch {
                guard !error.isRefusal else { break }
                isShown = isShown || error.mayHaveArrived
            }
            do { try await time.sleep(time.now() + Self.actionInterval) } catch { break }
        }
        guard isShown else { return }
        // The task is cancelled, and calls of cancelled tasks are not made.
        await Task { try? await sendChatAction(.cancel, to: peer, topic: topic) }.value
    }
}

extension InvocationError {
    /// Whether the same call will fail again.
    fileprivate var isRefusal: Bool {
        switch self {
        case .rpc(let error): [400, 403, 406].contains(error.code)
        case .invalidPeer, .unknownPeer, .invalidArgument, .invalidRequest, .wrongAccount: true
        default: false
        }
    }

    /// Whether the server may have run the call, though there is no answer.
    fileprivate var mayHaveArrived: Bool {
        switch self {
        case .rpc, .refusedByPolicy, .tooManyPendingCalls, .disconnected, .sessionEnded: false
        default: true
        }
    }
}
