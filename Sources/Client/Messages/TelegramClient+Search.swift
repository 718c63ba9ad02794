// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Looks for messages in a chat, newest first (`messages.search`).
    ///
    /// Bots cannot call it.
    ///
    /// - Parameters:
    ///   - query: Words; empty for all messages of the kind.
    ///   - peer: The chat.
    ///   - options: Of what kind, by whom, when.
    /// - Returns: The list; ``Paged/total`` says how many there are.
    public func search(
        _ query: String = "", in peer: some PeerConvertible, _ options: SearchOptions = SearchOptions()
    ) -> Paged<Message, MessageCursor> {
        core.messageList { [core] offset, limit throws(InvocationError) in
            let sender = try await core.resolve(ifAny: options.sender)
            let savedFrom = try await core.resolve(ifAny: options.savedFrom)
            return try await core.call(peer) {
                TL.messages.Search(
                    peer: $0, q: query, fromID: sender, savedPeerID: savedFrom,
                    savedReaction: options.tags.isEmpty ? nil : options.tags.map(\.tl), topMsgID: options.topicID,
                    filter: options.filter.tl, minDate: options.since?.unixTime ?? 0,
                    maxDate: options.until?.unixTime ?? 0, offsetID: offset.id, addOffset: offset.add, limit: limit,
                    maxID: options.beforeMessageID ?? 0, minID: options.afterMessageID ?? 0, hash: 0)
            }
        }
    }

    /// Looks for messages in all chats, newest first (`messages.searchGlobal`).
    ///
    /// - Parameters:
    ///   - query: Words.
    ///   - options: Of what kind, in which chats, when.
    /// - Returns: The list.
    public func searchEverywhere(
        _ query: String, _ options: GlobalSearchOptions = GlobalSearchOptions()
    ) -> Paged<Message, GlobalSearchCursor> {
        core.globalList { [core] cursor, peer, limit throws(InvocationError) in
            var community: TL.InputChannel?
            if let reference = options.community { community = try await core.resolve(reference).inputChannel }
            return try await core.invoke(
                TL.messages.SearchGlobal(
                    broadcastsOnly: options.chats == .channels, groupsOnly: options.chats == .groups,
                    usersOnly: options.chats == .privateChats, folderID: options.folderID.map(Int32.init(clamping:)),
                    community: community, q: query, filter: options.filter.tl,
                    minDate: options.since?.unixTime ?? 0, maxDate: options.until?.unixTime ?? 0,
                    offsetRate: cursor?.rate ?? 0, offsetPeer: peer, offsetID: cursor?.messageID ?? 0, limit: limit))
        }
    }

    /// Looks for posts of public channels, also of those that the account has not joined (`channels.searchPosts`).
    ///
    /// - Parameters:
    ///   - query: Words; a search for words costs Stars when the free ones of the day are used up.
    ///   - stars: How many Stars may be paid for it.
    /// - Returns: The list.
    public func searchPosts(_ query: String, paying stars: Int64? = nil) -> Paged<Message, GlobalSearchCursor> {
        core.globalList { [core] cursor, peer, limit throws(InvocationError) in
            try await core.invoke(
                TL.channels.SearchPosts(
                    query: query, offsetRate: cursor?.rate ?? 0, offsetPeer: peer, offsetID: cursor?.messageID ?? 0,
                    limit: limit, allowPaidStars: stars))
        }
    }

    /// Looks for posts of public channels with a hashtag (`channels.searchPosts`).
    ///
    /// - Parameter hashtag: The hashtag, with or without `#`.
    /// - Returns: The list.
    public func searchPosts(withHashtag hashtag: String) -> Paged<Message, GlobalSearchCursor> {
        let name = hashtag.hasPrefix("#") ? String(hashtag.dropFirst()) : hashtag
        return core.globalList { [core] cursor, peer, limit throws(InvocationError) in
            try await core.invoke(
                TL.channels.SearchPosts(
                    hashtag: name, offsetRate: cursor?.rate ?? 0, offsetPeer: peer,
                    offsetID: cursor?.messageID ?? 0, limit: limit))
        }
    }

    /// Asks how many searches for words in posts are left for today (`channels.checkSearchPostsFlood`).
    ///
    /// - Parameter query: The words; those that were paid for are free again.
    /// - Returns: What is left, and what more cost.
    /// - Throws: ``InvocationError``.
    public func postSearchAllowance(for query: String? = nil) async throws(InvocationError) -> TL.SearchPostsFlood {
        try await core.invoke(TL.channels.CheckSearchPostsFlood(query: query))
    }

    /// Looks for files that the account has sent, newest first (`messages.searchSentMedia`).
    ///
    /// - Parameters:
    ///   - query: Words.
    ///   - filter: What kind of messages.
    ///   - limit: How many at most, 1 to 100.
    /// - Returns: The messages.
    /// - Throws: ``InvocationError``.
    public func searchSentMedia(
        _ query: String = "", filter: SearchFilter = .documents, limit: Int = 100
    ) async throws(InvocationError) -> [Message] {
        core.found(
            try await core.invoke(
                TL.messages.SearchSentMedia(q: query, filter: filter.tl, limit: Int32(clamping: limit)))
        ).messages
    }

    /// Counts the messages of a chat by kind (`messages.getSearchCounters`).
    ///
    /// - Parameters:
    ///   - filters: What kinds of messages.
    ///   - peer: The chat.
    ///   - topic: The topic of a forum alone.
    /// - Returns: How many there are of each kind.
    /// - Throws: ``InvocationError``.
    public func messageCounts(
        _ filters: [SearchFilter], in peer: some PeerConvertible, topic: Int32? = nil
    ) async throws(InvocationError) -> [SearchFilter: Int] {
        let counters = try await core.call(peer) {
            TL.messages.GetSearchCounters(peer: $0, topMsgID: topic, filters: filters.map(\.tl))
        }
        return Dictionary(counters.map { (SearchFilter($0.filter), Int($0.count)) }) { first, _ in first }
    }

    /// Counts the messages of a kind by day (`messages.getSearchResultsCalendar`).
    ///
    /// - Parameters:
    ///   - filter: What kind of messages; the server knows this of photos, videos, files, and the like.
    ///   - peer: The chat.
    ///   - start: Messages older than this one; `nil` for all.
    /// - Returns: The days, newest first.
    /// - Throws: ``InvocationError``.
    public func calendar(
        of filter: SearchFilter, in peer: some PeerConvertible, from start: MessageStart? = nil
    ) async throws(InvocationError) -> TL.messages.SearchResultsCalendar {
        var (id, date): (Int32, Int32) = (0, 0)
        switch start {
        case .message(let message): id = message
        case .date(let time): date = time.unixTime
        case nil: break
        }
        return try await core.call(peer) {
            TL.messages.GetSearchResultsCalendar(peer: $0, filter: filter.tl, offsetID: id, offsetDate: date)
        }
    }

    /// Asks where in a list of messages of a kind some of them are (`messages.getSearchResultsPositions`).
    ///
    /// - Parameters:
    ///   - filter: What kind of messages.
    ///   - peer: The chat.
    ///   - id: Messages older than this one; 0 for all.
    ///   - limit: How many positions at most.
    /// - Returns: The positions.
    /// - Throws: ``InvocationError``.
    public func positions(
        of filter: SearchFilter, in peer: some PeerConvertible, before id: Int32 = 0, limit: Int = 100
    ) async throws(InvocationError) -> TL.messages.SearchResultsPositions {
        try await core.call(peer) {
            TL.messages.GetSearchResultsPositions(
                peer: $0, filter: filter.tl, offsetID: id, limit: Int32(clamping: limit))
        }
    }

    /// Lists the newest live locations of a chat (`messages.getRecentLocations`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - limit: How many at most, 1 to 100.
    /// - Returns: The messages, newest first.
    /// - Throws: ``InvocationError``.
    public func recentLocations(
        in peer: some PeerConvertible, limit: Int = 100
    ) async throws(InvocationError) -> [Message] {
        core.found(
            try await core.call(peer) {
                TL.messages.GetRecentLocations(peer: $0, limit: Int32(clamping: limit), hash: 0)
            }
        ).messages
    }
}

extension ClientCore {
    /// A list of messages of many chats.
    fileprivate func globalList(
        _ fetch:
            @escaping @Sendable (GlobalSearchCursor?, TL.InputPeer, Int32) async throws(InvocationError)
            -> TL.messages.Messages
    ) -> Paged<Message, GlobalSearchCursor> {
        Paged(identity: .number { $0.globalNumber }) { [self] cursor, limit throws(InvocationError) in
            var peer = TL.InputPeer.empty
            if let cursor, let id = PeerID(botAPI: cursor.chat) { peer = (try? await resolve(.id(id))) ?? .empty }
            let page = found(try await fetch(cursor, peer, Int32(clamping: limit)))
            var next: GlobalSearchCursor?
            if !page.isComplete, let rate = page.nextRate, let last = page.messages.last {
                next = GlobalSearchCursor(rate: rate, chat: last.chatID.botAPI, messageID: last.id)
            }
            return Page(page.messages, next: next == cursor ? nil : next, total: page.total)
        }
    }
}

extension Message {
    /// A number that tells it from the messages of all chats.
    fileprivate var globalNumber: Int64 {
        var hash = StableHash()
        hash.add(chatID.botAPI)
        hash.add(Int64(id))
        return hash.value
    }
}
