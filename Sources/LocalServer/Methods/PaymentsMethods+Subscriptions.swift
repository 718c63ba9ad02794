// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// What people pay in Stars again and again, and what they can find out about their Stars.
    mutating func addSubscriptions() {
        on(TL.payments.BotCancelStarsSubscription.self, .bot) { request, caller, world in
            guard let user = world.user(request.userID, for: caller.account) else {
                throw RPCFailure.bad(.userIDInvalid)
            }
            let index = world.bots.payments.subscriptions.firstIndex {
                $0.charge == request.chargeID && $0.user == user.id
                    && world.bots.payments.invoices[$0.slug]?.bot == caller.id
            }
            guard let index else { throw RPCFailure.bad(.chargeIDInvalid) }
            world.bots.payments.subscriptions[index].isCanceledByBot = !request.restore
            return true
        }
        on(TL.payments.GetStarsSubscriptions.self, .person) { request, caller, world in
            try world.demandSelf(request.peer, caller.account)
            let balance = world.bots.payments.balances[caller.id, default: 0]
            let shown = world.bots.payments.subscriptions.filter { $0.user == caller.id }
                .map { world.shown($0) }
                .filter { !request.missingBalance || $0.pricing.amount > balance }
            return .init(
                balance: world.balance(of: caller.id), subscriptions: shown, chats: [],
                users: world.users(shown.map(\.peer.number), for: caller.id))
        }
        on(TL.payments.ChangeStarsSubscription.self, .person) { request, caller, world in
            let index = try world.subscription(request.subscriptionID, of: request.peer, caller.account)
            guard let isCanceled = request.canceled,
                isCanceled != world.bots.payments.subscriptions[index].isCanceled
            else { throw RPCFailure.bad(.subscriptionNotModified) }
            world.bots.payments.subscriptions[index].isCanceled = isCanceled
            let slug = world.bots.payments.subscriptions[index].slug
            guard let invoice = world.bots.payments.invoices[slug] else { return true }
            world.pushNumbered(to: invoice.bot, naming: [caller.id]) { qts in
                .botStarsSubscription(
                    .init(
                        canceled: isCanceled, restored: !isCanceled, userID: caller.id,
                        payload: invoice.media.payload, qts: qts))
            }
            return true
        }
        on(TL.payments.FulfillStarsSubscription.self, .person) { request, caller, world in
            let index = try world.subscription(request.subscriptionID, of: request.peer, caller.account)
            let subscription = world.bots.payments.subscriptions[index]
            guard let invoice = world.bots.payments.invoices[subscription.slug] else {
                throw RPCFailure.bad(.subscriptionIDInvalid)
            }
            guard world.bots.payments.balances[caller.id, default: 0] >= invoice.total else {
                throw RPCFailure.bad(.balanceTooLow)
            }
            world.move(invoice.total, from: caller.id, to: invoice.bot, subscription.charge, invoice.media)
            let period = Int64(invoice.media.invoice.subscriptionPeriod ?? 0)
            world.bots.payments.subscriptions[index].until = Int32(
                clamping: max(world.now, Int64(subscription.until)) + period)
            return true
        }
        on(TL.payments.GetStarsTransactionsByID.self) { request, caller, world in
            let account = try world.target(request.peer, for: caller.account)
            guard account == caller.id else { throw RPCFailure.bad(.peerIDInvalid) }
            let all = world.bots.payments.history[account, default: []]
            let found = request.id.prefix(100).compactMap { wanted in
                all.first { $0.id == wanted.id && $0.refund == wanted.refund }
            }
            return .init(
                balance: world.balance(of: account), history: Array(found), chats: [],
                users: [])
        }
        on(TL.payments.GetStarsTopupOptions.self, .person) { _, _, _ in
            [(50, 99), (500, 999), (2_500, 4_999)].map { stars, cents in
                .init(extended: stars > 500, stars: stars, currency: "USD", amount: cents)
            }
        }
    }
}

extension World {
    fileprivate func demandSelf(_ peer: TL.InputPeer, _ caller: Account) throws(RPCFailure) {
        // What others have subscribed to is nobody's business.
        guard try target(peer, for: caller) == caller.id else { throw .bad(.peerIDInvalid) }
    }

    fileprivate func subscription(
        _ id: String, of peer: TL.InputPeer, _ caller: Account
    ) throws(RPCFailure) -> Int {
        try demandSelf(peer, caller)
        let index = bots.payments.subscriptions.firstIndex { $0.id == id && $0.user == caller.id }
        guard let index else { throw .bad(.subscriptionIDInvalid) }
        return index
    }

    fileprivate func shown(_ subscription: PaymentsState.Subscription) -> TL.StarsSubscription {
        let invoice = bots.payments.invoices[subscription.slug]
        let (price, bot) = (invoice?.total ?? 0, invoice?.bot ?? 0)
        return .init(
            canceled: subscription.isCanceled,
            canRefulfill: Int64(subscription.until) <= now && !subscription.isCanceledByBot,
            missingBalance: bots.payments.balances[subscription.user, default: 0] < price,
            botCanceled: subscription.isCanceledByBot, id: subscription.id, peer: Self.peer(bot),
            untilDate: subscription.until,
            pricing: .init(period: invoice?.media.invoice.subscriptionPeriod ?? 0, amount: price),
            title: invoice?.media.title, invoiceSlug: subscription.slug)
    }
}

extension TL.Peer {
    fileprivate var number: Int64 { if case .user(let user) = self { user.userID } else { 0 } }
}
