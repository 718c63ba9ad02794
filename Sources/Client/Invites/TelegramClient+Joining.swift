// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

extension TelegramClient {
    /// Joins a group or channel, by its name or an invite link (`channels.joinChannel`, `messages.importChatInvite`,
    /// `messages.addChatUser`).
    ///
    /// - Parameter chat: `"@name"`, `"https://t.me/+…"`, a ``Chat``.
    /// - Returns: What came of it: joined, already joined, administrators asked, or a mini app to show.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func join(_ chat: some PeerConvertible) async throws(InvocationError) -> JoinResult {
        try await core.join(chat)
    }

    /// Shows what an invite link leads to, without joining (`messages.checkChatInvite`).
    ///
    /// - Parameter link: `https://t.me/+…`, `https://t.me/joinchat/…`, `tg://join?invite=…`.
    /// - Returns: The chat, or what is shown of it.
    /// - Throws: ``InvocationError``.
    public func inviteInfo(_ link: String) async throws(InvocationError) -> InviteInfo {
        guard case .invite(let hash) = try link.peerReference else { throw .invalidPeer("this is no invite link") }
        return try InviteInfo(try await core.invoke(TL.messages.CheckChatInvite(hash: hash)), core)
    }

    /// Gets the address of the mini app of a bot that looks at who wants to join (`messages.requestChatJoinWebView`).
    ///
    /// - Parameters:
    ///   - queryID: The number from ``JoinResult/webView(bot:queryID:)``.
    ///   - platform: What the app is shown on.
    ///   - themeParameters: The colours of the app, as JSON.
    /// - Returns: The page to show.
    /// - Throws: ``InvocationError``.
    public func requestJoinWebView(
        _ queryID: Int64, platform: String = "tdesktop", themeParameters: String? = nil
    ) async throws(InvocationError) -> TL.WebViewResult {
        try await core.invoke(
            TL.messages.RequestChatJoinWebView(
                queryID: queryID, themeParams: themeParameters.map { .init(data: $0) }, platform: platform))
    }

    /// Lists who joined by a link, or by any (`messages.getChatInviteImporters`).
    ///
    /// - Parameters:
    ///   - chat: The group or channel.
    ///   - link: By which link; `nil` for any.
    ///   - hasExpired: Whether people are meant whose subscription has ended.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: The people, those who came last first.
    public func inviteLinkMembers(
        in chat: some PeerConvertible, link: String? = nil, subscriptionExpired hasExpired: Bool = false,
        after cursor: InviteCursor? = nil
    ) -> Paged<InviteLinkMember, InviteCursor> {
        core.importers(chat, after: cursor) {
            TL.messages.GetChatInviteImporters(
                subscriptionExpired: hasExpired, peer: $0, link: link, offsetDate: $1, offsetUser: $2, limit: $3)
        }
    }

    /// Lists who asked to join (`messages.getChatInviteImporters`).
    ///
    /// - Parameters:
    ///   - chat: The group or channel.
    ///   - link: By which link; `nil` for any.
    ///   - query: The beginning of a name; `nil` for all.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: The people, those who asked last first.
    public func joinRequests(
        in chat: some PeerConvertible, link: String? = nil, matching query: String? = nil,
        after cursor: InviteCursor? = nil
    ) -> Paged<InviteLinkMember, InviteCursor> {
        core.importers(chat, after: cursor) {
            TL.messages.GetChatInviteImporters(
                requested: true, peer: $0, link: link, q: query, offsetDate: $1, offsetUser: $2, limit: $3)
        }
    }

    /// Admits somebody who asked to join (`messages.hideChatJoinRequest`).
    ///
    /// - Parameters:
    ///   - user: Who asked.
    ///   - chat: The group or channel.
    /// - Throws: ``InvocationError``.
    public func approveJoinRequest(
        of user: some PeerConvertible, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.answerJoinRequest(of: user, in: chat, approving: true)
    }

    /// Does not admit somebody who asked to join (`messages.hideChatJoinRequest`).
    ///
    /// - Parameters:
    ///   - user: Who asked.
    ///   - chat: The group or channel.
    /// - Throws: ``InvocationError``.
    public func declineJoinRequest(
        of user: some PeerConvertible, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.answerJoinRequest(of: user, in: chat, approving: false)
    }

    /// Admits all who asked to join (`messages.hideAllChatJoinRequests`).
    ///
    /// - Parameters:
    ///   - chat: The group or channel.
    ///   - link: Those by this link alone; `nil` for all.
    /// - Throws: ``InvocationError``.
    public func approveAllJoinRequests(
        in chat: some PeerConvertible, link: String? = nil
    ) async throws(InvocationError) {
        _ = try await core.call(chat) {
            TL.messages.HideAllChatJoinRequests(approved: true, peer: $0, link: link)
        }
    }

    /// Does not admit any who asked to join (`messages.hideAllChatJoinRequests`).
    ///
    /// - Parameters:
    ///   - chat: The group or channel.
    ///   - link: Those by this link alone; `nil` for all.
    /// - Throws: ``InvocationError``.
    public func declineAllJoinRequests(
        in chat: some PeerConvertible, link: String? = nil
    ) async throws(InvocationError) {
        _ = try await core.call(chat) { TL.messages.HideAllChatJoinRequests(peer: $0, link: link) }
    }
}

extension ClientCore {
    fileprivate func importers(
        _ chat: some PeerConvertible, after cursor: InviteCursor?,
        _ make: @escaping @Sendable (TL.InputPeer, Int32, TL.InputUser, Int32) -> TL.messages.GetChatInviteImporters
    ) -> Paged<InviteLinkMember, InviteCursor> {
        Paged(after: cursor, identity: .number { $0.userID }) { [self] cursor, limit async throws(InvocationError) in
            let peer = try await resolve(chat.peerReference)
            let user = cursor?.user?.inputPeer(self).inputUser ?? .empty
            let answer = try await call(peer) { make($0, cursor?.date ?? 0, user, Int32(clamping: limit)) }
            let context = taking(answer.users)
            let next = answer.importers.last.map {
                InviteCursor(date: $0.date, user: PeerOffset(.user($0.userID), self))
            }
            return Page(
                answer.importers.map { InviteLinkMember(raw: $0, chat: peer, context: context) },
                next: next == cursor ? nil : next, total: Int(answer.count))
        }
    }
}
