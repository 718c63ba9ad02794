// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A sticker for a set of a local server.
public struct LocalSticker: Sendable {
    /// The content: a WebP or PNG file, a `.tgs` or a `.webm` file.
    public var bytes: [UInt8]
    /// The emoji that it stands for.
    public var emoji: String
    /// Words by which it is found.
    public var keywords: [String]
    /// Its MIME type.
    public var mimeType: String

    /// Describes a sticker.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - emoji: The emoji that it stands for.
    ///   - keywords: Words by which it is found.
    ///   - mimeType: Its MIME type.
    public init(_ bytes: [UInt8], emoji: String, keywords: [String] = [], mimeType: String = "image/webp") {
        (self.bytes, self.emoji, self.keywords, self.mimeType) = (bytes, emoji, keywords, mimeType)
    }
}

/// What a sticker set of a local server consists of.
@nonexhaustive public enum LocalStickerKind: Hashable, Sendable {
    case stickers
    case masks
    case customEmoji

    fileprivate var stored: StoredStickerSet.Kind {
        switch self {
        case .stickers: .stickers
        case .masks: .masks
        case .customEmoji: .emoji
        }
    }
}

extension LocalServer {
    /// Adds a sticker set.
    ///
    /// - Parameters:
    ///   - title: The title.
    ///   - name: The name in links.
    ///   - kind: What it consists of.
    ///   - owner: Whose set it is; `nil` for one that nobody owns.
    ///   - stickers: The stickers, 1 to 120, or 200 custom emoji.
    ///   - isFeatured: Whether the server recommends it.
    /// - Returns: The numbers of the stickers, which are also those of custom emoji.
    /// - Throws: ``RPCFailure`` for the reasons of `stickers.createStickerSet`.
    @discardableResult
    public func addStickerSet(
        titled title: String, name: String, kind: LocalStickerKind = .stickers, owner: LocalPerson? = nil,
        _ stickers: [LocalSticker], isFeatured: Bool = false
    ) throws -> [Int64] {
        let account = owner?.id
        return try core.perform { engine throws(RPCFailure) in
            var items: [StoredStickerSet.Sticker] = []
            for sticker in stickers {
                let file = engine.world.addDocument(
                    try FileContent(sticker.bytes), [], mimeType: sticker.mimeType, dataCenter: 1)
                items.append(.init(file: file, emoji: sticker.emoji, keywords: sticker.keywords, mask: nil))
            }
            let set = try engine.world.addStickerSet(
                titled: title, name: name, kind: kind.stored, owner: account, bot: nil, items)
            if isFeatured { engine.world.stickers.featured.append(set.id) }
            return items.map(\.file)
        }
    }
}
