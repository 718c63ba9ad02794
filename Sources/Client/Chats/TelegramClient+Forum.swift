// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Gives a supergroup topics, or takes them away (`channels.toggleForum`).
    ///
    /// - Parameters:
    ///   - isOn: Whether it has topics.
    ///   - chat: The supergroup, which the account made.
    ///   - tabs: Whether apps show the topics as tabs rather than as a list.
    /// - Throws: ``InvocationError``.
    public func setForumEnabled(
        _ isOn: Bool, in chat: some PeerConvertible, tabs: Bool = false
    ) async throws(InvocationError) {
        try await core.channelSetting(chat) { TL.channels.ToggleForum(channel: $0, enabled: isOn, tabs: tabs) }
    }

    /// Shows a forum as one list of messages in the account's apps, or as topics (`channels.toggleViewForumAsMessages`).
    ///
    /// - Parameters:
    ///   - isOn: Whether it is one list.
    ///   - chat: The forum.
    /// - Throws: ``InvocationError``.
    public func setForumShownAsMessages(
        _ isOn: Bool, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.channelSetting(chat) { TL.channels.ToggleViewForumAsMessages(channel: $0, enabled: isOn) }
    }
}
