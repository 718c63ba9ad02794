// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMessageBox
import FerogramTLTypes
import FerogramTestSupport

/// A server that counts events and answers differences, without a network.
struct UpdateWorld {
    /// An event of one sequence.
    struct Event {
        let id: Int32
        let pts: Int32
        let count: Int32
        let date: Int32
        /// Whether it is a new message, which a difference has without its number.
        let isMessage: Bool
    }

    /// An update without a place of its own.
    struct Notice {
        let id: Int32
        let seq: Int32
        let date: Int32
    }

    static let channelIDs: [Int64] = [11, 12, 13]

    private(set) var events: [UpdateDomain: [Event]] = [:]
    private(set) var notices: [Notice] = []
    private(set) var seq: Int32 = 0
    private(set) var date: Int32 = 1_000
    private var nextID: Int32 = 1
    /// How many events a difference may bring before it is cut.
    var sliceLength = 4
    /// From how many events on the server does not give a difference any more.
    var tooLong = Int.max

    func pts(of domain: UpdateDomain) -> Int32 { events[domain]?.last?.pts ?? 100 }

    /// Lets something happen.
    mutating func addEvent(_ domain: UpdateDomain, count: Int32, isMessage: Bool) -> Event {
        date += 1
        nextID += 1
        let number = domain == .secondary ? 1 : count
        let event = Event(
            id: nextID, pts: pts(of: domain) + number, count: number, date: date,
            isMessage: isMessage && domain != .secondary)
        events[domain, default: []].append(event)
        return event
    }

    /// Lets something happen that is told with the number of an object.
    mutating func addNotice() -> Notice {
        date += 1
        nextID += 1
        seq += 1
        let notice = Notice(id: nextID, seq: seq, date: date)
        notices.append(notice)
        return notice
    }

    /// The first event after a number, which may still be to come.
    func firstID(_ domain: UpdateDomain, after pts: Int32) -> Int32 {
        events[domain]?.first { $0.pts > pts }?.id ?? nextID + 1
    }

    // MARK: Updates

    static func update(_ event: Event, _ domain: UpdateDomain, inDifference: Bool = false) -> TL.Update {
        let pts = event.pts
        let message = TL.Message.empty(
            .init(id: event.id, peerID: domain.channelID.map { .channel(.init(channelID: $0)) }))
        switch domain {
        case .common where event.isMessage:
            return .newMessage(.init(message: message, pts: pts, ptsCount: event.count))
        case .common: return .deleteMessages(.init(messages: [event.id], pts: pts, ptsCount: event.count))
        case .secondary:
            return .botStopped(.init(userID: Int64(event.id), date: event.date, stopped: true, qts: pts))
        case .channel where event.isMessage:
            return .newChannelMessage(.init(message: message, pts: pts, ptsCount: event.count))
        case .channel(let id):
            return .deleteChannelMessages(
                .init(channelID: id, messages: [event.id], pts: pts, ptsCount: event.count))
        }
    }

    static func update(_ notice: Notice) -> TL.Update {
        .userPhone(.init(userID: Int64(notice.id), phone: ""))
    }

    /// The event that an update tells of, or `nil` for a notice and for what says only what holds.
    static func event(of update: TL.Update) -> (domain: UpdateDomain, id: Int32)? {
        switch update {
        case .newMessage(let update): update.message.emptyID.map { (.common, $0) }
        case .deleteMessages(let update): update.messages.first.map { (.common, $0) }
        case .botStopped(let update): (.secondary, Int32(update.userID))
        case .newChannelMessage(let update): update.message.emptyID.map { (.channel(update.message.emptyChannel), $0) }
        case .deleteChannelMessages(let update): update.messages.first.map { (.channel(update.channelID), $0) }
        default: nil
        }
    }

    // MARK: Answers

    var state: TL.updates.State {
        .init(pts: pts(of: .common), qts: pts(of: .secondary), date: date, seq: seq, unreadCount: 0)
    }

    /// How much of what happened one answer brings.
    ///
    /// An answer has its messages before everything else. It is cut where that would not be the order in which things
    /// happened, so that the order can be checked.
    private func part(of events: [Event]) -> ArraySlice<Event> {
        let part = events.prefix(sliceLength)
        guard let first = part.firstIndex(where: { !$0.isMessage }) else { return part }
        return part[..<(part[first...].firstIndex { $0.isMessage } ?? part.endIndex)]
    }

    /// Answers `updates.getDifference`.
    func difference(pts: Int32, qts: Int32, date since: Int32) -> TL.updates.Difference {
        let common = (events[.common] ?? []).filter { $0.pts > pts }
        let secondary = (events[.secondary] ?? []).filter { $0.pts > qts }
        guard common.count < tooLong else { return .tooLong(.init(pts: self.pts(of: .common))) }
        let part = part(of: common)
        let isSlice = common.count > part.count
        let messages = part.filter(\.isMessage).map { TL.Message.empty(.init(id: $0.id)) }
        var others = part.filter { !$0.isMessage }.map { Self.update($0, .common) }
        if isSlice {
            let state = TL.updates.State(
                pts: part.last?.pts ?? pts, qts: qts, date: since, seq: seq, unreadCount: 0)
            return .slice(
                .init(
                    newMessages: messages, newEncryptedMessages: [], otherUpdates: others, chats: [], users: [],
                    intermediateState: state))
        }
        others += secondary.map { Self.update($0, .secondary) }
        others += notices.filter { $0.date > since }.map(Self.update)
        for id in Self.channelIDs {
            guard let last = events[.channel(id)]?.last, last.date > since else { continue }
            // Some of them come by themselves, the others are only announced.
            if last.id.isMultiple(of: 4) { others.append(Self.update(last, .channel(id))) }
            others.append(.channelTooLong(.init(channelID: id, pts: last.id.isMultiple(of: 3) ? nil : last.pts)))
        }
        guard !messages.isEmpty || !others.isEmpty else { return .empty(.init(date: date, seq: seq)) }
        return .difference(
            .init(
                newMessages: messages, newEncryptedMessages: [], otherUpdates: others, chats: [], users: [],
                state: state))
    }

    /// Answers `updates.getChannelDifference`.
    func channelDifference(_ id: Int64, pts: Int32) -> TL.updates.ChannelDifference {
        let events = (events[.channel(id)] ?? []).filter { $0.pts > pts }
        guard let last = events.last else {
            return .empty(.init(final: true, pts: self.pts(of: .channel(id)), timeout: 30))
        }
        guard events.count < tooLong else {
            let dialog = TL.Dialog.Dialog(
                peer: .channel(.init(channelID: id)), topMessage: last.id, readInboxMaxID: 0, readOutboxMaxID: 0,
                unreadCount: 0, unreadMentionsCount: 0, unreadReactionsCount: 0, unreadPollVotesCount: 0,
                notifySettings: .init(), pts: last.pts)
            return .tooLong(
                .init(
                    final: true, timeout: 300, dialog: .dialog(dialog), messages: [.empty(.init(id: last.id))],
                    chats: [],
                    users: []))
        }
        let part = part(of: events)
        let isFinal = part.count == events.count
        let channel = TL.Peer.channel(.init(channelID: id))
        return .channelDifference(
            .init(
                final: isFinal, pts: part.last?.pts ?? pts, timeout: isFinal ? 300 : nil,
                newMessages: part.filter(\.isMessage).map { .empty(.init(id: $0.id, peerID: channel)) },
                otherUpdates: part.filter { !$0.isMessage }.map { Self.update($0, .channel(id)) }, chats: [], users: [])
        )
    }
}

extension UpdateDomain {
    var channelID: Int64? {
        if case .channel(let id) = self { id } else { nil }
    }
}

extension TL.Message {
    fileprivate var emptyID: Int32? {
        if case .empty(let message) = self { message.id } else { nil }
    }

    fileprivate var emptyChannel: Int64 {
        if case .empty(let message) = self, case .channel(let channel) = message.peerID { channel.channelID } else { 0 }
    }
}
