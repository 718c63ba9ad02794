// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Asks whether a group or channel could have a public name (`channels.checkUsername`).
    ///
    /// - Parameters:
    ///   - username: The name, without `@`.
    ///   - chat: The supergroup or channel.
    /// - Returns: Whether it is free.
    /// - Throws: ``InvocationError``.
    public func isChatUsernameAvailable(
        _ username: String, for chat: some PeerConvertible
    ) async throws(InvocationError) -> Bool {
        do {
            return try await core.callChannel(chat) { TL.channels.CheckUsername(channel: $0, username: username) }
        } catch {
            guard error.is(.usernameOccupied) || error.is(.usernameInvalid) else { throw error }
            return false
        }
    }

    /// Gives a group or channel a public name (`channels.updateUsername`).
    ///
    /// - Parameters:
    ///   - username: The name, without `@`; `nil` makes it private.
    ///   - chat: The supergroup or channel.
    /// - Throws: ``InvocationError``.
    public func setChatUsername(
        _ username: String?, of chat: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.usernameSetting(chat) { TL.channels.UpdateUsername(channel: $0, username: username ?? "") }
    }

    /// Switches a further public name of a group or channel on or off (`channels.toggleUsername`).
    ///
    /// - Parameters:
    ///   - username: A name that the account bought, without `@`.
    ///   - isActive: Whether it leads to the chat.
    ///   - chat: The supergroup or channel.
    /// - Throws: ``InvocationError``.
    public func setChatUsername(
        _ username: String, active isActive: Bool, of chat: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.usernameSetting(chat) {
            TL.channels.ToggleUsername(channel: $0, username: username, active: isActive)
        }
    }

    /// Puts the public names of a group or channel in an order (`channels.reorderUsernames`).
    ///
    /// - Parameters:
    ///   - usernames: All active names, the main one first.
    ///   - chat: The supergroup or channel.
    /// - Throws: ``InvocationError``.
    public func reorderChatUsernames(
        _ usernames: [String], of chat: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.usernameSetting(chat) { TL.channels.ReorderUsernames(channel: $0, order: usernames) }
    }

    /// Switches all further public names of a group or channel off (`channels.deactivateAllUsernames`).
    ///
    /// - Parameter chat: The supergroup or channel.
    /// - Throws: ``InvocationError``.
    public func deactivateChatUsernames(of chat: some PeerConvertible) async throws(InvocationError) {
        try await core.usernameSetting(chat) { TL.channels.DeactivateAllUsernames(channel: $0) }
    }
}

extension ClientCore {
    fileprivate func usernameSetting<Function: TLFunction>(
        _ channel: some PeerConvertible, _ make: (TL.InputChannel) throws(InvocationError) -> Function
    ) async throws(InvocationError) {
        do {
            _ = try await callChannel(channel, make)
        } catch {
            guard error.is(.usernameNotModified) else { throw error }
        }
    }
}
