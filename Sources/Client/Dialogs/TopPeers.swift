// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

/// Chats that the account uses often, by what for.
public struct TopPeers: Sendable {
    /// What chats are used for.
    public struct Categories: OptionSet, Hashable, Sendable {
        /// The value as a number or a text.
        public let rawValue: UInt16

        /// Creates the value from its raw value.
        public init(rawValue: UInt16) { self.rawValue = rawValue }

        /// People to write to.
        public static let correspondents = Self(rawValue: 1)
        /// Bots to write to.
        public static let bots = Self(rawValue: 2)
        /// Bots to ask inline.
        public static let inlineBots = Self(rawValue: 4)
        /// People to call.
        public static let calls = Self(rawValue: 8)
        /// People to forward to.
        public static let forwardUsers = Self(rawValue: 16)
        /// Chats to forward to.
        public static let forwardChats = Self(rawValue: 32)
        /// Groups.
        public static let groups = Self(rawValue: 64)
        /// Channels.
        public static let channels = Self(rawValue: 128)
        /// Bots whose mini apps are opened.
        public static let appBots = Self(rawValue: 256)
        /// Bots that are asked as guests.
        public static let guestBots = Self(rawValue: 512)
    }

    /// One chat.
    public struct Entry: Sendable {
        /// The chat.
        public let chat: Chat
        /// How much it is used; more is more.
        public let rating: Double
    }

    /// The categories in the server's order.
    public let categories: [(category: TL.TopPeerCategory, entries: [Entry])]

    /// The chats of one category.
    ///
    /// - Parameter category: The category.
    /// - Returns: The chats, the most used one first.
    public subscript(category: TL.TopPeerCategory) -> [Entry] {
        categories.first { $0.category == category }?.entries ?? []
    }
}

extension TelegramClient {
    /// Lists the chats that the account uses often (`contacts.getTopPeers`).
    ///
    /// - Parameters:
    ///   - categories: What for.
    ///   - limit: How many of each category, 1 to 100.
    /// - Returns: The chats; `nil` if the account has this switched off.
    /// - Throws: ``InvocationError``.
    public func topPeers(
        _ categories: TopPeers.Categories, limit: Int = 30
    ) async throws(InvocationError) -> TopPeers? {
        let answer = try await core.invoke(
            TL.contacts.GetTopPeers(
                correspondents: categories.contains(.correspondents), botsPM: categories.contains(.bots),
                botsInline: categories.contains(.inlineBots), phoneCalls: categories.contains(.calls),
                forwardUsers: categories.contains(.forwardUsers), forwardChats: categories.contains(.forwardChats),
                groups: categories.contains(.groups), channels: categories.contains(.channels),
                botsApp: categories.contains(.appBots), botsGuestchat: categories.contains(.guestBots), offset: 0,
                limit: Int32(clamping: limit), hash: 0))
        switch answer {
        case .disabled: return nil
        case .notModified: return TopPeers(categories: [])
        case .topPeers(let answer):
            let context = core.taking(answer.users, answer.chats)
            return TopPeers(
                categories: answer.categories.map { category in
                    (
                        category.category,
                        category.peers.compactMap { peer in
                            context.chat(PeerID(peer.peer)).map { TopPeers.Entry(chat: $0, rating: peer.rating) }
                        }
                    )
                })
        }
    }

    /// Takes a chat out of those that are used often (`contacts.resetTopPeerRating`).
    ///
    /// - Parameters:
    ///   - peer: The chat.
    ///   - category: What for.
    /// - Throws: ``InvocationError``.
    public func removeTopPeer(
        _ peer: some PeerConvertible, from category: TL.TopPeerCategory
    ) async throws(InvocationError) {
        _ = try await core.call(peer) { TL.contacts.ResetTopPeerRating(category: category, peer: $0) }
    }

    /// Lets Telegram keep which chats are used often, or not (`contacts.toggleTopPeers`).
    ///
    /// - Parameter isOn: Whether it does; switching off forgets them.
    /// - Throws: ``InvocationError``.
    public func setTopPeersEnabled(_ isOn: Bool) async throws(InvocationError) {
        _ = try await core.invoke(TL.contacts.ToggleTopPeers(enabled: isOn))
    }
}
