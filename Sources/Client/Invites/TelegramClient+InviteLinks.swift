// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes
public import Foundation

extension TelegramClient {
    /// Creates an invite link (`messages.exportChatInvite`).
    ///
    /// - Parameters:
    ///   - chat: The group or channel.
    ///   - title: What administrators call it, up to 32 characters.
    ///   - date: Until when it holds; `nil` for always.
    ///   - limit: How many people can join by it, 1 to 99,999; `nil` for any number.
    ///   - requiresApproval: Whether administrators admit who comes by it; then it has no limit.
    /// - Returns: The link.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func createInviteLink(
        for chat: some PeerConvertible, titled title: String? = nil, expires date: Date? = nil,
        usageLimit limit: Int? = nil, requiresApproval: Bool = false
    ) async throws(InvocationError) -> InviteLink {
        try ClientCore.check(
            limit: limit, requiresApproval: requiresApproval, title: title, method: "messages.exportChatInvite")
        return try await exportInviteLink(chat) {
            TL.messages.ExportChatInvite(
                requestNeeded: requiresApproval, peer: $0, expireDate: date?.unixTime,
                usageLimit: limit.map { Int32(clamping: $0) }, title: title)
        }
    }

    /// Creates an invite link to a channel that people subscribe to for Stars (`messages.exportChatInvite`).
    ///
    /// - Parameters:
    ///   - channel: The channel.
    ///   - stars: What a period costs.
    ///   - period: How long a period is; Telegram has 30 days alone.
    ///   - title: What administrators call it, up to 32 characters.
    /// - Returns: The link.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func createSubscriptionLink(
        for channel: some PeerConvertible, stars: Int64, period: Duration = .seconds(2_592_000),
        titled title: String? = nil
    ) async throws(InvocationError) -> InviteLink {
        try ClientCore.check(limit: nil, requiresApproval: false, title: title, method: "messages.exportChatInvite")
        return try await exportInviteLink(channel) {
            TL.messages.ExportChatInvite(
                peer: $0, title: title, subscriptionPricing: .init(period: period.wholeSeconds, amount: stars))
        }
    }

    /// Creates a new main link of the account, and revokes the old one (`messages.exportChatInvite`).
    ///
    /// - Parameter chat: The group or channel.
    /// - Returns: The new link.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func renewPrimaryInviteLink(of chat: some PeerConvertible) async throws(InvocationError) -> InviteLink {
        try await exportInviteLink(chat) { TL.messages.ExportChatInvite(legacyRevokePermanent: true, peer: $0) }
    }

    /// Gets the account's main link to a chat, which is made if there is none (`channels.getFullChannel`,
    /// `messages.getFullChat`, `messages.exportChatInvite`).
    ///
    /// - Parameter chat: The group or channel.
    /// - Returns: The link.
    /// - Throws: ``InvocationError``.
    public func primaryInviteLink(of chat: some PeerConvertible) async throws(InvocationError) -> InviteLink {
        let full = try await core.fullChat(chat)
        if let link = full.inviteLink, link.isPrimary, !link.isRevoked { return link }
        return try await renewPrimaryInviteLink(of: full.chat)
    }

    private func exportInviteLink(
        _ chat: some PeerConvertible, _ make: (TL.InputPeer) -> TL.messages.ExportChatInvite
    ) async throws(InvocationError) -> InviteLink {
        guard let link = InviteLink(try await core.call(chat, make), core.context()) else {
            throw .invalidResponse(method: "messages.exportChatInvite", nil)
        }
        return link
    }

    /// Changes an invite link (`messages.editExportedChatInvite`).
    ///
    /// - Parameters:
    ///   - link: The link.
    ///   - chat: The group or channel.
    ///   - title: What administrators call it; `nil` to leave that.
    ///   - date: Until when it holds; `nil` to leave that, `Date.distantFuture` for always.
    ///   - limit: How many people can join by it; `nil` to leave that, 0 for any number.
    ///   - requiresApproval: Whether administrators admit who comes by it; `nil` to leave that.
    /// - Returns: The link as it is now.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func editInviteLink(
        _ link: String, in chat: some PeerConvertible, title: String? = nil, expires date: Date? = nil,
        usageLimit limit: Int? = nil, requiresApproval: Bool? = nil
    ) async throws(InvocationError) -> InviteLink {
        try ClientCore.check(
            limit: limit, requiresApproval: requiresApproval, title: title, method: "messages.editExportedChatInvite")
        return try core.edited(
            try await core.call(chat) {
                TL.messages.EditExportedChatInvite(
                    peer: $0, link: link, expireDate: date.map { $0 == .distantFuture ? 0 : $0.unixTime },
                    usageLimit: limit.map { Int32(clamping: $0) }, requestNeeded: requiresApproval, title: title)
            }
        ).link
    }

    /// Revokes an invite link (`messages.editExportedChatInvite`).
    ///
    /// - Parameters:
    ///   - link: The link.
    ///   - chat: The group or channel.
    /// - Returns: The revoked link, and the one that takes the place of a main link.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func revokeInviteLink(
        _ link: String, in chat: some PeerConvertible
    ) async throws(InvocationError) -> (link: InviteLink, replacement: InviteLink?) {
        try core.edited(
            try await core.call(chat) { TL.messages.EditExportedChatInvite(revoked: true, peer: $0, link: link) })
    }

    /// Gets an invite link by its address (`messages.getExportedChatInvite`).
    ///
    /// - Parameters:
    ///   - link: The link.
    ///   - chat: The group or channel.
    /// - Returns: The link with its use.
    /// - Throws: ``InvocationError``.
    public func inviteLink(
        _ link: String, in chat: some PeerConvertible
    ) async throws(InvocationError) -> InviteLink {
        try core.edited(
            try await core.call(chat) { TL.messages.GetExportedChatInvite(peer: $0, link: link) }
        ).link
    }

    /// Lists the invite links that an administrator made, the newest first (`messages.getExportedChatInvites`).
    ///
    /// - Parameters:
    ///   - chat: The group or channel.
    ///   - administrator: Who made them; `nil` for the account itself.
    ///   - isRevoked: Whether the revoked ones are meant.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: The links.
    public func inviteLinks(
        of chat: some PeerConvertible, by administrator: (any PeerConvertible)? = nil, revoked isRevoked: Bool = false,
        after cursor: InviteCursor? = nil
    ) -> Paged<InviteLink, InviteCursor> {
        let core = core
        return Paged(after: cursor, identity: .number { Int64($0.url.hashValue) }) {
            cursor, limit async throws(InvocationError) in
            let owner = try await core.linkOwner(administrator)
            let answer = try await core.call(chat) {
                TL.messages.GetExportedChatInvites(
                    revoked: isRevoked, peer: $0, adminID: owner, offsetDate: cursor?.date, offsetLink: cursor?.link,
                    limit: Int32(clamping: limit))
            }
            let context = core.taking(answer.users)
            let links = answer.invites.compactMap { InviteLink($0, context) }
            let next = links.last.map { InviteCursor(date: $0.raw.date, link: $0.url) }
            return Page(links, next: next == cursor ? nil : next, total: Int(answer.count))
        }
    }

    /// Deletes a revoked invite link (`messages.deleteExportedChatInvite`).
    ///
    /// - Parameters:
    ///   - link: The link.
    ///   - chat: The group or channel.
    /// - Throws: ``InvocationError``.
    public func deleteInviteLink(_ link: String, in chat: some PeerConvertible) async throws(InvocationError) {
        _ = try await core.call(chat) { TL.messages.DeleteExportedChatInvite(peer: $0, link: link) }
    }

    /// Deletes all revoked invite links that an administrator made (`messages.deleteRevokedExportedChatInvites`).
    ///
    /// - Parameters:
    ///   - chat: The group or channel.
    ///   - administrator: Who made them; `nil` for the account itself.
    /// - Throws: ``InvocationError``.
    public func deleteRevokedInviteLinks(
        in chat: some PeerConvertible, by administrator: (any PeerConvertible)? = nil
    ) async throws(InvocationError) {
        let owner = try await core.linkOwner(administrator)
        _ = try await core.call(chat) { TL.messages.DeleteRevokedExportedChatInvites(peer: $0, adminID: owner) }
    }

    /// Lists the administrators who made invite links (`messages.getAdminsWithInvites`).
    ///
    /// - Parameter chat: The group or channel, which the account made.
    /// - Returns: The administrators with the number of their links.
    /// - Throws: ``InvocationError``.
    public func adminsWithInvites(
        in chat: some PeerConvertible
    ) async throws(InvocationError) -> [AdminWithInvites] {
        let answer = try await core.call(chat) { TL.messages.GetAdminsWithInvites(peer: $0) }
        let context = core.taking(answer.users)
        return answer.admins.map { AdminWithInvites(raw: $0, user: context.user($0.adminID)) }
    }
}

extension ClientCore {
    fileprivate func edited(
        _ answer: TL.messages.ExportedChatInvite
    ) throws(InvocationError) -> (link: InviteLink, replacement: InviteLink?) {
        let (link, replacement): (InviteLink?, InviteLink?)
        switch answer {
        case .exportedChatInvite(let answer):
            (link, replacement) = (InviteLink(answer.invite, taking(answer.users)), nil)
        case .replaced(let answer):
            let context = taking(answer.users)
            (link, replacement) = (InviteLink(answer.invite, context), InviteLink(answer.newInvite, context))
        }
        guard let link else { throw .invalidResponse(method: "messages.editExportedChatInvite", nil) }
        return (link, replacement)
    }
}
