// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Gets the statistics of a channel or a supergroup (`stats.getBroadcastStats`, `stats.getMegagroupStats`).
    ///
    /// They are at a data centre of their own, which the chat's full information names.
    ///
    /// - Parameters:
    ///   - chat: The channel or supergroup, of which the account is an administrator.
    ///   - isDark: Whether the colours of the graphs are for a dark background.
    /// - Returns: The statistics.
    /// - Throws: ``InvocationError``.
    public func statistics(
        of chat: some PeerConvertible, dark isDark: Bool = false
    ) async throws(InvocationError) -> ChatStatistics {
        let full = try await core.fullChat(chat)
        let place = full.statisticsPlace
        if full.chat.isChannel {
            let raw = try await core.callStatistics(full.chat, at: place) {
                TL.stats.GetBroadcastStats(dark: isDark, channel: $0)
            }
            return .channel(ChannelStatistics(raw: raw))
        }
        let raw = try await core.callStatistics(full.chat, at: place) {
            TL.stats.GetMegagroupStats(dark: isDark, channel: $0)
        }
        return .supergroup(SupergroupStatistics(raw: raw, context: core.taking(raw.users)))
    }

    /// Loads a graph that did not come with the statistics, or a closer look at one (`stats.loadAsyncGraph`).
    ///
    /// - Parameters:
    ///   - token: The token of the graph.
    ///   - chat: The channel or supergroup.
    ///   - x: The place for a closer look, in milliseconds since 1970; `nil` for the whole graph.
    /// - Returns: The graph.
    /// - Throws: ``InvocationError``.
    public func loadGraph(
        _ token: String, of chat: some PeerConvertible, at x: Int64? = nil
    ) async throws(InvocationError) -> StatisticsGraph {
        let place = try await core.fullChat(chat).statisticsPlace
        return StatisticsGraph(try await core.invokeStatistics(TL.stats.LoadAsyncGraph(token: token, x: x), at: place))
    }

    /// Gets the statistics of a message (`stats.getMessageStats`).
    ///
    /// - Parameters:
    ///   - messageID: The message.
    ///   - chat: The channel or supergroup.
    ///   - isDark: Whether the colours of the graphs are for a dark background.
    /// - Returns: Its views, and the reactions to it.
    /// - Throws: ``InvocationError``.
    public func messageStatistics(
        _ messageID: Int32, in chat: some PeerConvertible, dark isDark: Bool = false
    ) async throws(InvocationError) -> (views: StatisticsGraph, reactions: StatisticsGraph) {
        let full = try await core.fullChat(chat)
        let raw = try await core.callStatistics(full.chat, at: full.statisticsPlace) {
            TL.stats.GetMessageStats(dark: isDark, channel: $0, msgID: messageID)
        }
        return (StatisticsGraph(raw.viewsGraph), StatisticsGraph(raw.reactionsByEmotionGraph))
    }

    /// Gets the statistics of a poll (`stats.getPollStats`).
    ///
    /// - Parameters:
    ///   - messageID: The poll's message.
    ///   - chat: The channel.
    ///   - isDark: Whether the colours of the graph are for a dark background.
    /// - Returns: The votes.
    /// - Throws: ``InvocationError``.
    public func pollStatistics(
        _ messageID: Int32, in chat: some PeerConvertible, dark isDark: Bool = false
    ) async throws(InvocationError) -> StatisticsGraph {
        let place = try await core.fullChat(chat).statisticsPlace
        let peer = try await core.resolve(chat.peerReference)
        return StatisticsGraph(
            try await core.invokeStatistics(
                TL.stats.GetPollStats(dark: isDark, peer: peer, msgID: messageID), at: place
            )
            .votesGraph)
    }

    /// Gets the statistics of a story (`stats.getStoryStats`).
    ///
    /// - Parameters:
    ///   - storyID: The story.
    ///   - chat: The channel.
    ///   - isDark: Whether the colours of the graphs are for a dark background.
    /// - Returns: Its views, and the reactions to it.
    /// - Throws: ``InvocationError``.
    public func storyStatistics(
        _ storyID: Int32, of chat: some PeerConvertible, dark isDark: Bool = false
    ) async throws(InvocationError) -> (views: StatisticsGraph, reactions: StatisticsGraph) {
        let place = try await core.fullChat(chat).statisticsPlace
        let peer = try await core.resolve(chat.peerReference)
        let raw = try await core.invokeStatistics(
            TL.stats.GetStoryStats(dark: isDark, peer: peer, id: storyID), at: place)
        return (StatisticsGraph(raw.viewsGraph), StatisticsGraph(raw.reactionsByEmotionGraph))
    }

    /// Lists where everybody can see that a message was forwarded (`stats.getMessagePublicForwards`).
    ///
    /// - Parameters:
    ///   - messageID: The message.
    ///   - chat: The channel.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: Messages and stories.
    public func publicForwards(
        of messageID: Int32, in chat: some PeerConvertible, after cursor: String? = nil
    ) -> Paged<PublicForward, String> {
        let core = core
        return Paged(after: cursor, identity: .number { $0.number }) { cursor, limit async throws(InvocationError) in
            let full = try await core.fullChat(chat)
            let answer = try await core.callStatistics(full.chat, at: full.statisticsPlace) {
                TL.stats.GetMessagePublicForwards(
                    channel: $0, msgID: messageID, offset: cursor ?? "", limit: Int32(clamping: limit))
            }
            return core.forwards(answer)
        }
    }

    /// Lists where everybody can see that a story was forwarded (`stats.getStoryPublicForwards`).
    ///
    /// - Parameters:
    ///   - storyID: The story.
    ///   - chat: The channel.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: Messages and stories.
    public func publicForwards(
        ofStory storyID: Int32, of chat: some PeerConvertible, after cursor: String? = nil
    ) -> Paged<PublicForward, String> {
        let core = core
        return Paged(after: cursor, identity: .number { $0.number }) { cursor, limit async throws(InvocationError) in
            let place = try await core.fullChat(chat).statisticsPlace
            let peer = try await core.resolve(chat.peerReference)
            return core.forwards(
                try await core.invokeStatistics(
                    TL.stats.GetStoryPublicForwards(
                        peer: peer, id: storyID, offset: cursor ?? "", limit: Int32(clamping: limit)), at: place))
        }
    }
}

extension PublicForward {
    fileprivate var number: Int64 {
        switch self {
        case .message(let message):
            // A chat's number and a message's in it; the numbers of chats leave room.
            (message.chatID.botAPI &* 4_294_967_296) &+ Int64(message.id)
        case .story(let story, let peer): (peer.botAPI &* 4_294_967_296) &- Int64(story.id) &- 1
        }
    }
}

extension TL.StoryItem {
    fileprivate var id: Int32 {
        switch self {
        case .storyItem(let story): story.id
        case .deleted(let story): story.id
        case .skipped(let story): story.id
        }
    }
}

extension FullChat {
    /// The data centre that has the statistics.
    fileprivate var statisticsPlace: CallDestination { statisticsDataCenter.map { .dataCenter($0) } ?? .home }
}

extension ClientCore {
    /// Makes a call about statistics, at the data centre that the server names if it is another one.
    fileprivate func invokeStatistics<Function: TLFunction>(
        _ function: Function, at place: CallDestination
    ) async throws(InvocationError) -> Function.Response {
        do throws(InvocationError) {
            return try await invoke(function, on: place)
        } catch {
            guard case .rpc(let refusal) = error, refusal.name == .statsMigrate, let other = refusal.value else {
                throw error
            }
            return try await invoke(function, on: .dataCenter(other))
        }
    }

    fileprivate func callStatistics<Function: TLFunction>(
        _ chat: Chat, at place: CallDestination, _ make: (TL.InputChannel) -> Function
    ) async throws(InvocationError) -> Function.Response {
        let channel = try await resolveChannel(chat)
        return try await invokeStatistics(make(channel), at: place)
    }

    fileprivate func forwards(_ answer: TL.stats.PublicForwards) -> Page<PublicForward, String> {
        let context = taking(answer.users, answer.chats)
        let found = answer.forwards.compactMap { forward -> PublicForward? in
            switch forward {
            case .message(let forward): Message(forward.message, context).map { .message($0) }
            case .story(let forward): .story(forward.story, in: PeerID(forward.peer))
            }
        }
        return Page(found, next: answer.nextOffset, total: Int(answer.count))
    }
}
