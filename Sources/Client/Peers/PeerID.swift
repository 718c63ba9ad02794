// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A user, a basic group or a channel (supergroups included), by its number.
public enum PeerID: Hashable, Sendable {
    /// A user or a bot.
    case user(Int64)
    /// A basic group.
    case chat(Int64)
    /// A channel or a supergroup.
    case channel(Int64)
}

extension PeerID {
    /// The bare number, as the schema has it in `peerUser`, `peerChat` and `peerChannel`.
    ///
    /// Two peers of different kinds may have the same.
    public var rawID: Int64 {
        switch self {
        case .user(let id), .chat(let id), .channel(let id): id
        }
    }

    /// The number of the user or bot; `nil` if it is a group or a channel.
    public var userID: Int64? { if case .user(let id) = self { id } else { nil } }

    /// The number as Telegram's Bot API writes it: users as they are, basic groups negated, channels as −(10^12 + id).
    public var botAPI: Int64 {
        switch self {
        case .user(let id): id
        case .chat(let id): 0 &- id
        case .channel(let id): 0 &- Self.channelOffset &- id
        }
    }

    /// Reads a number as Telegram's Bot API writes it.
    ///
    /// - Parameter number: Users as they are, basic groups negated, channels as −(10^12 + id).
    public init?(botAPI number: Int64) {
        switch number {
        case 1...Self.largestUser: self = .user(number)
        case -999_999_999_999 ... -1: self = .chat(-number)
        case let number where Self.channels.contains(0 &- number &- Self.channelOffset),
            let number where Self.monoforums.contains(0 &- number &- Self.channelOffset):
            self = .channel(-number - Self.channelOffset)
        default: return nil
        }
    }

    /// The numbers of channels and supergroups, and those of direct messages of channels; the Bot API's numbers between
    /// them belong to secret chats (core.telegram.org/api/bots/ids).
    private static let channels: ClosedRange<Int64> = 1...997_852_516_352
    private static let monoforums: ClosedRange<Int64> = 1_002_147_483_649...3_000_000_000_000
    private static let channelOffset: Int64 = 1_000_000_000_000
    private static let largestUser: Int64 = 0xFF_FFFF_FFFF

    /// Takes the peer out of a TL value.
    ///
    /// - Parameter peer: The TL value.
    public init(_ peer: TL.Peer) {
        switch peer {
        case .user(let peer): self = .user(peer.userID)
        case .chat(let peer): self = .chat(peer.chatID)
        case .channel(let peer): self = .channel(peer.channelID)
        }
    }

    /// The peer as a TL value.
    public var tlPeer: TL.Peer {
        switch self {
        case .user(let id): .user(.init(userID: id))
        case .chat(let id): .chat(.init(chatID: id))
        case .channel(let id): .channel(.init(channelID: id))
        }
    }
}

/// A peer is coded as its one number, as the Bot API writes it.
extension PeerID: Codable {
    /// Reads the value from a decoder.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = PeerID(botAPI: try container.decode(Int64.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no peer has this number")
        }
        self = id
    }

    /// Writes the value for an encoder.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(botAPI)
    }
}
