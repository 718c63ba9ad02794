// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes
public import Foundation

/// Somebody asks to join a chat that the bot administers.
public struct JoinRequest: ChatUpdate, UserUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.BotChatInviteRequester
    /// What came along.
    public let context: ObjectContext

    /// The chat.
    public var chatID: PeerID { PeerID(raw.peer) }
    /// Who asks.
    public var userID: Int64 { raw.userID }
    /// What they say about themselves in their profile.
    public var about: String { raw.about }
    /// When they asked.
    public var date: Date { Date(unixTime: raw.date) }
    /// The link that they used, if there is one.
    public var inviteLink: String? {
        guard case .exported(let invite) = raw.invite else { return nil }
        return invite.link
    }

    /// The number to answer to with ``TelegramClient/answerJoinRequest(_:_:)``, where the bot itself decides.
    public var queryID: Int64? { raw.queryID }

    /// Lets them in (`messages.hideChatJoinRequest`).
    ///
    /// - Throws: ``InvocationError``.
    public func approve() async throws(InvocationError) { try await decide(true) }

    /// Refuses them (`messages.hideChatJoinRequest`).
    ///
    /// - Throws: ``InvocationError``.
    public func decline() async throws(InvocationError) { try await decide(false) }

    private func decide(_ isApproved: Bool) async throws(InvocationError) {
        let user = try await context.core.inputUser(PeerID.user(userID))
        _ = try await context.core.call(chatID) { chat in
            TL.messages.HideChatJoinRequest(approved: isApproved, peer: chat, userID: user)
        }
    }
}

/// Join requests wait in a chat that the account administers.
public struct PendingJoinRequests: ChatUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.PendingJoinRequests
    /// What came along.
    public let context: ObjectContext

    /// The chat.
    public var chatID: PeerID { PeerID(raw.peer) }
    /// How many requests wait.
    public var count: Int { Int(raw.requestsPending) }
    /// Some of those who asked last.
    public var recentUserIDs: [Int64] { raw.recentRequesters }
}
