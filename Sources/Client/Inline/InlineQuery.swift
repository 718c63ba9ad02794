// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

/// Somebody types the name of the bot and a text into a chat.
///
/// It is to be answered within seconds; an answer after half a minute fails.
public struct InlineQuery: UserUpdate {
    /// Where the person types.
    @nonexhaustive
    public enum ChatKind: Hashable, Sendable {
        /// In the chat with this bot.
        case sameBot
        /// In the chat with another bot.
        case bot
        /// In a private chat.
        case user
        /// In a basic group.
        case group
        /// In a supergroup.
        case supergroup
        /// In a channel.
        case channel
    }

    /// The update as the schema has it.
    public let raw: TL.Update.BotInlineQuery
    /// What came along.
    public let context: ObjectContext

    /// The number to answer to.
    public var id: Int64 { raw.queryID }
    /// Who types.
    public var userID: Int64 { raw.userID }
    /// Who types, if that came along.
    public var sender: User? { user }
    /// What follows the name of the bot.
    public var text: String { raw.query }
    /// Where the page begins that is wanted: what the last answer gave as its next offset; empty for the first page.
    public var offset: String { raw.offset }
    /// Where the person types, if the server says it.
    public var chatKind: ChatKind? {
        switch raw.peerType {
        case .sameBotPM: .sameBot
        case .botPM: .bot
        case .pm: .user
        case .chat: .group
        case .megagroup: .supergroup
        case .broadcast: .channel
        case nil: nil
        }
    }
    /// Where the person is, for bots that ask for it: latitude and longitude in degrees.
    public var location: (latitude: Double, longitude: Double)? {
        guard case .geoPoint(let point) = raw.geo else { return nil }
        return (point.lat, point.long)
    }

    /// Shows results (`messages.setInlineBotResults`).
    ///
    /// - Parameters:
    ///   - results: The results, 50 at most, whose ids differ.
    ///   - options: How long the server keeps them, where the next page begins, and the like.
    /// - Throws: ``InvocationError``.
    public func answer(
        _ results: [InlineResult], _ options: InlineAnswerOptions = InlineAnswerOptions()
    ) async throws(InvocationError) {
        try await context.core.answerInlineQuery(id, results, options)
    }

    /// Shows one page of results, 50 at most, and says where the next one begins (`messages.setInlineBotResults`).
    ///
    /// The pages are cut from `items` by ``offset``, so the same items have to be given for every page.
    ///
    /// - Parameters:
    ///   - items: All there is to show.
    ///   - pageSize: How many results a page has, 1 to 50.
    ///   - options: How long the server keeps them, and the like.
    ///   - result: Makes a result of an item.
    /// - Throws: ``InvocationError``.
    public func answer<Item: Sendable>(
        pagesOf items: [Item], pageSize: Int = 50, _ options: InlineAnswerOptions = InlineAnswerOptions(),
        _ result: (Item) -> InlineResult
    ) async throws(InvocationError) {
        let size = min(max(1, pageSize), InlineAnswerOptions.resultLimit)
        let start = min(max(0, Int(offset) ?? 0), items.count)
        let end = min(items.count, start + size)
        var options = options
        options.nextOffset = end < items.count ? String(end) : nil
        try await answer(items[start..<end].map(result), options)
    }
}

/// How results of the inline mode are shown.
public struct InlineAnswerOptions: Sendable {
    /// How many results one answer may have.
    static let resultLimit = 50

    /// A button above the results.
    @nonexhaustive
    public enum Button: Sendable {
        /// Opens the chat with the bot, which gets `/start` with a parameter of 1 to 64 letters, digits, `_` and `-`.
        case start(String, parameter: String)
        /// Opens a mini app.
        case webApp(String, url: String)
    }

    /// How long the server gives the same results to the same query.
    public var cacheTime: Duration
    /// Whether the results are for this person alone; if not, the server may give them to others.
    public var isPersonal: Bool
    /// Where the next page begins, up to 64 bytes; `nil` if this is the last one.
    public var nextOffset: String?
    /// Whether the results are shown as a grid of pictures.
    public var isGallery: Bool
    /// A button above the results.
    public var button: Button?

    /// Creates options.
    ///
    /// - Parameters:
    ///   - cacheTime: How long the server gives the same results to the same query.
    ///   - isPersonal: Whether the results are for this person alone.
    ///   - nextOffset: Where the next page begins, up to 64 bytes; `nil` if this is the last one.
    ///   - isGallery: Whether the results are shown as a grid of pictures.
    ///   - button: A button above the results.
    public init(
        cacheTime: Duration = .seconds(300), isPersonal: Bool = false, nextOffset: String? = nil,
        isGallery: Bool = false,
        button: Button? = nil
    ) {
        (self.cacheTime, self.isPersonal, self.nextOffset) = (cacheTime, isPersonal, nextOffset)
        (self.isGallery, self.button) = (isGallery, button)
    }
}
