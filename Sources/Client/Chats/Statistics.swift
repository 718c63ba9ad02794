// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// A number now and in the period before.
public struct StatisticsValue: Hashable, Sendable {
    /// The number in the period.
    public let current: Double
    /// The number in the period before.
    public let previous: Double

    init(_ raw: TL.StatsAbsValueAndPrev) { (current, previous) = (raw.current, raw.previous) }

    /// By how much it grew, as a share of the number before; `nil` if that was 0.
    public var growth: Double? { previous == 0 ? nil : (current - previous) / previous }
}

/// A graph of statistics.
public enum StatisticsGraph: Sendable {
    /// The graph as JSON, for a chart; with a token for a closer look at one day if there is one.
    case data(Data, zoomToken: String?)
    /// The graph must be loaded, see ``TelegramClient/loadGraph(_:of:at:)``.
    case token(String)
    /// The server has no graph.
    case unavailable(String)

    init(_ raw: TL.StatsGraph) {
        switch raw {
        case .statsGraph(let graph): self = .data(Data(graph.json.data.utf8), zoomToken: graph.zoomToken)
        case .async(let graph): self = .token(graph.token)
        case .graphError(let graph): self = .unavailable(graph.error)
        }
    }
}

/// Statistics of a channel or a supergroup.
public enum ChatStatistics: Sendable {
    /// A channel's.
    case channel(ChannelStatistics)
    /// A supergroup's.
    case supergroup(SupergroupStatistics)
}

/// Statistics of a channel.
public struct ChannelStatistics: Sendable {
    /// The statistics as the schema has them.
    public let raw: TL.stats.BroadcastStats

    /// The time that they are about.
    public var period: ClosedRange<Date> { raw.period.dates }
}

// The subscribers.
extension ChannelStatistics {
    /// The subscribers.
    public var followers: StatisticsValue { StatisticsValue(raw.followers) }
    /// The share of subscribers who are notified of posts, 0 to 1.
    public var notifiedShare: Double { raw.enabledNotifications.share }
    /// The number of subscribers.
    public var growthGraph: StatisticsGraph { StatisticsGraph(raw.growthGraph) }
    /// Who came and who left.
    public var followersGraph: StatisticsGraph { StatisticsGraph(raw.followersGraph) }
    /// New subscribers by where they came from.
    public var newFollowersBySourceGraph: StatisticsGraph { StatisticsGraph(raw.newFollowersBySourceGraph) }
    /// The languages of the subscribers.
    public var languagesGraph: StatisticsGraph { StatisticsGraph(raw.languagesGraph) }
    /// Who muted the channel.
    public var muteGraph: StatisticsGraph { StatisticsGraph(raw.muteGraph) }
}

// The posts.
extension ChannelStatistics {
    /// How often a post was seen.
    public var viewsPerPost: StatisticsValue { StatisticsValue(raw.viewsPerPost) }
    /// How often a post was forwarded.
    public var sharesPerPost: StatisticsValue { StatisticsValue(raw.sharesPerPost) }
    /// How many reactions a post got.
    public var reactionsPerPost: StatisticsValue { StatisticsValue(raw.reactionsPerPost) }
    /// The newest posts and stories with their views.
    public var recentPosts: [TL.PostInteractionCounters] { raw.recentPostsInteractions }
    /// Views and forwards by the day.
    public var interactionsGraph: StatisticsGraph { StatisticsGraph(raw.interactionsGraph) }
    /// Views by the hour.
    public var topHoursGraph: StatisticsGraph { StatisticsGraph(raw.topHoursGraph) }
    /// Views by where they came from.
    public var viewsBySourceGraph: StatisticsGraph { StatisticsGraph(raw.viewsBySourceGraph) }
    /// Views of Instant View pages.
    public var instantViewGraph: StatisticsGraph { StatisticsGraph(raw.ivInteractionsGraph) }
    /// Reactions to posts.
    public var reactionsGraph: StatisticsGraph { StatisticsGraph(raw.reactionsByEmotionGraph) }
}

// The stories.
extension ChannelStatistics {
    /// How often a story was seen.
    public var viewsPerStory: StatisticsValue { StatisticsValue(raw.viewsPerStory) }
    /// How often a story was forwarded.
    public var sharesPerStory: StatisticsValue { StatisticsValue(raw.sharesPerStory) }
    /// How many reactions a story got.
    public var reactionsPerStory: StatisticsValue { StatisticsValue(raw.reactionsPerStory) }
    /// Views and forwards of stories.
    public var storyInteractionsGraph: StatisticsGraph { StatisticsGraph(raw.storyInteractionsGraph) }
    /// Reactions to stories.
    public var storyReactionsGraph: StatisticsGraph { StatisticsGraph(raw.storyReactionsByEmotionGraph) }
}

/// Statistics of a supergroup.
public struct SupergroupStatistics: Sendable {
    /// The statistics as the schema has them.
    public let raw: TL.stats.MegagroupStats
    let context: ObjectContext

    /// The time that they are about.
    public var period: ClosedRange<Date> { raw.period.dates }

    /// A user who is named in the statistics.
    ///
    /// - Parameter id: The user's number.
    /// - Returns: The user, if it came along.
    public func user(_ id: Int64) -> User? { context.user(id) }
}

// The members.
extension SupergroupStatistics {
    /// The members.
    public var members: StatisticsValue { StatisticsValue(raw.members) }
    /// The number of members.
    public var growthGraph: StatisticsGraph { StatisticsGraph(raw.growthGraph) }
    /// Who came and who left.
    public var membersGraph: StatisticsGraph { StatisticsGraph(raw.membersGraph) }
    /// New members by where they came from.
    public var newMembersBySourceGraph: StatisticsGraph { StatisticsGraph(raw.newMembersBySourceGraph) }
    /// The languages of the members.
    public var languagesGraph: StatisticsGraph { StatisticsGraph(raw.languagesGraph) }
    /// Who added most members.
    public var topInviters: [TL.StatsGroupTopInviter] { raw.topInviters }
}

// The messages.
extension SupergroupStatistics {
    /// The messages.
    public var messages: StatisticsValue { StatisticsValue(raw.messages) }
    /// The members who wrote.
    public var posters: StatisticsValue { StatisticsValue(raw.posters) }
    /// The members who read.
    public var viewers: StatisticsValue { StatisticsValue(raw.viewers) }
    /// Who wrote most.
    public var topPosters: [TL.StatsGroupTopPoster] { raw.topPosters }
    /// Messages by kind.
    public var messagesGraph: StatisticsGraph { StatisticsGraph(raw.messagesGraph) }
    /// Messages by the hour.
    public var topHoursGraph: StatisticsGraph { StatisticsGraph(raw.topHoursGraph) }
    /// Messages by the day of the week.
    public var weekdaysGraph: StatisticsGraph { StatisticsGraph(raw.weekdaysGraph) }
}

// The administrators.
extension SupergroupStatistics {
    /// Who administrated most.
    public var topAdministrators: [TL.StatsGroupTopAdmin] { raw.topAdmins }
    /// What administrators did.
    public var actionsGraph: StatisticsGraph { StatisticsGraph(raw.actionsGraph) }
}

/// A message or a story that forwards another one where everybody can see it.
@nonexhaustive
public enum PublicForward: Sendable {
    /// A message.
    case message(Message)
    /// A story.
    case story(TL.StoryItem, in: PeerID)
}

extension TL.StatsDateRangeDays {
    fileprivate var dates: ClosedRange<Date> {
        Date(unixTime: Swift.min(minDate, maxDate))...Date(unixTime: Swift.max(minDate, maxDate))
    }
}

extension TL.StatsPercentValue {
    fileprivate var share: Double { total == 0 ? 0 : part / total }
}
