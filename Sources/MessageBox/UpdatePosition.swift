// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// The place of an update in its sequence.
///
/// See core.telegram.org/api/updates#update-handling.
public struct UpdatePosition: Hashable, Sendable {
    /// Which sequence it belongs to.
    public var domain: UpdateDomain
    /// The number of the last event, once the update is applied.
    public var pts: Int32
    /// How many events it stands for; 0 if it only says what already holds.
    public var count: Int32

    /// Creates a mark.
    ///
    /// - Parameters:
    ///   - domain: Which sequence it belongs to.
    ///   - pts: The number of the last event.
    ///   - count: How many events it stands for.
    public init(_ domain: UpdateDomain, pts: Int32, count: Int32) {
        self.domain = domain
        self.pts = pts
        self.count = count
    }

    /// The number of the event before the first one.
    var start: Int { Int(pts) - Int(count) }
}

extension TL.Update {
    /// The place of the update in its sequence, or `nil` if it has none.
    public var mark: UpdatePosition? {
        commonMark ?? channelMark ?? qts.map { UpdatePosition(.secondary, pts: $0, count: 1) }
    }

    private var commonMark: UpdatePosition? {
        switch self {
        case .newMessage(let update): UpdatePosition(.common, pts: update.pts, count: update.ptsCount)
        case .editMessage(let update): UpdatePosition(.common, pts: update.pts, count: update.ptsCount)
        case .deleteMessages(let update): UpdatePosition(.common, pts: update.pts, count: update.ptsCount)
        case .readHistoryInbox(let update): UpdatePosition(.common, pts: update.pts, count: update.ptsCount)
        case .readHistoryOutbox(let update): UpdatePosition(.common, pts: update.pts, count: update.ptsCount)
        case .readMessagesContents(let update): UpdatePosition(.common, pts: update.pts, count: update.ptsCount)
        case .webPage(let update): UpdatePosition(.common, pts: update.pts, count: update.ptsCount)
        case .folderPeers(let update): UpdatePosition(.common, pts: update.pts, count: update.ptsCount)
        case .pinnedMessages(let update): UpdatePosition(.common, pts: update.pts, count: update.ptsCount)
        default: nil
        }
    }

    private var channelMark: UpdatePosition? {
        switch self {
        case .newChannelMessage(let update):
            update.message.channelID.map { UpdatePosition(.channel($0), pts: update.pts, count: update.ptsCount) }
        case .editChannelMessage(let update):
            update.message.channelID.map { UpdatePosition(.channel($0), pts: update.pts, count: update.ptsCount) }
        case .deleteChannelMessages(let update):
            UpdatePosition(.channel(update.channelID), pts: update.pts, count: update.ptsCount)
        case .readChannelInbox(let update): UpdatePosition(.channel(update.channelID), pts: update.pts, count: 0)
        case .channelWebPage(let update):
            UpdatePosition(.channel(update.channelID), pts: update.pts, count: update.ptsCount)
        case .pinnedChannelMessages(let update):
            UpdatePosition(.channel(update.channelID), pts: update.pts, count: update.ptsCount)
        default: nil
        }
    }

    private var qts: Int32? {
        switch self {
        case .newEncryptedMessage(let update): update.qts
        case .chatParticipant(let update): update.qts
        case .channelParticipant(let update): update.qts
        case .messagePollVote(let update): update.qts
        case .managedBot(let update): update.qts
        case .botStopped(let update): update.qts
        case .botChatInviteRequester(let update): update.qts
        case .botChatBoost(let update): update.qts
        case .botMessageReaction(let update): update.qts
        case .botMessageReactions(let update): update.qts
        case .botBusinessConnect(let update): update.qts
        case .botNewBusinessMessage(let update): update.qts
        case .botEditBusinessMessage(let update): update.qts
        case .botDeleteBusinessMessage(let update): update.qts
        case .botPurchasedPaidMedia(let update): update.qts
        case .botStarsSubscription(let update): update.qts
        case .botGuestChatQuery(let update): update.qts
        default: nil
        }
    }
}

extension TL.Message {
    /// The channel or supergroup that holds the message, if one does.
    var channelID: Int64? {
        let peer: TL.Peer? =
            switch self {
            case .message(let message): message.peerID
            case .service(let message): message.peerID
            case .empty(let message): message.peerID
            }
        guard case .channel(let channel) = peer else { return nil }
        return channel.channelID
    }
}
