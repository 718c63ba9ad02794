// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A set of stickers or of custom emoji, without the stickers themselves.
public struct StickerSet: Sendable, Identifiable {
    /// The set as the schema has it.
    public let raw: TL.StickerSet
    let context: ObjectContext

    init(_ raw: TL.StickerSet, _ context: ObjectContext) {
        self.raw = raw
        self.context = context
    }

    /// What a set consists of.
    @nonexhaustive public enum Kind: Hashable, Sendable {
        case stickers
        /// Pictures that are put on faces in photos.
        case masks
        case customEmoji
    }

    /// The set's number.
    public var id: Int64 { raw.id }
    /// The title.
    public var title: String { raw.title }
    /// The name in links, `t.me/addstickers/NAME`.
    public var name: String { raw.shortName }
    /// What it consists of.
    public var kind: Kind { raw.emojis ? .customEmoji : raw.masks ? .masks : .stickers }
    /// How many stickers it has.
    public var count: Int { Int(raw.count) }
    /// Whether the account has installed it.
    public var isInstalled: Bool { raw.installedDate != nil && !raw.archived }
    /// Whether it is in the account's archive.
    public var isArchived: Bool { raw.archived }
    /// Whether Telegram made it.
    public var isOfficial: Bool { raw.official }
    /// Whether the account made it.
    public var isCreator: Bool { raw.creator }
    /// The set as calls name it.
    public var reference: StickerSetReference { .id(raw.id, accessHash: raw.accessHash) }

    /// The pictures that stand for the set in lists.
    public var thumbnails: [PhotoSize] {
        let source = FileSource(
            .file(
                .stickerSetThumb(
                    .init(
                        stickerset: .id(.init(id: raw.id, accessHash: raw.accessHash)),
                        thumbVersion: raw.thumbVersion ?? 0))),
            dataCenter: raw.thumbDCID.map(Int.init), kind: "sticker", mimeType: "image/webp")
        return (raw.thumbs ?? []).map { PhotoSize($0, of: source) }
    }
}

extension StickerSet: CustomStringConvertible {
    /// A description for people.
    public var description: String { "StickerSet(\(name), \(count))" }
}

/// A set with its stickers.
public struct StickerSetContent: Sendable {
    /// The set and its stickers as the schema has them.
    public let raw: TL.messages.StickerSet.StickerSet
    /// The set.
    public let set: StickerSet
    /// Its stickers in order.
    public let stickers: [Sticker]

    init(_ raw: TL.messages.StickerSet.StickerSet, _ context: ObjectContext) {
        self.raw = raw
        set = StickerSet(raw.set, context)
        let origin = FileOrigin.stickerSet(id: raw.set.id, accessHash: raw.set.accessHash)
        stickers = raw.documents.compactMap { Document($0, origin) }.compactMap { Sticker($0) }
    }

    /// The stickers that stand for an emoji.
    public func stickers(for emoji: String) -> [Sticker] {
        let ids = raw.packs.filter { $0.emoticon == emoji }.flatMap(\.documents)
        return ids.compactMap { id in stickers.first { $0.id == id } }
    }
}

/// A set in a list, with some of its stickers.
public struct StickerSetPreview: Sendable {
    /// The set.
    public let set: StickerSet
    /// Some of its stickers.
    public let stickers: [Sticker]

    init(_ raw: TL.StickerSetCovered, _ context: ObjectContext) {
        let documents: [TL.Document]
        switch raw {
        case .stickerSetCovered(let covered): (set, documents) = (StickerSet(covered.set, context), [covered.cover])
        case .multi(let covered): (set, documents) = (StickerSet(covered.set, context), covered.covers)
        case .full(let covered): (set, documents) = (StickerSet(covered.set, context), covered.documents)
        case .no(let covered): (set, documents) = (StickerSet(covered.set, context), [])
        }
        let origin = FileOrigin.stickerSet(id: set.id, accessHash: set.raw.accessHash)
        stickers = documents.compactMap { Document($0, origin) }.compactMap { Sticker($0) }
    }
}

/// Names a sticker set: by the name in its link, by its number, or one of those that the server has for a purpose.
public struct StickerSetReference: Sendable, ExpressibleByStringLiteral {
    /// The set as calls name it.
    public let raw: TL.InputStickerSet

    /// Takes a set as calls name it.
    public init(_ raw: TL.InputStickerSet) {
        self.raw = raw
    }

    /// A set by its name, or by its link `t.me/addstickers/NAME` or `t.me/addemoji/NAME`.
    public init(stringLiteral value: String) {
        self = .name(value)
    }

    /// A set by its name, or by its link `t.me/addstickers/NAME` or `t.me/addemoji/NAME`.
    public static func name(_ name: String) -> Self {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        let bare = last.split(separator: "?").first.map(String.init) ?? last
        return Self(.shortName(.init(shortName: bare)))
    }

    /// A set by its number.
    public static func id(_ id: Int64, accessHash: Int64) -> Self { Self(.id(.init(id: id, accessHash: accessHash))) }

    /// The animated emoji.
    public static let animatedEmoji = Self(.animatedEmoji)

    /// The faces of a dice.
    public static func dice(_ emoji: String) -> Self { Self(.dice(.init(emoticon: emoji))) }
}

/// A sticker for a set of the account's own.
public struct NewSticker: Sendable {
    /// The file: a picture (PNG, WebP), an animation (`.tgs`) or a video (`.webm`).
    public var file: InputFile
    /// The emoji that it stands for, one or more.
    public var emoji: String
    /// Words by which it is found.
    public var keywords: [String]
    /// Where a mask is put on a face.
    public var maskPosition: TL.MaskCoords?

    /// Describes a sticker.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - emoji: The emoji that it stands for, one or more.
    ///   - keywords: Words by which it is found.
    ///   - maskPosition: Where a mask is put on a face.
    public init(
        _ file: some InputFileConvertible, emoji: String, keywords: [String] = [], maskPosition: TL.MaskCoords? = nil
    ) {
        (self.file, self.emoji, self.keywords, self.maskPosition) = (file.inputFile, emoji, keywords, maskPosition)
    }
}
