// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Boosts of chats, and their statistics.
    mutating func addBoosts() {
        on(TL.premium.GetBoostsStatus.self, .person) { request, caller, world in
            let number = try world.boosted(request.peer, for: caller.account)
            return world.boostStatus(of: number, for: caller.id)
        }
        on(TL.premium.GetBoostsList.self, .person) { request, caller, world in
            let number = try world.boosted(request.peer, for: caller.account)
            guard world.standing(of: caller.id, in: number).adminRights != nil else {
                throw RPCFailure.bad(.chatAdminRequired)
            }
            // Boosts of the local server are no gifts.
            let all = request.gifts ? [] : world.boosts.boosts(of: number)
            let begun = max(0, Int(request.offset) ?? 0)
            let part = all.dropFirst(begun).prefix(max(0, min(Int(request.limit), 100)))
            let end = begun + part.count
            return .init(
                count: Int32(clamping: all.count), boosts: part.map { World.boost($0.slot, of: $0.account) },
                nextOffset: end < all.count ? "\(end)" : nil, users: world.users(part.map(\.account), for: caller.id))
        }
        on(TL.premium.GetUserBoosts.self) { request, caller, world in
            let number = try world.boosted(request.peer, for: caller.account)
            let person = try world.member(request.userID, for: caller.account)
            let own = world.boosts.boosts(of: number).filter { $0.account == person.id }
            return .init(
                count: Int32(clamping: own.count), boosts: own.map { World.boost($0.slot, of: $0.account) },
                users: world.users([person.id], for: caller.id))
        }
        on(TL.premium.GetMyBoosts.self, .person) { _, caller, world in world.ownBoosts(of: caller.id) }
        on(TL.premium.ApplyBoost.self, .person) { request, caller, world in
            let number = try world.boosted(request.peer, for: caller.account)
            let date = world.date
            guard world.boosts.apply(request.slots, of: caller.id, to: number, at: date) else {
                throw RPCFailure.bad(.boostsEmpty)
            }
            return world.ownBoosts(of: caller.id)
        }
        addStatistics()
    }

    private mutating func addStatistics() {
        on(TL.stats.GetBroadcastStats.self, .anywhere) { request, caller, world in
            let channel = try world.channelWithStatistics(request.channel, for: caller, isBroadcast: true)
            return world.broadcastStatistics(of: channel)
        }
        on(TL.stats.GetMegagroupStats.self, .anywhere) { request, caller, world in
            let channel = try world.channelWithStatistics(request.channel, for: caller, isBroadcast: false)
            return world.megagroupStatistics(of: channel, for: caller.id)
        }
        on(TL.stats.GetMessageStats.self, .anywhere) { request, caller, world in
            let channel = try world.channelWithStatistics(request.channel, for: caller, isBroadcast: nil)
            guard channel.mailbox[request.msgID]?.content.action == nil, channel.mailbox[request.msgID] != nil else {
                throw RPCFailure.bad(.messageIDInvalid)
            }
            return .init(viewsGraph: World.graph("views"), reactionsByEmotionGraph: World.graph("reactions"))
        }
        on(TL.stats.GetMessagePublicForwards.self, .anywhere) { request, caller, world in
            let channel = try world.channelWithStatistics(request.channel, for: caller, isBroadcast: nil)
            let all = world.publicForwards(of: request.msgID, in: channel)
            let begun = max(0, Int(request.offset) ?? 0)
            let part = all.dropFirst(begun).prefix(max(0, min(Int(request.limit), 100)))
            let end = begun + part.count
            let (users, chats) = world.peersOfChannel(part.map(\.peer), for: caller.id)
            return .init(
                count: Int32(clamping: all.count),
                forwards: part.map { .message(.init(message: world.message($0, for: caller.id))) },
                nextOffset: end < all.count ? "\(end)" : nil, chats: chats, users: users)
        }
        on(TL.stats.LoadAsyncGraph.self, .anywhere) { request, caller, world in
            try world.checkPlaceOfStatistics(caller)
            guard request.token.hasPrefix("graph:") else { throw RPCFailure.bad(.graphInvalidReload) }
            let name = request.token.dropFirst("graph:".count)
            return .statsGraph(.init(json: .init(data: #"{"columns":[["x"],["\#(name)"]]}"#)))
        }
    }
}

extension World {
    fileprivate func boosted(_ peer: TL.InputPeer, for viewer: Account) throws(RPCFailure) -> Int64 {
        let number = try target(peer, for: viewer)
        guard case .channel = PeerNumber(number) else { throw .bad(.boostPeerInvalid) }
        return number
    }

    fileprivate func boostStatus(of number: Int64, for viewer: Int64) -> TL.premium.BoostsStatus {
        let all = boosts.boosts(of: number)
        let own = all.filter { $0.account == viewer }.map(\.slot.id)
        let level = all.count / BoostsState.boostsForLevel
        return .init(
            myBoost: !own.isEmpty, level: Int32(clamping: level),
            currentLevelBoosts: Int32(clamping: level * BoostsState.boostsForLevel), boosts: Int32(clamping: all.count),
            nextLevelBoosts: Int32(clamping: (level + 1) * BoostsState.boostsForLevel),
            boostURL: "https://t.me/boost?c=\(Self.schemaID(number))", myBoostSlots: own.isEmpty ? nil : own)
    }

    fileprivate static func boost(_ slot: BoostsState.Slot, of account: Int64) -> TL.Boost {
        .init(id: "\(account)-\(slot.id)", userID: account, date: slot.date, expires: slot.expires)
    }

    fileprivate func ownBoosts(of account: Int64) -> TL.premium.MyBoosts {
        let own = boosts.slots[account] ?? []
        let (users, chats) = peers(own.compactMap(\.chat), for: account)
        return .init(
            myBoosts: own.map { .init(slot: $0.id, peer: $0.chat.map(Self.peer), date: $0.date, expires: $0.expires) },
            chats: chats, users: users)
    }

    /// Statistics are at one data centre alone.
    fileprivate func checkPlaceOfStatistics(_ caller: Caller) throws(RPCFailure) {
        guard caller.call.dataCenter == statisticsDataCenter else {
            throw RPCFailure(303, .statsMigrate, value: statisticsDataCenter)
        }
    }

    fileprivate func channelWithStatistics(
        _ input: TL.InputChannel, for caller: Caller, isBroadcast: Bool?
    ) throws(RPCFailure) -> Channel {
        try checkPlaceOfStatistics(caller)
        let channel = try channel(input, for: caller.account)
        guard isBroadcast == nil || channel.isBroadcast == isBroadcast else {
            throw isBroadcast == true ? .bad(.broadcastRequired) : .bad(.megagroupRequired)
        }
        guard channel.isAdmin(caller.id) else { throw .bad(.chatAdminRequired) }
        return channel
    }

    fileprivate static func graph(_ name: String) -> TL.StatsGraph { .async(.init(token: "graph:" + name)) }

    /// Where a post was forwarded that everybody can read, the newest first.
    fileprivate func publicForwards(of id: Int32, in channel: Channel) -> [StoredMessage] {
        let source = Self.peer(channel.number)
        return channels.values.filter { $0.username != nil }.flatMap { other in
            other.mailbox.history(with: other.number).compactMap { other.mailbox[$0] }.filter { message in
                guard let forward = message.content.forward, forward.channelPost == id else { return false }
                return forward.fromID?.isEncodedEqual(to: source) ?? false
            }
        }.sorted { ($0.date, $0.peer, $0.id) > ($1.date, $1.peer, $1.id) }
    }

    private static func value(_ number: Int) -> TL.StatsAbsValueAndPrev { .init(current: Double(number), previous: 0) }

    private var week: TL.StatsDateRangeDays { .init(minDate: date &- 7 * 86_400, maxDate: date) }

    fileprivate func broadcastStatistics(of channel: Channel) -> TL.stats.BroadcastStats {
        let none = Self.value(0)
        let posts = channel.mailbox.history(with: channel.number).prefix(10).filter {
            channel.mailbox[$0]?.content.action == nil
        }
        return .init(
            period: week, followers: Self.value(channel.members.count), viewsPerPost: Self.value(posts.isEmpty ? 0 : 1),
            sharesPerPost: none, reactionsPerPost: none, viewsPerStory: none, sharesPerStory: none,
            reactionsPerStory: none,
            enabledNotifications: .init(part: Double(channel.members.count), total: Double(channel.members.count)),
            growthGraph: Self.graph("growth"), followersGraph: Self.graph("followers"), muteGraph: Self.graph("mute"),
            topHoursGraph: Self.graph("hours"), interactionsGraph: Self.graph("interactions"),
            ivInteractionsGraph: Self.graph("iv"), viewsBySourceGraph: Self.graph("views"),
            newFollowersBySourceGraph: Self.graph("sources"), languagesGraph: Self.graph("languages"),
            reactionsByEmotionGraph: Self.graph("reactions"), storyInteractionsGraph: Self.graph("stories"),
            storyReactionsByEmotionGraph: Self.graph("story-reactions"),
            recentPostsInteractions: posts.map {
                .message(.init(msgID: $0, views: 1, forwards: 0, reactions: 0))
            })
    }

    fileprivate func megagroupStatistics(of channel: Channel, for viewer: Int64) -> TL.stats.MegagroupStats {
        var counts: [Int64: (messages: Int, characters: Int)] = [:]
        for id in channel.mailbox.history(with: channel.number) {
            guard let message = channel.mailbox[id], message.content.action == nil else { continue }
            counts[message.sender, default: (0, 0)].messages += 1
            counts[message.sender, default: (0, 0)].characters += message.content.text.count
        }
        let posters = counts.sorted { ($0.value.messages, $0.key) > ($1.value.messages, $1.key) }.prefix(10)
        return .init(
            period: week, members: Self.value(channel.members.count),
            messages: Self.value(counts.values.reduce(0) { $0 + $1.messages }),
            viewers: Self.value(channel.members.count), posters: Self.value(counts.count),
            growthGraph: Self.graph("growth"), membersGraph: Self.graph("members"),
            newMembersBySourceGraph: Self.graph("sources"), languagesGraph: Self.graph("languages"),
            messagesGraph: Self.graph("messages"), actionsGraph: Self.graph("actions"),
            topHoursGraph: Self.graph("hours"), weekdaysGraph: Self.graph("weekdays"),
            topPosters: posters.map { id, count in
                .init(
                    userID: id, messages: Int32(clamping: count.messages),
                    avgChars: Int32(clamping: count.characters / max(1, count.messages)))
            }, topAdmins: [], topInviters: [], users: users(posters.map(\.key), for: viewer))
    }
}
