// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// How accounts arrange their lists of chats.
struct DialogsState: Sendable {
    /// One account's arrangement.
    struct Arrangement: Sendable {
        /// Pinned chats in their order: those outside of the archive, and those in it.
        var pinned: [[Int64]] = [[], []]
        var archived: Set<Int64> = []
        /// Chats that are marked as unread.
        var unreadMarks: Set<Int64> = []
        var notifySettings: [Int64: TL.PeerNotifySettings] = [:]
        var folders: [TL.DialogFilter] = []
        /// The numbers of folders in their order; 0 is the view of all chats.
        var folderOrder: [Int32] = [0]
        var hasFolderTags = false
        /// Chats whose messages were deleted, which stay in the list.
        var cleared: Set<Int64> = []
        /// In whose name the account writes in a chat if it does not say.
        var sendAs: [Int64: Int64] = [:]
        /// Themes of private chats, which both sides have.
        var themes: [Int64: String] = [:]
        /// Forums that are shown as one list of messages.
        var forumsAsMessages: Set<Int64> = []
        /// Chats whose bar of offers was closed.
        var hiddenBars: Set<Int64> = []
        /// The chats of Saved Messages that are pinned.
        var savedPins: [Int64] = []
        /// From which link each shared folder is.
        var joinedFolders: [Int32: String] = [:]
        /// The chats that a shared folder offered and that were not wanted.
        var declinedChats: [Int32: Set<Int64>] = [:]
        /// The first message of a channel that is not cleared away for the account.
        var clearedUpTo: [Int64: Int32] = [:]
    }

    /// A link by which others get a folder.
    struct SharedFolder: Sendable {
        let slug: String
        let owner: Int64
        let folder: Int32
        var title: String
        var chats: [Int64]

        var url: String { "https://t.me/addlist/" + slug }
    }

    var sharedFolders: [SharedFolder] = []

    private var arrangements: [Int64: Arrangement] = [:]

    /// The arrangement of an account.
    subscript(account: Int64) -> Arrangement {
        get { arrangements[account] ?? Arrangement() }
        set { arrangements[account] = newValue }
    }
}
