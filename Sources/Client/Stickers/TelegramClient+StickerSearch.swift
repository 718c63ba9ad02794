// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Gets the sets that Telegram recommends (`messages.getFeaturedStickers`, `messages.getFeaturedEmojiStickers`).
    ///
    /// - Parameter kind: Stickers or custom emoji.
    /// - Returns: The sets, and which of them the account has not looked at.
    /// - Throws: ``InvocationError``.
    public func featuredStickerSets(
        _ kind: StickerSet.Kind = .stickers
    ) async throws(InvocationError) -> FeaturedStickerSets {
        let answer =
            kind == .customEmoji
            ? try await core.invoke(TL.messages.GetFeaturedEmojiStickers(hash: 0))
            : try await core.invoke(TL.messages.GetFeaturedStickers(hash: 0))
        guard case .featuredStickers(let list) = answer else { return FeaturedStickerSets(sets: [], unseenIDs: []) }
        let context = core.context()
        return FeaturedStickerSets(
            sets: list.sets.map { StickerSetPreview($0, context) }, unseenIDs: Set(list.unread))
    }

    /// Notes that the account has looked at recommended sets (`messages.readFeaturedStickers`).
    ///
    /// - Parameter ids: The numbers of the sets; none, the default, for all of them.
    /// - Throws: ``InvocationError``.
    public func markFeaturedStickerSetsSeen(_ ids: [Int64] = []) async throws(InvocationError) {
        _ = try await core.invoke(TL.messages.ReadFeaturedStickers(id: ids))
    }

    /// Searches for stickers in all sets (`messages.searchStickers`).
    ///
    /// - Parameters:
    ///   - query: A word by which they are found; empty to search by emoji alone.
    ///   - emoji: Emoji that they stand for, one or more; empty to search by words alone.
    ///   - kind: Stickers or custom emoji.
    ///   - languages: The languages of the query as IETF tags, `en` for example.
    ///   - offset: Where the list begins, ``FoundStickers/nextOffset`` of an earlier answer.
    ///   - limit: How many at most, 1 to 100.
    /// - Returns: The stickers.
    /// - Throws: ``InvocationError``.
    public func searchStickers(
        _ query: String, emoji: String = "", _ kind: StickerSet.Kind = .stickers, languages: [String] = [],
        offset: Int = 0, limit: Int = 100
    ) async throws(InvocationError) -> FoundStickers {
        guard !query.isEmpty || !emoji.isEmpty else {
            throw .invalidArgument(method: "messages.searchStickers", "there is neither a word nor an emoji")
        }
        let answer = try await core.invoke(
            TL.messages.SearchStickers(
                emojis: kind == .customEmoji, q: query, emoticon: emoji, langCode: languages,
                offset: Int32(clamping: offset), limit: Int32(clamping: limit), hash: 0))
        guard case .foundStickers(let list) = answer else { return FoundStickers(stickers: [], nextOffset: nil) }
        let stickers = core.stickers(list.stickers) { document in
            Document(raw: document, origin: nil).stickerSetOrigin ?? .customEmoji(id: document.id)
        }
        return FoundStickers(stickers: stickers, nextOffset: list.nextOffset.map(Int.init))
    }

    /// Searches for custom emoji that stand for an emoji (`messages.searchCustomEmoji`).
    ///
    /// - Parameter emoji: The emoji.
    /// - Returns: The numbers of custom emoji, for ``customEmoji(_:)``.
    /// - Throws: ``InvocationError``.
    public func customEmojiIDs(for emoji: String) async throws(InvocationError) -> [Int64] {
        guard case .emojiList(let list) = try await core.invoke(TL.messages.SearchCustomEmoji(emoticon: emoji, hash: 0))
        else { return [] }
        return list.documentID
    }

    /// Installs, archives or removes several sets at once (`messages.toggleStickerSets`).
    ///
    /// - Parameters:
    ///   - sets: Which ones.
    ///   - state: What becomes of them.
    /// - Throws: ``InvocationError``.
    public func setStickerSets(
        _ sets: [StickerSetReference], to state: StickerSet.State
    ) async throws(InvocationError) {
        _ = try await core.invoke(
            TL.messages.ToggleStickerSets(
                uninstall: state == .removed, archive: state == .archived, unarchive: state == .installed,
                stickersets: sets.map(\.raw)))
    }

    /// Puts a sticker at the beginning of those that the account used last, or removes it (`messages.saveRecentSticker`).
    ///
    /// - Parameters:
    ///   - sticker: Which one.
    ///   - isRecent: Whether it is to be among them.
    /// - Throws: ``InvocationError``.
    public func setRecent(_ sticker: Sticker, _ isRecent: Bool = true) async throws(InvocationError) {
        core.files.learn(sticker.document)
        _ = try await core.invoke(
            TL.messages.SaveRecentSticker(id: sticker.document.inputDocument, unsave: !isRecent))
    }

    /// Empties the list of stickers that the account used last (`messages.clearRecentStickers`).
    ///
    /// - Throws: ``InvocationError``.
    public func clearRecentStickers() async throws(InvocationError) {
        _ = try await core.invoke(TL.messages.ClearRecentStickers())
    }

    /// Gets the words that emoji are found by (`messages.getEmojiKeywords`).
    ///
    /// - Parameter language: The language as an IETF tag, `en` for example.
    /// - Returns: The emoji for each word.
    /// - Throws: ``InvocationError``.
    public func emojiKeywords(in language: String) async throws(InvocationError) -> [String: [String]] {
        let list = try await core.invoke(TL.messages.GetEmojiKeywords(langCode: language))
        var words: [String: [String]] = [:]
        for case .emojiKeyword(let entry) in list.keywords { words[entry.keyword, default: []] += entry.emoticons }
        return words
    }

    /// Gets the groups that emoji are shown in (`messages.getEmojiGroups`).
    ///
    /// - Returns: The groups in order.
    /// - Throws: ``InvocationError``.
    public func emojiGroups() async throws(InvocationError) -> [EmojiGroup] {
        guard case .emojiGroups(let list) = try await core.invoke(TL.messages.GetEmojiGroups(hash: 0)) else {
            return []
        }
        return list.groups.map { EmojiGroup($0) }
    }
}

extension StickerSet {
    /// What can become of a set in an account.
    @nonexhaustive public enum State: Hashable, Sendable {
        case installed
        case archived
        case removed
    }
}

/// The sets that Telegram recommends.
public struct FeaturedStickerSets: Sendable {
    /// The sets in order.
    public let sets: [StickerSetPreview]
    /// The numbers of those that the account has not looked at.
    public let unseenIDs: Set<Int64>
}

/// Stickers that were found, a part of all.
public struct FoundStickers: Sendable {
    /// The stickers.
    public let stickers: [Sticker]
    /// Where the next part begins; `nil` if there is none.
    public let nextOffset: Int?
}

/// Emoji that are shown together.
public struct EmojiGroup: Sendable {
    /// The title.
    public let title: String
    /// The custom emoji that stands for the group.
    public let iconID: Int64
    /// The emoji; empty for the group of all custom emoji that need Premium.
    public let emoji: [String]

    init(_ raw: TL.EmojiGroup) {
        switch raw {
        case .emojiGroup(let group): (title, iconID, emoji) = (group.title, group.iconEmojiID, group.emoticons)
        case .greeting(let group): (title, iconID, emoji) = (group.title, group.iconEmojiID, group.emoticons)
        case .premium(let group): (title, iconID, emoji) = (group.title, group.iconEmojiID, [])
        }
    }
}
