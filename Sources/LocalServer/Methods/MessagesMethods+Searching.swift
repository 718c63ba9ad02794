// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Searches beside those in a chat and in all chats.
    mutating func addSearches() {
        on(TL.messages.SearchSentMedia.self, .person) { request, caller, world in
            if case .empty = request.filter { throw RPCFailure.bad(.filterNotSupported) }
            let found = world.mailbox(of: caller.id).newestFirst.filter {
                $0.isOutgoing && world.matches($0, request.q, request.filter, for: caller.account)
            }
            return world.page(of: found, HistoryWindow(limit: request.limit), for: caller.id, in: nil)
        }
        on(TL.messages.GetRecentLocations.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let found = world.messages(of: caller.account, with: peer).filter { message in
                guard case .plain(.geoLive(let live))? = message.content.media else { return false }
                return Int64(message.date) + Int64(live.period) > world.now
            }
            return world.page(of: found, HistoryWindow(limit: request.limit), for: caller.id, in: peer)
        }
        on(TL.messages.GetSearchResultsCalendar.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let all = world.messages(of: caller.account, with: peer).filter {
                world.matches($0, "", request.filter, for: caller.account)
            }
            let left = all.filter {
                (request.offsetID <= 0 || $0.id < request.offsetID)
                    && (request.offsetDate <= 0 || $0.date < request.offsetDate)
            }
            var periods: [TL.SearchResultsCalendarPeriod] = []
            for message in left.prefix(100) {
                let day = message.date - message.date % 86_400
                if let last = periods.last, last.date == day {
                    periods[periods.count - 1] = .init(
                        date: day, minMsgID: message.id, maxMsgID: last.maxMsgID, count: last.count + 1)
                } else {
                    periods.append(.init(date: day, minMsgID: message.id, maxMsgID: message.id, count: 1))
                }
            }
            let people = left.prefix(100).reduce(into: Set([caller.id])) { $0.formUnion(world.people(in: $1)) }
            let (users, chats) = world.peersOfChannel(people, for: caller.id)
            return .init(
                count: Int32(clamping: all.count), minDate: all.last?.date ?? 0, minMsgID: all.last?.id ?? 0,
                offsetIDOffset: Int32(clamping: all.count - left.count), periods: periods,
                messages: left.prefix(100).map { world.message($0, for: caller.id) }, chats: chats, users: users)
        }
        on(TL.messages.GetSearchResultsPositions.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let all = world.messages(of: caller.account, with: peer).filter {
                world.matches($0, "", request.filter, for: caller.account)
            }
            let positions = all.enumerated().filter { request.offsetID <= 0 || $0.element.id < request.offsetID }
                .prefix(max(0, min(100, Int(request.limit)))).map { index, message in
                    TL.SearchResultsPosition(msgID: message.id, date: message.date, offset: Int32(clamping: index))
                }
            return .init(count: Int32(clamping: all.count), positions: positions)
        }
        on(TL.channels.CheckSearchPostsFlood.self, .person) { request, caller, world in
            world.searchFlood(of: caller.id, request.query)
        }
        on(TL.channels.SearchPosts.self, .person) { request, caller, world in
            let wanted: String
            switch (request.hashtag, request.query) {
            case (let hashtag?, nil): wanted = "#" + hashtag
            case (nil, let query?): wanted = query
            default: throw RPCFailure.bad(.hashtagInvalid)
            }
            var flood: TL.SearchPostsFlood?
            if request.query != nil {
                if request.offsetID == 0 {
                    let left = world.searchFlood(of: caller.id, nil)
                    guard left.remains > 0 || request.allowPaidStars ?? 0 >= left.starsAmount else {
                        let wait = Int64(left.waitTill ?? 0) - world.now
                        throw RPCFailure(420, TLErrorName(rawValue: "FLOOD_WAIT_\(max(1, wait))"))
                    }
                    world.countPostSearch(of: caller.id)
                }
                flood = world.searchFlood(of: caller.id, nil)
            }
            let posts = world.channels.values.filter { $0.isBroadcast && $0.username != nil }.flatMap { channel in
                channel.mailbox.newestFirst.filter {
                    $0.content.action == nil && $0.content.text.lowercased().contains(wanted.lowercased())
                }
            }.sorted { ($0.date, $0.sharedID) > ($1.date, $1.sharedID) }
            return world.globalPage(
                of: posts, after: request.offsetID, in: request.offsetPeer, limit: request.limit, flood: flood,
                for: caller.account)
        }
    }
}

extension World {
    /// How many searches in the posts of all channels are free of charge a day, and what others cost in Stars.
    private static let (freeSearches, searchPrice): (Int32, Int64) = (10, 10)

    /// How often somebody may still search the posts of all channels.
    fileprivate func searchFlood(of account: Int64, _ query: String?) -> TL.SearchPostsFlood {
        let (day, count) = messageState.postSearches[account] ?? (0, 0)
        let left = max(0, Self.freeSearches - (day == now / 86_400 ? count : 0))
        return .init(
            totalDaily: Self.freeSearches, remains: left,
            waitTill: left > 0 ? nil : Int32(clamping: now - now % 86_400 + 86_400), starsAmount: Self.searchPrice)
    }

    fileprivate mutating func countPostSearch(of account: Int64) {
        let today = now / 86_400
        let (day, count) = messageState.postSearches[account] ?? (0, 0)
        messageState.postSearches[account] = (today, day == today ? count + 1 : 1)
    }
}
