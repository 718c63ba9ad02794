// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Which chats are in a folder.
struct FolderRules: Sendable {
    let folder: Folder
    let pinned: [PeerID]
    let included: [PeerID]
    private let excluded: Set<PeerID>

    init(_ folder: Folder, _ core: ClientCore) {
        func ids(_ peers: [any PeerConvertible]) -> [PeerID] {
            peers.compactMap { peer in
                guard case .input(let peer)? = try? peer.peerReference else { return nil }
                return core.peerID(of: peer)
            }
        }
        self.folder = folder
        (pinned, included, excluded) = (ids(folder.pinned), ids(folder.included), Set(ids(folder.excluded)))
    }

    /// The chats that are in the folder whatever they are.
    var named: [PeerID] { pinned + included.filter { !pinned.contains($0) } }

    /// Whether other chats than those that it names are in it.
    var hasCategories: Bool { folder.kind == .allChats || !folder.categories.isEmpty }

    /// Whether a chat is in the folder.
    func contains(_ dialog: Dialog) -> Bool {
        if folder.kind == .allChats { return true }
        if excluded.contains(dialog.id) { return false }
        if pinned.contains(dialog.id) || included.contains(dialog.id) { return true }
        let exclusions = folder.exclusions
        if exclusions.contains(.archived), dialog.isArchived { return false }
        // A mention shows the chat, mute or read as it may be.
        if dialog.unreadMentionCount == 0 {
            if exclusions.contains(.read), !dialog.isUnread { return false }
            if exclusions.contains(.muted), dialog.isMuted() { return false }
        }
        let categories = folder.categories
        if let user = dialog.chat.user {
            if user.isBot { return categories.contains(.bots) }
            return categories.contains(user.isContact || user.isSelf ? .contacts : .nonContacts)
        }
        return categories.contains(dialog.chat.isGroup ? .groups : .channels)
    }
}

/// Where a page of a folder begins; it can be saved and used in another run of the program.
public struct FolderCursor: Codable, Hashable, Sendable {
    /// How many of the chats that the folder names have come; `nil` when all have.
    var named: Int? = 0
    /// Where the list of chats goes on.
    var dialogs: DialogCursor?
}
