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
        _ = try await call(peer) { TL.messages.SetTyping(peer: $0, topMsgID: topic, action: action) }
    }

    /// Shows an action until the task is cancelled, and ends it then.
    func repeatChatAction(_ action: TL.SendMessageAction, in peer: PeerReference, topic: Int32?) async {
        let time = configuration.time
        while !Task.isCancelled {
            try? await sendChatAction(action, to: peer, topic: topic)
            do { try await time.sleep(time.now() + Self.actionInterval) } catch { break }
        }
        // The task is cancelled, and calls of cancelled tasks are not made.
        await Task { try? await sendChatAction(.cancel, to: peer, topic: topic) }.value
    }
}
