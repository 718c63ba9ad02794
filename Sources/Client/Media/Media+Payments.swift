// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

extension Media {
    /// Something to pay for.
    public struct Invoice: Sendable, Downloadable {
        /// The invoice as the schema has it.
        public let raw: TL.MessageMedia.Invoice
        /// What was paid for, or what is shown before, if the invoice is for photos and videos.
        public let item: PaidMedia.Item?

        init(_ raw: TL.MessageMedia.Invoice, _ origin: FileOrigin?, _ context: ObjectContext) {
            self.raw = raw
            item = raw.extendedMedia.map { PaidMedia.Item($0, origin, context) }
        }

        /// The title.
        public var title: String { raw.title }
        /// What it is for.
        public var summary: String { raw.description }
        /// The currency, as ISO 4217 has it, or `XTR` for Stars.
        public var currency: String { raw.currency }
        /// How much it is, in the smallest unit of the currency.
        public var total: Int64 { raw.totalAmount }
        /// Whether no money is moved.
        public var isTest: Bool { raw.test }
        /// Whether an address has to be given.
        public var wantsShippingAddress: Bool { raw.shippingAddressRequested }
        /// The message with the receipt, once it is paid.
        public var receiptMessageID: Int32? { raw.receiptMsgID }
        /// Where the bytes of the picture are; `nil` if there is none.
        public var fileSource: FileSource? { item?.media?.fileSource ?? FileSource(webDocument: raw.photo) }
    }

    /// Something that is given away to members of channels.
    public struct Giveaway: Sendable {
        /// The giveaway as the schema has it.
        public let raw: TL.MessageMedia.Giveaway
        /// The channels whose members take part.
        public var channelIDs: [PeerID] { raw.channels.map { .channel($0) } }
        /// How many win.
        public var winnerCount: Int { Int(raw.quantity) }
        /// How many months of Premium each winner gets, if that is the prize.
        public var premiumMonths: Int? { raw.months.map(Int.init) }
        /// How many Stars the winners share, if that is the prize.
        public var stars: Int64? { raw.stars }
        /// What else there is to win.
        public var prize: String? { raw.prizeDescription }
        /// When the winners are drawn.
        public var endDate: Date { Date(unixTime: raw.untilDate) }
        /// Whether only those take part who join after it began.
        public var isForNewMembers: Bool { raw.onlyNewSubscribers }
        /// Whether everybody sees who wins.
        public var showsWinners: Bool { raw.winnersAreVisible }
        /// The countries whose people take part, as ISO 3166 has them; empty for all.
        public var countries: [String] { raw.countriesIso2 ?? [] }
    }

    /// Who has won what was given away.
    public struct GiveawayResults: Sendable {
        /// The results as the schema has them.
        public let raw: TL.MessageMedia.GiveawayResults
        /// The channel that gave something away.
        public var channelID: PeerID { .channel(raw.channelID) }
        /// The message with the giveaway.
        public var messageID: Int32 { raw.launchMsgID }
        /// How many have won.
        public var winnerCount: Int { Int(raw.winnersCount) }
        /// Some of them, up to a hundred.
        public var winnerIDs: [PeerID] { raw.winners.map { .user($0) } }
        /// How many prizes nobody got.
        public var unclaimedCount: Int { Int(raw.unclaimedCount) }
        /// Whether it was called off and the money given back.
        public var isRefunded: Bool { raw.refunded }
        /// How many months of Premium each winner gets, if that is the prize.
        public var premiumMonths: Int? { raw.months.map(Int.init) }
        /// How many Stars the winners share, if that is the prize.
        public var stars: Int64? { raw.stars }
        /// What else there was to win.
        public var prize: String? { raw.prizeDescription }
        /// When the winners were drawn.
        public var endDate: Date { Date(unixTime: raw.untilDate) }
    }
}
