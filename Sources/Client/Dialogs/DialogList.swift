// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Which part of the account's list of chats is meant.
public enum DialogList: String, Codable, Sendable {
    /// All chats: those that are not archived first, then those in the archive.
    case all
    /// The chats that are not archived.
    case main
    /// The archived chats.
    case archive

    /// The number of the part in the schema.
    var folderID: Int32 { self == .archive ? 1 : 0 }
}

/// Where a page of the list of chats begins; it can be saved and used in another run of the program.
public struct DialogCursor: Codable, Hashable, Sendable {
    /// The last chat that came.
    struct Offset: Codable, Hashable, Sendable {
        var date: Int32
        var messageID: Int32
        var peer: PeerOffset?
    }

    /// Whether the archive is being read.
    var isArchive = false
    /// `nil` at the beginning of a pass.
    var offset: Offset?
    /// Whether pinned chats have come already in this pass.
    var excludesPinned = false
    /// How often the part was read.
    ///
    /// Chats that get a message while the list is read jump to its beginning; they are read after its end.
    var pass = 0
    /// The date of the newest message when this pass began.
    var newest: Int32 = 0
    /// The same of the pass before.
    var previous: Int32 = 0
}
