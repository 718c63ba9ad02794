// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Sticker sets, and what accounts have of them.
struct StickersState: Sendable {
    /// How many sets there may be.
    static let mostSets = 10_000
    /// How many stickers a set may have; custom emoji are smaller, so there may be more of them.
    static let mostStickers = 120
    static let mostEmoji = 200
    /// How many sets of a kind an account has installed; beyond that the last ones go to the archive.
    static let mostInstalled = 200
    /// How many favourite stickers, recent stickers and saved GIFs an account has; the oldest make room.
    static let mostFavorites = 5
    static let mostRecent = 200
    static let mostGIFs = 200

    var sets: [Int64: StoredStickerSet] = [:]
    /// The sets by their names in small letters.
    var ids: [String: Int64] = [:]
    /// In which set a file is a sticker.
    var setsOfFiles: [Int64: Int64] = [:]
    /// Sets that the server recommends, in order.
    var featured: [Int64] = []
    var lastID: Int64 = 9_000_000_000
    /// The words that emoji are found by, by language.
    var keywords: [String: [(word: String, emoji: [String])]] = [
        "en": [("cat", ["🐱", "🐈"]), ("cat face", ["🐱"]), ("dog", ["🐶", "🐕"])]
    ]
    /// The groups that emoji are shown in.
    var groups: [(title: String, emoji: [String])] = [("Animals", ["🐱", "🐶"]), ("Love", ["❤", "😍"])]
    /// The stickers on photos.
    var attached: [Int64: [Int64]] = [:]

    private var shelves: [Int64: StickerShelf] = [:]

    /// What an account has.
    subscript(account: Int64) -> StickerShelf {
        get { shelves[account] ?? StickerShelf() }
        set { shelves[account] = newValue }
    }

    /// A number that changes with a list, as clients compute it from its members.
    static func hash(_ numbers: some Sequence<Int64>) -> Int64 {
        var hash: UInt64 = 0
        for number in numbers {
            hash ^= hash >> 21
            hash ^= hash << 35
            hash ^= hash >> 4
            hash &+= UInt64(bitPattern: number)
        }
        return Int64(bitPattern: hash)
    }
}

/// What an account has of stickers.
struct StickerShelf: Sendable {
    /// Installed sets in order, by kind.
    var installed: [StoredStickerSet.Kind: [Int64]] = [:]
    /// Archived sets by kind, the newest first.
    var archived: [StoredStickerSet.Kind: [Int64]] = [:]
    var installDates: [Int64: Int32] = [:]
    /// Files, the newest first.
    var favorites: [Int64] = []
    var recent: [(file: Int64, date: Int32)] = []
    var gifs: [Int64] = []
    /// Recommended sets that the account has looked at.
    var seen: Set<Int64> = []
}

/// A sticker set.
struct StoredStickerSet: Sendable {
    enum Kind: Sendable {
        case stickers
        case masks
        case emoji
    }

    struct Sticker: Sendable {
        let file: Int64
        var emoji: String
        var keywords: [String]
        var mask: TL.MaskCoords?
    }

    let id: Int64
    let kind: Kind
    let name: String
    var title: String
    /// Whose set it is; `nil` for one that nobody owns.
    let owner: Int64?
    /// The bot that made it for its owner.
    let bot: Int64?
    var stickers: [Sticker]
    /// The picture that stands for the set.
    var thumbnail: FileContent?
    var thumbnailEmoji: Int64?
    /// How often it was changed.
    var version: Int32 = 1

    /// A number that changes with the set.
    var hash: Int32 {
        var numbers = stickers.map(\.file)
        numbers.append(Int64(version))
        return Int32(truncatingIfNeeded: StickersState.hash(numbers)) | 1
    }
}
