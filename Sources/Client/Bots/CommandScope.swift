// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

/// Where and to whom a bot shows its commands.
///
/// The narrowest scope that has commands counts: the member's, the chat's administrators, the chat, all administrators, all
/// groups or all private chats, and then ``default``.
@nonexhaustive
public enum CommandScope: Sendable {
    /// Wherever no narrower scope has commands.
    case `default`
    /// In all private chats.
    case privateChats
    /// In all groups.
    case groups
    /// For the administrators of all groups.
    case groupAdmins
    /// In a chat.
    case chat(PeerReference)
    /// For the administrators of a group.
    case admins(of: PeerReference)
    /// For a member of a group.
    case member(PeerReference, of: PeerReference)

    func tl(_ core: ClientCore) async throws(InvocationError) -> TL.BotCommandScope {
        switch self {
        case .default: return .default
        case .privateChats: return .users
        case .groups: return .chats
        case .groupAdmins: return .chatAdmins
        case .chat(let peer): return .peer(.init(peer: try await core.resolve(peer)))
        case .admins(let peer): return .peerAdmins(.init(peer: try await core.resolve(peer)))
        case .member(let member, let peer):
            let user = try await core.inputUser(member)
            return .peerUser(.init(peer: try await core.resolve(peer), userID: user))
        }
    }
}

/// A command as a bot lists it.
public struct CommandDescription: Hashable, Sendable {
    /// 1 to 32 of a–z, 0–9 and `_`, without a slash.
    public var name: String
    /// What it does, 1 to 256 characters.
    public var description: String

    /// Creates a command.
    ///
    /// - Parameters:
    ///   - name: 1 to 32 of a–z, 0–9 and `_`, without a slash.
    ///   - description: What it does, 1 to 256 characters.
    public init(_ name: String, _ description: String) {
        (self.name, self.description) = (name, description)
    }

    /// Whether the server would take it.
    var isValid: Bool {
        (1...32).contains(name.utf8.count) && (1...256).contains(description.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}

extension [CommandDescription] {
    /// The commands as a text, a line each: `/start – Begins`.
    public var helpText: String { map { "/\($0.name) – \($0.description)" }.joined(separator: "\n") }
}
