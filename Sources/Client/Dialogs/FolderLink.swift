// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
import Foundation

/// A link by which others join a folder.
public struct FolderLink: Sendable {
    /// The link as the schema has it.
    public let raw: TL.ExportedChatlistInvite
    /// The chats of the folder that the link gives, as far as they came along.
    public let chats: [Chat]

    /// What the account calls the link.
    public var title: String { raw.title }
    /// The link: `https://t.me/addlist/…`.
    public var url: String { raw.url }
    /// The chats that the link gives.
    public var chatIDs: [PeerID] { raw.peers.map { PeerID($0) } }
}

/// What a link to a folder leads to.
public struct FolderInvite: Sendable {
    /// The folder's number if the account has joined it.
    public let folderID: Int32?
    /// The folder's name; empty if the account has joined it.
    public let title: String
    /// The emoji that stands for its icon.
    public let icon: String?
    /// The chats that the account would join.
    public let newChats: [Chat]
    /// The chats that the account is in already; empty if it has not joined the folder.
    public let joinedChats: [Chat]

    init(_ raw: TL.chatlists.ChatlistInvite, _ core: ClientCore) {
        switch raw {
        case .chatlistInvite(let invite):
            let context = core.taking(invite.users, invite.chats)
            (folderID, title, icon, joinedChats) = (nil, invite.title.text, invite.emoticon, [])
            newChats = invite.peers.compactMap { context.chat(PeerID($0)) }
        case .already(let invite):
            let context = core.taking(invite.users, invite.chats)
            (folderID, title, icon) = (invite.filterID, "", nil)
            newChats = invite.missingPeers.compactMap { context.chat(PeerID($0)) }
            joinedChats = invite.alreadyPeers.compactMap { context.chat(PeerID($0)) }
        }
    }

    /// The last part of a link to a folder: `abc` of `https://t.me/addlist/abc` and `tg://addlist?slug=abc`.
    static func slug(_ link: String) -> String {
        if let range = link.range(of: "slug=") {
            return String(link[range.upperBound...].prefix { $0 != "&" && $0 != "#" })
        }
        if let range = link.range(of: "addlist/") {
            return String(link[range.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" })
        }
        return link
    }
}
