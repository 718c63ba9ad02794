// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes
public import Foundation

/// How many boosts a chat has.
public struct BoostStatus: Sendable {
    /// The status as the schema has it.
    public let raw: TL.premium.BoostsStatus

    /// The level that the chat has reached.
    public var level: Int { Int(raw.level) }
    /// How many boosts it has.
    public var boosts: Int { Int(raw.boosts) }
    /// How many of them were given away.
    public var giftBoosts: Int { Int(raw.giftBoosts ?? 0) }
    /// How many the level needs.
    public var boostsForLevel: Int { Int(raw.currentLevelBoosts) }
    /// How many the next level needs; `nil` at the last one.
    public var boostsForNextLevel: Int? { raw.nextLevelBoosts.map { Int($0) } }
    /// Whether the account boosts the chat.
    public var isBoosted: Bool { raw.myBoost }
    /// With which of its boosts.
    public var ownSlots: [Int] { (raw.myBoostSlots ?? []).map { Int($0) } }
    /// The link by which people boost the chat.
    public var url: String { raw.boostURL }
}

/// A boost of a chat.
public struct Boost: Sendable, Identifiable {
    /// The boost as the schema has it.
    public let raw: TL.Boost
    let context: ObjectContext

    /// Its number.
    public var id: String { raw.id }
    /// Who boosts; `nil` if nobody has taken a gift yet.
    public var userID: Int64? { raw.userID }
    /// Who boosts, if the user came along.
    public var user: User? { raw.userID.flatMap(context.user) }
    /// Since when.
    public var date: Date { Date(unixTime: raw.date) }
    /// Until when.
    public var expires: Date { Date(unixTime: raw.expires) }
    /// Whether it came from a gift.
    public var isGift: Bool { raw.gift }
    /// Whether it came from a giveaway.
    public var isGiveaway: Bool { raw.giveaway }
    /// How many boosts it counts for.
    public var multiplier: Int { Int(raw.multiplier ?? 1) }
}

/// A boost that the account can give.
public struct BoostSlot: Sendable, Identifiable {
    /// The boost as the schema has it.
    public let raw: TL.MyBoost
    /// The chat that has it, if that came along.
    public let chat: Chat?

    /// Its number, for ``TelegramClient/boost(_:slots:)``.
    public var id: Int { Int(raw.slot) }
    /// The chat that has it.
    public var chatID: PeerID? { raw.peer.map { PeerID($0) } }
    /// Until when it lasts.
    public var expires: Date { Date(unixTime: raw.expires) }
    /// When it can be given to another chat.
    public var movableFrom: Date? { raw.cooldownUntilDate.map { Date(unixTime: $0) } }
}

extension TelegramClient {
    /// Tells how many boosts a chat has (`premium.getBoostsStatus`).
    ///
    /// - Parameter chat: The supergroup or channel.
    /// - Returns: Its boosts and its level.
    /// - Throws: ``InvocationError``.
    public func boostStatus(of chat: some PeerConvertible) async throws(InvocationError) -> BoostStatus {
        BoostStatus(raw: try await core.call(chat) { TL.premium.GetBoostsStatus(peer: $0) })
    }

    /// Lists the boosts of a chat (`premium.getBoostsList`).
    ///
    /// - Parameters:
    ///   - chat: The supergroup or channel, of which the account is an administrator.
    ///   - giftsOnly: Whether only boosts from gifts and giveaways are meant.
    ///   - cursor: Where to go on, from ``Page/next``.
    /// - Returns: The boosts.
    public func boosts(
        of chat: some PeerConvertible, giftsOnly: Bool = false, after cursor: String? = nil
    ) -> Paged<Boost, String> {
        let core = core
        return Paged(after: cursor, identity: .number { Int64($0.id.hashValue) }) {
            cursor, limit async throws(InvocationError) in
            let answer = try await core.call(chat) {
                TL.premium.GetBoostsList(
                    gifts: giftsOnly, peer: $0, offset: cursor ?? "", limit: Int32(clamping: limit))
            }
            let context = core.taking(answer.users)
            return Page(
                answer.boosts.map { Boost(raw: $0, context: context) }, next: answer.nextOffset,
                total: Int(answer.count))
        }
    }

    /// Lists the boosts that a user gives a chat (`premium.getUserBoosts`).
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - chat: The supergroup or channel.
    /// - Returns: The boosts.
    /// - Throws: ``InvocationError``.
    public func boosts(
        by user: some PeerConvertible, of chat: some PeerConvertible
    ) async throws(InvocationError) -> [Boost] {
        let reference = try user.peerReference
        guard let person = try await core.resolveUsers([reference]).first else { return [] }
        let answer = try await core.call(chat) { TL.premium.GetUserBoosts(peer: $0, userID: person) }
        let context = core.taking(answer.users)
        return answer.boosts.map { Boost(raw: $0, context: context) }
    }

    /// Lists the boosts that the account can give (`premium.getMyBoosts`).
    ///
    /// - Returns: The boosts, with the chats that have them.
    /// - Throws: ``InvocationError``.
    public func ownBoosts() async throws(InvocationError) -> [BoostSlot] {
        core.slots(try await core.invoke(TL.premium.GetMyBoosts()))
    }

    /// Boosts a chat (`premium.applyBoost`).
    ///
    /// - Parameters:
    ///   - chat: The supergroup or channel.
    ///   - slots: With which boosts, see ``ownBoosts()``; empty for one that is free.
    /// - Returns: The boosts that the account can give.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func boost(
        _ chat: some PeerConvertible, slots: [Int] = []
    ) async throws(InvocationError) -> [BoostSlot] {
        core.slots(
            try await core.call(chat) {
                TL.premium.ApplyBoost(
                    slots: slots.isEmpty ? nil : slots.map { Int32(clamping: $0) }, peer: $0)
            })
    }
}

extension ClientCore {
    fileprivate func slots(_ answer: TL.premium.MyBoosts) -> [BoostSlot] {
        let context = taking(answer.users, answer.chats)
        return answer.myBoosts.map { BoostSlot(raw: $0, chat: $0.peer.flatMap { context.chat(PeerID($0)) }) }
    }
}
