// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
public import FerogramTLTypes

/// Who may do or see something: a rule for everybody, and exceptions, which go before it.
///
///     let rules = PrivacyRules(.contacts).never("@spammer").always(family)
public struct PrivacyRules: Sendable {
    /// Whom the rule is for where no exception says otherwise.
    public enum Base: Hashable, Sendable {
        /// Everybody.
        case everybody
        /// The account's contacts.
        case contacts
        /// The account's close friends.
        case closeFriends
        /// Nobody.
        case nobody
    }

    /// Somebody for whom the rule does not hold.
    enum Exception: Sendable {
        case peer(PeerReference)
        case premium
        case bots
        case contacts
    }

    /// Whom the rule is for.
    public var base: Base
    var allowed: [Exception] = []
    var forbidden: [Exception] = []

    /// Creates a rule without exceptions.
    ///
    /// - Parameter base: Whom it is for.
    public init(_ base: Base) {
        self.base = base
    }

    /// Allows it to somebody in any case: users, or all members of a group.
    ///
    /// - Parameter peers: The users and groups.
    /// - Returns: The rules with that.
    /// - Throws: ``InvocationError/invalidPeer(_:)`` for what is no name of a peer.
    public func always(_ peers: any PeerConvertible & Sendable...) throws(InvocationError) -> Self {
        var copy = self
        for peer in peers { copy.allowed.append(.peer(try peer.peerReference)) }
        return copy
    }

    /// Forbids it to somebody in any case: users, or all members of a group.
    ///
    /// - Parameter peers: The users and groups.
    /// - Returns: The rules with that.
    /// - Throws: ``InvocationError/invalidPeer(_:)`` for what is no name of a peer.
    public func never(_ peers: any PeerConvertible & Sendable...) throws(InvocationError) -> Self {
        var copy = self
        for peer in peers { copy.forbidden.append(.peer(try peer.peerReference)) }
        return copy
    }

    /// Allows it to those who have Telegram Premium; for invitations alone.
    public func alwaysPremium() -> Self { with { $0.allowed.append(.premium) } }

    /// Allows it to bots and mini apps.
    public func alwaysBots() -> Self { with { $0.allowed.append(.bots) } }

    /// Forbids it to bots and mini apps.
    public func neverBots() -> Self { with { $0.forbidden.append(.bots) } }

    /// Forbids it to the account's contacts.
    public func neverContacts() -> Self { with { $0.forbidden.append(.contacts) } }

    private func with(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }
}

/// The rules that the server has, with the users and chats in them.
public struct PrivacySettings: Sendable {
    /// The rules in the order in which they hold: the first that fits decides.
    public let raw: [TL.PrivacyRule]
    private let context: ObjectContext

    init(_ rules: TL.account.PrivacyRules, _ context: ObjectContext) {
        raw = rules.rules
        self.context = context
    }

    /// For whom it is where no exception says otherwise.
    public var base: PrivacyRules.Base {
        for rule in raw {
            switch rule {
            case .allowAll: return .everybody
            case .allowContacts: return .contacts
            case .allowCloseFriends: return .closeFriends
            case .disallowAll: return .nobody
            default: continue
            }
        }
        return .nobody
    }

    /// The users to whom it is allowed in any case.
    public var allowedUsers: [User] { users { if case .allowUsers(let rule) = $0 { rule.users } else { [] } } }
    /// The users to whom it is forbidden in any case.
    public var forbiddenUsers: [User] { users { if case .disallowUsers(let rule) = $0 { rule.users } else { [] } } }
    /// The groups to whose members it is allowed in any case.
    public var allowedChats: [Chat] {
        chats { if case .allowChatParticipants(let rule) = $0 { rule.chats } else { [] } }
    }
    /// The groups to whose members it is forbidden in any case.
    public var forbiddenChats: [Chat] {
        chats { if case .disallowChatParticipants(let rule) = $0 { rule.chats } else { [] } }
    }
    /// Whether it is allowed to bots and mini apps in any case.
    public var allowsBots: Bool { raw.contains { if case .allowBots = $0 { true } else { false } } }
    /// Whether it is allowed to those who have Telegram Premium in any case.
    public var allowsPremium: Bool { raw.contains { if case .allowPremium = $0 { true } else { false } } }

    private func users(_ ids: (TL.PrivacyRule) -> [Int64]) -> [User] {
        raw.flatMap(ids).compactMap { context.user($0) }
    }

    private func chats(_ ids: (TL.PrivacyRule) -> [Int64]) -> [Chat] {
        // The server does not say of which kind they are.
        raw.flatMap(ids).compactMap { context.chat(.chat($0)) ?? context.chat(.channel($0)) }
    }
}

extension ClientCore {
    /// The rules as the server wants them: exceptions first.
    func inputRules(_ rules: PrivacyRules) async throws(InvocationError) -> [TL.InputPrivacyRule] {
        var result: [TL.InputPrivacyRule] = []
        let (users, chats) = try await exceptions(rules.forbidden)
        if !users.isEmpty { result.append(.disallowUsers(.init(users: users))) }
        if !chats.isEmpty { result.append(.disallowChatParticipants(.init(chats: chats))) }
        for exception in rules.forbidden {
            switch exception {
            case .bots: result.append(.disallowBots)
            case .contacts: result.append(.disallowContacts)
            case .premium, .peer: continue
            }
        }
        let (friends, groups) = try await exceptions(rules.allowed)
        if !friends.isEmpty { result.append(.allowUsers(.init(users: friends))) }
        if !groups.isEmpty { result.append(.allowChatParticipants(.init(chats: groups))) }
        for exception in rules.allowed {
            switch exception {
            case .bots: result.append(.allowBots)
            case .premium: result.append(.allowPremium)
            case .contacts, .peer: continue
            }
        }
        switch rules.base {
        case .everybody: result.append(.allowAll)
        case .contacts: result += [.allowContacts, .disallowAll]
        case .closeFriends: result += [.allowCloseFriends, .disallowAll]
        case .nobody: result.append(.disallowAll)
        }
        return result
    }

    private func exceptions(
        _ list: [PrivacyRules.Exception]
    ) async throws(InvocationError) -> (users: [TL.InputUser], chats: [Int64]) {
        var (users, chats): ([TL.InputUser], [Int64]) = ([], [])
        for case .peer(let reference) in list {
            let peer = try await resolve(reference)
            if let user = peer.inputUser {
                users.append(user)
            } else if case .chat(let group) = peer {
                chats.append(group.chatID)
            } else if case .inputChannel(let channel)? = peer.inputChannel {
                chats.append(channel.channelID)
            } else {
                throw .invalidPeer("privacy rules name users and groups that the account is in")
            }
        }
        return (users, chats)
    }
}
