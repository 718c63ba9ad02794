// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes
public import Foundation

extension TelegramClient {
    /// Fetches the balance of Stars of the account, or of a bot or channel that it owns (`payments.getStarsStatus`).
    ///
    /// - Parameter peer: Whose balance.
    /// - Returns: The balance.
    /// - Throws: ``InvocationError``.
    public func starsBalance(of peer: some PeerConvertible = "me") async throws(InvocationError) -> StarsAmount {
        let status = try await core.call(peer) { peer in TL.payments.GetStarsStatus(peer: peer) }
        return StarsAmount(status.balance)
    }

    /// Fetches the balance of TON of the account, or of a bot or channel that it owns (`payments.getStarsStatus`).
    ///
    /// - Parameter peer: Whose balance.
    /// - Returns: The balance.
    /// - Throws: ``InvocationError``.
    public func tonBalance(of peer: some PeerConvertible = "me") async throws(InvocationError) -> StarsAmount {
        let status = try await core.call(peer) { peer in TL.payments.GetStarsStatus(ton: true, peer: peer) }
        return StarsAmount(status.balance)
    }

    /// Fetches what came in and went out, the newest first (`payments.getStarsTransactions`).
    ///
    /// - Parameters:
    ///   - peer: Whose transactions.
    ///   - direction: Which ones.
    ///   - subscriptionID: Those of one subscription; `nil` for all.
    /// - Returns: The transactions, page by page.
    public func starsTransactions(
        of peer: some PeerConvertible = "me", _ direction: StarsTransaction.Direction = .both,
        subscriptionID: String? = nil
    ) -> Paged<StarsTransaction, String> {
        let core = core
        return Paged(identity: .number { $0.place }) { offset, limit throws(InvocationError) in
            let status = try await core.call(peer) { peer in
                TL.payments.GetStarsTransactions(
                    inbound: direction == .incoming, outbound: direction == .outgoing, subscriptionID: subscriptionID,
                    peer: peer, offset: offset ?? "", limit: Int32(limit))
            }
            core.learn(users: status.users, chats: status.chats)
            let context = core.context(status.users, status.chats)
            return Page(
                (status.history ?? []).map { StarsTransaction($0, context) },
                next: status.nextOffset.flatMap { $0.isEmpty ? nil : $0 })
        }
    }

    /// Fetches transactions by their ids (`payments.getStarsTransactionsByID`).
    ///
    /// - Parameters:
    ///   - ids: What names them; those that give something back too.
    ///   - peer: Whose transactions.
    /// - Returns: The transactions that there are.
    /// - Throws: ``InvocationError``.
    public func starsTransactions(
        ids: [String], of peer: some PeerConvertible = "me"
    ) async throws(InvocationError) -> [StarsTransaction] {
        let status = try await core.call(peer) { peer in
            TL.payments.GetStarsTransactionsByID(peer: peer, id: ids.map { .init(id: $0) })
        }
        core.learn(users: status.users, chats: status.chats)
        let context = core.context(status.users, status.chats)
        return (status.history ?? []).map { StarsTransaction($0, context) }
    }

    /// Gives Stars back that somebody paid to the bot (`payments.refundStarsCharge`).
    ///
    /// - Parameters:
    ///   - user: Who paid.
    ///   - chargeID: What names the payment, see ``SuccessfulPayment/chargeID``.
    /// - Throws: ``InvocationError``; `CHARGE_ALREADY_REFUNDED` if that was done before.
    public func refundStars(of user: some PeerConvertible, chargeID: String) async throws(InvocationError) {
        _ = try await core.callUser(user) { user in
            TL.payments.RefundStarsCharge(userID: user, chargeID: chargeID)
        }
    }

    /// Ends somebody's subscription, or lets it go on (`payments.botCancelStarsSubscription`).
    ///
    /// - Parameters:
    ///   - isCanceled: Whether it ends when what was paid is over.
    ///   - user: Who pays.
    ///   - chargeID: What names the first payment, see ``SuccessfulPayment/chargeID``.
    /// - Throws: ``InvocationError``.
    public func setSubscriptionCanceled(
        _ isCanceled: Bool, of user: some PeerConvertible, chargeID: String
    ) async throws(InvocationError) {
        _ = try await core.callUser(user) { user in
            TL.payments.BotCancelStarsSubscription(restore: !isCanceled, userID: user, chargeID: chargeID)
        }
    }

    /// Fetches the subscriptions that the account pays in Stars (`payments.getStarsSubscriptions`).
    ///
    /// - Parameter missesBalance: Whether only those are wanted for which there are not enough Stars.
    /// - Returns: The subscriptions, page by page.
    public func starsSubscriptions(missesBalance: Bool = false) -> Paged<StarsSubscription, String> {
        let core = core
        return Paged(identity: .number { $0.place }) { offset, _ throws(InvocationError) in
            let status = try await core.invoke(
                TL.payments.GetStarsSubscriptions(missingBalance: missesBalance, peer: .peerSelf, offset: offset ?? ""))
            core.learn(users: status.users, chats: status.chats)
            return Page(
                (status.subscriptions ?? []).map { StarsSubscription(raw: $0) },
                next: status.subscriptionsNextOffset.flatMap { $0.isEmpty ? nil : $0 })
        }
    }

    /// Ends a subscription that the account pays, or lets it go on (`payments.changeStarsSubscription`).
    ///
    /// - Parameters:
    ///   - isCanceled: Whether it ends when what was paid is over.
    ///   - id: What names the subscription.
    /// - Throws: ``InvocationError``.
    public func setStarsSubscriptionCanceled(_ isCanceled: Bool, _ id: String) async throws(InvocationError) {
        _ = try await core.invoke(
            TL.payments.ChangeStarsSubscription(peer: .peerSelf, subscriptionID: id, canceled: isCanceled))
    }

    /// Joins a channel again that is paid by a subscription (`payments.fulfillStarsSubscription`).
    ///
    /// - Parameter id: What names the subscription.
    /// - Throws: ``InvocationError``.
    public func fulfillStarsSubscription(_ id: String) async throws(InvocationError) {
        _ = try await core.invoke(TL.payments.FulfillStarsSubscription(peer: .peerSelf, subscriptionID: id))
    }

    /// Fetches how many Stars can be bought at once, and for how much (`payments.getStarsTopupOptions`).
    ///
    /// - Returns: The choices as the schema has them.
    /// - Throws: ``InvocationError``.
    public func starsTopUpOptions() async throws(InvocationError) -> [TL.StarsTopupOption] {
        try await core.invoke(TL.payments.GetStarsTopupOptions())
    }
}

/// Stars that came in or went out.
public struct StarsTransaction: Sendable {
    /// Which transactions.
    public enum Direction: Hashable, Sendable {
        /// What came in.
        case incoming
        /// What went out.
        case outgoing
        /// All.
        case both
    }

    /// The transaction as the schema has it.
    public let raw: TL.StarsTransaction
    let context: ObjectContext

    init(_ raw: TL.StarsTransaction, _ context: ObjectContext) {
        (self.raw, self.context) = (raw, context)
    }

    /// What names it.
    public var id: String { raw.id }
    /// The amount; below zero if it went out.
    public var amount: StarsAmount { StarsAmount(raw.amount) }
    /// When.
    public var date: Date { Date(unixTime: raw.date) }
    /// Who the other side is, if it is a user or a chat.
    public var peerID: PeerID? {
        if case .starsTransactionPeer(let peer) = raw.peer { PeerID(peer.peer) } else { nil }
    }
    /// The name of the goods.
    public var title: String? { raw.title }
    /// What names the invoice, as the bot gave it.
    public var payload: [UInt8]? { raw.botPayload }
    /// Whether it gives something back.
    public var isRefund: Bool { raw.refund }
    /// Whether it is not done yet.
    public var isPending: Bool { raw.pending }
    /// Whether it was not done.
    public var hasFailed: Bool { raw.failed }

    fileprivate var place: Int64 { "\(raw.id) \(raw.refund)".stableHash }
}

/// A subscription that the account pays in Stars.
public struct StarsSubscription: Sendable {
    /// The subscription as the schema has it.
    public let raw: TL.StarsSubscription

    /// What names it.
    public var id: String { raw.id }
    /// To whom it is paid.
    public var peerID: PeerID { PeerID(raw.peer) }
    /// Until when it is paid.
    public var expirationDate: Date { Date(unixTime: raw.untilDate) }
    /// How many Stars are due each time.
    public var price: Int64 { raw.pricing.amount }
    /// After what time they are due again.
    public var period: Duration { .seconds(Int64(raw.pricing.period)) }
    /// Whether it ends when what was paid is over.
    public var isCanceled: Bool { raw.canceled || raw.botCanceled }

    fileprivate var place: Int64 { raw.id.stableHash }
}
