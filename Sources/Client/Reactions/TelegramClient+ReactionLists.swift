// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

extension TelegramClient {
    /// Lists the emoji that can be reactions (`messages.getAvailableReactions`).
    ///
    /// - Returns: The emoji.
    /// - Throws: ``InvocationError``.
    public func availableReactions() async throws(InvocationError) -> [TL.AvailableReaction] {
        guard case .availableReactions(let answer) = try await core.invoke(TL.messages.GetAvailableReactions(hash: 0))
        else { return [] }
        return answer.reactions
    }

    /// Lists the reactions that are used most (`messages.getTopReactions`).
    ///
    /// - Parameter limit: How many at most.
    /// - Returns: The reactions.
    /// - Throws: ``InvocationError``.
    public func topReactions(limit: Int = 100) async throws(InvocationError) -> [Reaction] {
        (try await core.invoke(TL.messages.GetTopReactions(limit: Int32(clamping: limit), hash: 0))).list
    }

    /// Lists the reactions that the account has used last (`messages.getRecentReactions`).
    ///
    /// - Parameter limit: How many at most.
    /// - Returns: The reactions.
    /// - Throws: ``InvocationError``.
    public func recentReactions(limit: Int = 100) async throws(InvocationError) -> [Reaction] {
        (try await core.invoke(TL.messages.GetRecentReactions(limit: Int32(clamping: limit), hash: 0))).list
    }

    /// Forgets the reactions that the account has used last (`messages.clearRecentReactions`).
    ///
    /// - Throws: ``InvocationError``.
    public func clearRecentReactions() async throws(InvocationError) {
        _ = try await core.invoke(TL.messages.ClearRecentReactions())
    }

    /// Sets the reaction that a double tap puts (`messages.setDefaultReaction`).
    ///
    /// - Parameter reaction: The reaction.
    /// - Throws: ``InvocationError``.
    public func setDefaultReaction(_ reaction: Reaction) async throws(InvocationError) {
        _ = try await core.invoke(TL.messages.SetDefaultReaction(reaction: reaction.tl))
    }

    /// Lists the tags that Telegram suggests for Saved Messages (`messages.getDefaultTagReactions`).
    ///
    /// - Returns: The reactions.
    /// - Throws: ``InvocationError``.
    public func defaultTags() async throws(InvocationError) -> [Reaction] {
        (try await core.invoke(TL.messages.GetDefaultTagReactions(hash: 0))).list
    }

    /// Lists the tags of Saved Messages (`messages.getSavedReactionTags`).
    ///
    /// - Returns: The tags.
    /// - Throws: ``InvocationError``.
    public func savedTags() async throws(InvocationError) -> [TL.SavedReactionTag] {
        guard case .savedReactionTags(let answer) = try await core.invoke(TL.messages.GetSavedReactionTags(hash: 0))
        else { return [] }
        return answer.tags
    }

    /// Gives a tag of Saved Messages a name (`messages.updateSavedReactionTag`).
    ///
    /// - Parameters:
    ///   - tag: The tag.
    ///   - name: The name; `nil` for none.
    /// - Throws: ``InvocationError``.
    public func renameTag(_ tag: Reaction, to name: String?) async throws(InvocationError) {
        _ = try await core.invoke(TL.messages.UpdateSavedReactionTag(reaction: tag.tl, title: name))
    }
}

extension TL.messages.Reactions {
    fileprivate var list: [Reaction] {
        guard case .reactions(let answer) = self else { return [] }
        return answer.reactions.compactMap { Reaction($0) }
    }
}
