// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A user, basic group, channel or supergroup that was seen, and what it takes to address it.
///
/// See core.telegram.org/api/peers.
public struct StoredPeer: Codable, Hashable, Identifiable, Sendable {
    /// Which peer it is.
    public struct ID: Codable, Hashable, Sendable {
        /// What kind of peer it is.
        public enum Kind: UInt8, Codable, Hashable, Sendable, CaseIterable {
            /// A user or bot.
            case user = 0
            /// A basic group.
            case chat = 1
            /// A channel or supergroup.
            case channel = 2
        }

        /// What kind of peer it is.
        public var kind: Kind
        /// The id as it is in `peerUser`, `peerChat` and `peerChannel`, without any mark.
        public var value: Int64

        /// Names a peer.
        ///
        /// - Parameters:
        ///   - kind: What kind of peer it is.
        ///   - value: The id without any mark.
        public init(_ kind: Kind, _ value: Int64) {
            self.kind = kind
            self.value = value
        }

        /// Names a user.
        public static func user(_ value: Int64) -> Self { Self(.user, value) }
        /// Names a basic group.
        public static func chat(_ value: Int64) -> Self { Self(.chat, value) }
        /// Names a channel or supergroup.
        public static func channel(_ value: Int64) -> Self { Self(.channel, value) }
    }

    /// What is special about a peer.
    public struct Traits: OptionSet, Codable, Hashable, Sendable {
        /// The bits, as they are stored.
        public let rawValue: UInt32

        /// Takes the bits.
        ///
        /// - Parameter rawValue: The bits; unknown ones are kept.
        public init(rawValue: UInt32) { self.rawValue = rawValue }

        /// A user that is a bot.
        public static let bot = Self(rawValue: 1)
        /// A channel in which only its administrators write.
        public static let broadcast = Self(rawValue: 1 << 1)
        /// A supergroup.
        public static let megagroup = Self(rawValue: 1 << 2)
        /// A supergroup without a limit of members, in which only administrators write.
        public static let gigagroup = Self(rawValue: 1 << 3)
        /// A supergroup with topics.
        public static let forum = Self(rawValue: 1 << 4)
        /// The direct messages of a channel.
        public static let monoforum = Self(rawValue: 1 << 5)
        /// A community, which is addressed as a channel.
        public static let community = Self(rawValue: 1 << 6)
    }

    /// A message in which a peer was seen whose own access hash is not known.
    ///
    /// See core.telegram.org/api/min.
    public struct MinContext: Codable, Hashable, Sendable {
        /// The chat that holds the message.
        public var chat: ID
        /// The id of the message in it.
        public var messageID: Int32

        /// Creates a context.
        ///
        /// - Parameters:
        ///   - chat: The chat that holds the message.
        ///   - messageID: The id of the message in it.
        public init(chat: ID, messageID: Int32) {
            self.chat = chat
            self.messageID = messageID
        }
    }

    /// Which peer it is.
    public var id: ID
    /// The access hash, which only this account may use; basic groups have none.
    public var accessHash: Int64?
    /// What is special about it.
    public var traits: Traits
    /// Its user names without `@`, the main one first.
    public var usernames: [String]
    /// Its phone number in digits, if it is a user who shows it.
    public var phone: String?
    /// Whether only a `min` object was seen: then the access hash is good for photographs alone.
    public var isMin: Bool
    /// Where a peer was seen of which only a `min` object is known.
    public var minContext: MinContext?

    /// Creates a peer.
    ///
    /// - Parameters:
    ///   - id: Which peer it is.
    ///   - accessHash: The access hash, if it is known.
    ///   - traits: What is special about it.
    ///   - usernames: Its user names without `@`, the main one first.
    ///   - phone: Its phone number in digits.
    ///   - isMin: Whether only a `min` object was seen.
    ///   - minContext: Where it was seen, if it is known by a `min` object alone.
    public init(
        id: ID, accessHash: Int64? = nil, traits: Traits = [], usernames: [String] = [], phone: String? = nil,
        isMin: Bool = false, minContext: MinContext? = nil
    ) {
        self.id = id
        self.accessHash = accessHash
        self.traits = traits
        self.usernames = usernames
        self.phone = phone
        self.isMin = isMin
        self.minContext = minContext
    }

    /// Takes in what was seen later of the same peer.
    ///
    /// A `min` object tells nothing to one who knows the full one, a full one replaces it, and an access hash that is
    /// known is not forgotten because an object came without it.
    ///
    /// - Parameter newer: What was seen; its id is this one's.
    public mutating func merge(_ newer: StoredPeer) {
        if newer.isMin, !isMin, accessHash != nil || id.kind == .chat { return }
        let known = self
        self = newer
        if isMin == known.isMin { accessHash = accessHash ?? known.accessHash }
        minContext = isMin ? minContext ?? known.minContext : nil
    }
}

extension StoredPeer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind and the id.
    public var description: String { "StoredPeer(\(id.kind) \(id.value)\(isMin ? ", min" : ""))" }
    /// The same as the description.
    public var debugDescription: String { description }
    /// A mirror without the access hash and the phone number.
    public var customMirror: Mirror { Mirror(self, children: ["id": id, "isMin": isMin]) }
}
