// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMessageBox
import FerogramTLTypes

/// A box with a clock, and short ways to say what it is given.
struct BoxHarness {
    var box: MessageBox
    /// The time in milliseconds.
    var milliseconds: Int64 = 0

    var now: MonotonicTime { MonotonicTime(nanoseconds: milliseconds * 1_000_000) }

    /// A box that knows its state and has caught up.
    init(
        pts: Int32 = 10, qts: Int32 = 0, seq: Int32 = 0, channels: [Int64: Int32] = [:], selfID: Int64? = nil,
        limits: MessageBoxLimits = .standard
    ) {
        let account = MessageBoxState.Account(pts: pts, qts: qts, date: 1, seq: seq)
        box = MessageBox(MessageBoxState(account: account, channels: channels), selfID: selfID, limits: limits)
        _ = box.nextRequest(at: now)
        box.receive(.empty(.init(date: 1, seq: seq)), at: now)
        _ = box.takeDeliveries()
    }

    /// A box that knows nothing.
    init(unknown limits: MessageBoxLimits) {
        box = MessageBox(limits: limits)
    }

    /// Gives the box updates in one object and takes what it delivers.
    mutating func receive(_ updates: TL.Update..., seq: Int32 = 0) -> [String] {
        box.receive(.updates(.init(updates: updates, users: [], chats: [], date: 1, seq: seq)), at: now)
        return delivered()
    }

    /// What the box delivers, each update in a few letters.
    mutating func delivered() -> [String] {
        box.takeDeliveries().flatMap { delivery in
            delivery.updates.map(Self.name) + (delivery.gap.map { ["gap \($0.domain)"] } ?? [])
        }
    }

    mutating func request() -> DifferenceRequest? { box.nextRequest(at: now) }

    mutating func requests() -> [DifferenceRequest] {
        var requests: [DifferenceRequest] = []
        while let request = box.nextRequest(at: now) { requests.append(request) }
        return requests
    }

    static func name(_ update: TL.Update) -> String {
        switch update {
        case .newMessage(let update): "message \(update.message.number)"
        case .newChannelMessage(let update): "channel message \(update.message.number)"
        case .deleteMessages(let update): "delete \(update.messages.first ?? 0)"
        case .deleteChannelMessages(let update): "channel delete \(update.messages.first ?? 0)"
        case .readChannelInbox(let update): "read \(update.maxID)"
        case .readHistoryInbox(let update): "read \(update.maxID)"
        case .botStopped(let update): "stopped \(update.userID)"
        case .userPhone(let update): "phone \(update.userID)"
        case .botCallbackQuery(let update): "query \(update.queryID)"
        case .userTyping(let update): "typing \(update.userID)"
        case .newEncryptedMessage: "encrypted"
        default: "other"
        }
    }

    // MARK: Updates

    static func message(_ id: Int32, pts: Int32, count: Int32 = 1) -> TL.Update {
        .newMessage(.init(message: .empty(.init(id: id)), pts: pts, ptsCount: count))
    }

    static func delete(_ id: Int32, pts: Int32, count: Int32 = 1) -> TL.Update {
        .deleteMessages(.init(messages: [id], pts: pts, ptsCount: count))
    }

    static func post(_ id: Int32, in channel: Int64 = 5, pts: Int32, count: Int32 = 1) -> TL.Update {
        .newChannelMessage(
            .init(
                message: .empty(.init(id: id, peerID: .channel(.init(channelID: channel)))), pts: pts, ptsCount: count))
    }

    static func read(_ id: Int32, in channel: Int64 = 5, pts: Int32) -> TL.Update {
        .readChannelInbox(.init(channelID: channel, maxID: id, stillUnreadCount: 0, pts: pts))
    }

    static func stopped(_ id: Int64, qts: Int32) -> TL.Update {
        .botStopped(.init(userID: id, date: 1, stopped: true, qts: qts))
    }

    static func phone(_ id: Int64) -> TL.Update { .userPhone(.init(userID: id, phone: "")) }

    static func query(_ id: Int64) -> TL.Update {
        .botCallbackQuery(
            .init(queryID: id, userID: 1, peer: .user(.init(userID: 1)), msgID: 1, chatInstance: 1))
    }

    static func typing(_ id: Int64) -> TL.Update { .userTyping(.init(userID: id, action: .typing)) }

    // MARK: Answers

    static func state(pts: Int32, qts: Int32 = 0, seq: Int32 = 0, date: Int32 = 2) -> TL.updates.State {
        .init(pts: pts, qts: qts, date: date, seq: seq, unreadCount: 0)
    }

    static func difference(
        _ messages: [Int32] = [], _ others: [TL.Update] = [], pts: Int32, qts: Int32 = 0, seq: Int32 = 0
    ) -> TL.updates.Difference {
        .difference(
            .init(
                newMessages: messages.map { .empty(.init(id: $0)) }, newEncryptedMessages: [], otherUpdates: others,
                chats: [], users: [], state: state(pts: pts, qts: qts, seq: seq)))
    }

    static func channelDifference(
        _ messages: [Int32] = [], _ others: [TL.Update] = [], pts: Int32, isFinal: Bool = true
    ) -> TL.updates.ChannelDifference {
        .channelDifference(
            .init(
                final: isFinal, pts: pts, timeout: 300, newMessages: messages.map { .empty(.init(id: $0)) },
                otherUpdates: others, chats: [], users: []))
    }

    static func channelTooLong(_ dialog: TL.Dialog, messages: [Int32] = []) -> TL.updates.ChannelDifference {
        .tooLong(
            .init(
                final: true, timeout: 300, dialog: dialog, messages: messages.map { .empty(.init(id: $0)) }, chats: [],
                users: []))
    }

    static func dialog(pts: Int32?) -> TL.Dialog {
        .dialog(
            .init(
                peer: .channel(.init(channelID: 5)), topMessage: 1, readInboxMaxID: 0, readOutboxMaxID: 0,
                unreadCount: 0, unreadMentionsCount: 0, unreadReactionsCount: 0, unreadPollVotesCount: 0,
                notifySettings: .init(), pts: pts))
    }
}

extension TL.Message {
    fileprivate var number: Int32 {
        switch self {
        case .empty(let message): message.id
        case .message(let message): message.id
        case .service(let message): message.id
        }
    }
}
