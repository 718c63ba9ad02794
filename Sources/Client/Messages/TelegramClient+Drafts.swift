// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramParsers
import FerogramTLTypes

extension TelegramClient {
    /// Keeps a message as a draft of a chat, which all sessions of the account see (`messages.saveDraft`).
    ///
    /// - Parameters:
    ///   - draft: The message; an empty text removes the draft.
    ///   - peer: The chat.
    /// - Throws: ``InvocationError``.
    public func saveDraft(
        _ draft: some InputMessageConvertible, for peer: some PeerConvertible
    ) async throws(InvocationError) {
        let reference = try peer.peerReference
        try draft.inputMessage.checkLength(core.limits.limits, method: "messages.saveDraft")
        let plan = try await core.plan(draft.inputMessage, to: reference)
        _ = try await core.call(reference) { plan.saveDraft(for: $0) }
    }

    /// Removes the draft of a chat (`messages.saveDraft`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - topic: The topic of a forum.
    /// - Throws: ``InvocationError``.
    public func removeDraft(for peer: some PeerConvertible, topic: Int32? = nil) async throws(InvocationError) {
        var empty = InputMessage(FormattedText())
        empty.topicID = topic
        try await saveDraft(empty, for: peer)
    }

    /// Asks for all drafts (`messages.getAllDrafts`).
    ///
    /// - Returns: The drafts that are not empty.
    /// - Throws: ``InvocationError``.
    public func drafts() async throws(InvocationError) -> [MessageDraft] {
        let (updates, context) = core.parts(of: try await core.invoke(TL.messages.GetAllDrafts()))
        return updates.compactMap { update in
            if case .draftMessage(let draft) = update { return MessageDraft(draft, context) }
            return nil
        }
    }

    /// Removes the drafts of all chats (`messages.clearAllDrafts`).
    ///
    /// - Throws: ``InvocationError``.
    public func removeAllDrafts() async throws(InvocationError) {
        _ = try await core.invoke(TL.messages.ClearAllDrafts())
    }
}

extension ClientCore {
    /// The updates in an answer, with who came along.
    func parts(of updates: TL.Updates) -> ([TL.Update], ObjectContext) {
        switch updates {
        case .updates(let batch): (batch.updates, context(batch.users, batch.chats))
        case .combined(let batch): (batch.updates, context(batch.users, batch.chats))
        case .updateShort(let short): ([short.update], context())
        default: ([], context())
        }
    }
}
