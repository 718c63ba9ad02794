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
    }

    private var arrangements: [Int64: Arrangement] = [:]

    /// The arrangement of an account.
    subscript(account: Int64) -> Arrangement {
        get { arrangements[account] ?? Arrangement() }
        set { arrangements[account] = newValue }
    }
}
