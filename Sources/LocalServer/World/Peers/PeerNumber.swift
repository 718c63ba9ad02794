// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// A peer by one number, which tells conversations of all kinds apart.
///
/// It is written as in the Bot API: users as they are, basic groups negated, channels and supergroups as −(10^12 + id).
enum PeerNumber: Hashable, Sendable {
    case user(Int64)
    case group(Int64)
    case channel(Int64)

    private static let channelOffset: Int64 = 1_000_000_000_000

    init(_ number: Int64) {
        if number >= 0 {
            self = .user(number)
        } else if number > -Self.channelOffset {
            self = .group(0 &- number)
        } else {
            self = .channel(0 &- Self.channelOffset &- number)
        }
    }

    var number: Int64 {
        switch self {
        case .user(let id): id
        case .group(let id): 0 &- id
        case .channel(let id): 0 &- Self.channelOffset &- id
        }
    }

    var tl: TL.Peer {
        switch self {
        case .user(let id): .user(.init(userID: id))
        case .group(let id): .chat(.init(chatID: id))
        case .channel(let id): .channel(.init(channelID: id))
        }
    }
}
