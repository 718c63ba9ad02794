// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Shows what a link to a folder leads to (`chatlists.checkChatlistInvite`).
    ///
    /// - Parameter link: `https://t.me/addlist/…`, or its last part.
    /// - Returns: The folder and its chats.
    /// - Throws: ``InvocationError``.
    public func folderInvite(_ link: String) async throws(InvocationError) -> FolderInvite {
        FolderInvite(
            try await core.invoke(TL.chatlists.CheckChatlistInvite(slug: FolderInvite.slug(link))), core)
    }

    /// Joins a folder by a link, and chats of it (`chatlists.joinChatlistInvite`).
    ///
    /// - Parameters:
    ///   - link: `https://t.me/addlist/…`, or its last part.
    ///   - chats: Which chats, from ``FolderInvite/newChats``.
    /// - Throws: ``InvocationError``.
    public func joinFolder(_ link: String, chats: [any PeerConvertible]) async throws(InvocationError) {
        _ = core.contents(
            of: try await core.invoke(
                TL.chatlists.JoinChatlistInvite(
                    slug: FolderInvite.slug(link), peers: try await core.resolve(chats))))
    }

    /// Leaves a shared folder, and chats of it (`chatlists.leaveChatlist`).
    ///
    /// - Parameters:
    ///   - id: The folder's number.
    ///   - chats: Which chats to leave too, see ``folderLeaveSuggestions(_:)``.
    /// - Throws: ``InvocationError``.
    public func leaveFolder(
        _ id: Int32, leaving chats: [any PeerConvertible] = []
    ) async throws(InvocationError) {
        _ = try await core.invoke(
            TL.chatlists.LeaveChatlist(chatlist: .init(filterID: id), peers: try await core.resolve(chats)))
    }

    /// Lists the chats that the account joined with a shared folder and may want to leave with it
    /// (`chatlists.getLeaveChatlistSuggestions`).
    ///
    /// - Parameter id: The folder's number.
    /// - Returns: The numbers of the chats.
    /// - Throws: ``InvocationError``.
    public func folderLeaveSuggestions(_ id: Int32) async throws(InvocationError) -> [PeerID] {
        try await core.invoke(TL.chatlists.GetLeaveChatlistSuggestions(chatlist: .init(filterID: id)))
            .map { PeerID($0) }
    }

    /// Lists the chats that came to a shared folder since the account joined it (`chatlists.getChatlistUpdates`).
    ///
    /// - Parameter id: The folder's number.
    /// - Returns: The chats that the account is not in.
    /// - Throws: ``InvocationError``.
    public func folderUpdates(_ id: Int32) async throws(InvocationError) -> [Chat] {
        let answer = try await core.invoke(TL.chatlists.GetChatlistUpdates(chatlist: .init(filterID: id)))
        let context = core.taking(answer.users, answer.chats)
        return answer.missingPeers.compactMap { context.chat(PeerID($0)) }
    }

    /// Joins chats that came to a shared folder (`chatlists.joinChatlistUpdates`).
    ///
    /// - Parameters:
    ///   - id: The folder's number.
    ///   - chats: Which chats, from ``folderUpdates(_:)``.
    /// - Throws: ``InvocationError``.
    public func joinFolderUpdates(
        _ id: Int32, chats: [any PeerConvertible]
    ) async throws(InvocationError) {
        _ = core.contents(
            of: try await core.invoke(
                TL.chatlists.JoinChatlistUpdates(
                    chatlist: .init(filterID: id), peers: try await core.resolve(chats))))
    }

    /// Leaves out chats that came to a shared folder, until others come (`chatlists.hideChatlistUpdates`).
    ///
    /// - Parameter id: The folder's number.
    /// - Throws: ``InvocationError``.
    public func hideFolderUpdates(_ id: Int32) async throws(InvocationError) {
        _ = try await core.invoke(TL.chatlists.HideChatlistUpdates(chatlist: .init(filterID: id)))
    }

    /// Creates a link by which others join a folder (`chatlists.exportChatlistInvite`).
    ///
    /// - Parameters:
    ///   - id: The folder's number; it must have no kinds of chats and no exclusions.
    ///   - title: What the account calls the link.
    ///   - chats: Which chats of the folder the link gives.
    /// - Returns: The link.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func shareFolder(
        _ id: Int32, titled title: String = "", chats: [any PeerConvertible]
    ) async throws(InvocationError) -> FolderLink {
        let answer = try await core.invoke(
            TL.chatlists.ExportChatlistInvite(
                chatlist: .init(filterID: id), title: title, peers: try await core.resolve(chats)))
        return FolderLink(raw: answer.invite, chats: [])
    }

    /// Lists the account's links to a folder (`chatlists.getExportedInvites`).
    ///
    /// - Parameter id: The folder's number.
    /// - Returns: The links.
    /// - Throws: ``InvocationError``.
    public func folderLinks(_ id: Int32) async throws(InvocationError) -> [FolderLink] {
        let answer = try await core.invoke(TL.chatlists.GetExportedInvites(chatlist: .init(filterID: id)))
        let context = core.taking(answer.users, answer.chats)
        return answer.invites.map { invite in
            FolderLink(raw: invite, chats: invite.peers.compactMap { context.chat(PeerID($0)) })
        }
    }

    /// Changes a link to a folder (`chatlists.editExportedInvite`).
    ///
    /// - Parameters:
    ///   - link: The link.
    ///   - id: The folder's number.
    ///   - title: What the account calls it; `nil` to leave that.
    ///   - chats: Which chats it gives; `nil` to leave that.
    /// - Returns: The link as it is now.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func editFolderLink(
        _ link: String, of id: Int32, title: String? = nil, chats: [any PeerConvertible]? = nil
    ) async throws(InvocationError) -> FolderLink {
        var peers: [TL.InputPeer]?
        if let chats { peers = try await core.resolve(chats) }
        let invite = try await core.invoke(
            TL.chatlists.EditExportedInvite(
                chatlist: .init(filterID: id), slug: FolderInvite.slug(link), title: title, peers: peers))
        return FolderLink(raw: invite, chats: [])
    }

    /// Deletes a link to a folder; who joined by it keeps the folder (`chatlists.deleteExportedInvite`).
    ///
    /// - Parameters:
    ///   - link: The link.
    ///   - id: The folder's number.
    /// - Throws: ``InvocationError``.
    public func deleteFolderLink(_ link: String, of id: Int32) async throws(InvocationError) {
        _ = try await core.invoke(
            TL.chatlists.DeleteExportedInvite(chatlist: .init(filterID: id), slug: FolderInvite.slug(link)))
    }
}
