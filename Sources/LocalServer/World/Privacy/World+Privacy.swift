// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// Whether an account's rules let somebody see or do something; see core.telegram.org/api/privacy.
    ///
    /// - Parameters:
    ///   - viewer: Who wants to.
    ///   - key: What.
    ///   - account: Whose rules.
    ///   - unset: What holds where the account has no rules.
    /// - Returns: Whether they do.
    func allows(_ viewer: Int64, _ key: TL.InputPrivacyKey, of account: Account, unset: Bool = true) -> Bool {
        guard viewer != account.id else { return true }
        guard let rules = account.settings.privacy[.init(key)] else { return unset }
        // The first rule that fits decides.
        for rule in rules {
            switch rule {
            case .allowAll: return true
            case .disallowAll: return false
            case .allowUsers(let users) where users.users.contains(viewer): return true
            case .disallowUsers(let users) where users.users.contains(viewer): return false
            case .allowChatParticipants(let chats) where isMember(viewer, ofAny: chats.chats): return true
            case .disallowChatParticipants(let chats) where isMember(viewer, ofAny: chats.chats): return false
            case .allowBots where self[viewer]?.isBot ?? false: return true
            case .disallowBots where self[viewer]?.isBot ?? false: return false
            case .allowContacts where contacts.isContact(viewer, of: account.id): return true
            case .disallowContacts where contacts.isContact(viewer, of: account.id): return false
            case .allowCloseFriends where contacts.closeFriends[account.id]?.contains(viewer) == true: return true
            // Nobody has Premium here.
            default: continue
            }
        }
        return false
    }

    /// Whether somebody who wants to hear from contacts alone lets an account write to them.
    func mayWrite(_ author: Account, to receiver: Account) -> Bool {
        guard receiver.settings.globalPrivacy.newNoncontactPeersRequirePremium, author.id != receiver.id,
            !author.isBot
        else { return true }
        // Nobody has Premium here; conversations that there are go on.
        return contacts.isContact(author.id, of: receiver.id) || mailbox(of: receiver.id).dialogs[author.id] != nil
    }

    /// Of people who are to be put into a chat: those whose rules allow it, and the others.
    func invitable(_ people: [Int64], by inviter: Int64) -> (welcome: [Int64], missing: [TL.MissingInvitee]) {
        let isWelcome = { (id: Int64) in
            self[id].map { allows(inviter, .chatInvite, of: $0) } ?? true
        }
        return (
            people.filter(isWelcome), people.filter { !isWelcome($0) }.map { TL.MissingInvitee(userID: $0) }
        )
    }

    private func isMember(_ account: Int64, ofAny chats: [Int64]) -> Bool {
        chats.contains { channels[$0]?.members[account] != nil || groups[$0]?.members[account] != nil }
    }

    /// An account's rules, with those whom they name.
    func privacyRules(_ key: TL.InputPrivacyKey, of account: Account) -> TL.account.PrivacyRules {
        let rules = account.settings.privacy[.init(key)] ?? [.allowAll]
        let users = rules.flatMap { rule -> [Int64] in
            switch rule {
            case .allowUsers(let rule): rule.users
            case .disallowUsers(let rule): rule.users
            default: []
            }
        }
        let chats = rules.flatMap { rule -> [Int64] in
            switch rule {
            case .allowChatParticipants(let rule): rule.chats
            case .disallowChatParticipants(let rule): rule.chats
            default: []
            }
        }
        let numbers = chats.map { channels[$0] != nil ? PeerNumber.channel($0).number : PeerNumber.group($0).number }
        let named = peers(Set(users + numbers), for: account.id)
        return .init(rules: rules, chats: named.chats, users: named.users)
    }

    /// A rule as it is kept.
    func stored(_ rule: TL.InputPrivacyRule, by account: Account) throws(RPCFailure) -> TL.PrivacyRule {
        switch rule {
        case .allowAll: .allowAll
        case .allowBots: .allowBots
        case .allowChatParticipants(let rule): .allowChatParticipants(.init(chats: rule.chats))
        case .allowCloseFriends: .allowCloseFriends
        case .allowContacts: .allowContacts
        case .allowPremium: .allowPremium
        case .allowUsers(let rule): .allowUsers(.init(users: try ids(rule.users, for: account)))
        case .disallowAll: .disallowAll
        case .disallowBots: .disallowBots
        case .disallowChatParticipants(let rule): .disallowChatParticipants(.init(chats: rule.chats))
        case .disallowContacts: .disallowContacts
        case .disallowUsers(let rule): .disallowUsers(.init(users: try ids(rule.users, for: account)))
        }
    }

    private func ids(_ users: [TL.InputUser], for account: Account) throws(RPCFailure) -> [Int64] {
        var ids: [Int64] = []
        for user in users {
            guard let known = self.user(user, for: account) else { throw .bad(.userIDInvalid) }
            ids.append(known.id)
        }
        return ids
    }

    /// What notification settings are kept for.
    func notifyKey(
        _ peer: TL.InputNotifyPeer, _ account: Account
    ) throws(RPCFailure) -> AccountSettings.NotifyKey {
        switch peer {
        case .users: return .users
        case .chats: return .groups
        case .broadcasts: return .channels
        case .inputNotifyPeer(let peer): return .peer(try target(peer.peer, for: account))
        case .forumTopic(let topic): return .topic(topic.topMsgID, try target(topic.peer, for: account))
        case .community: throw .bad(.peerIDInvalid)
        }
    }

    /// For what notification settings are, as clients are told.
    static func notifyPeer(_ key: AccountSettings.NotifyKey) -> TL.NotifyPeer {
        switch key {
        case .users: .users
        case .groups: .chats
        case .channels: .broadcasts
        case .peer(let number): .notifyPeer(.init(peer: peer(number)))
        case .topic(let topic, let number): .forumTopic(.init(peer: peer(number), topMsgID: topic))
        }
    }

    /// What rules are about, as clients are told.
    static func privacyKey(_ key: TL.InputPrivacyKey) -> TL.PrivacyKey {
        switch key {
        case .about: .about
        case .addedByPhone: .addedByPhone
        case .birthday: .birthday
        case .chatInvite: .chatInvite
        case .forwards: .forwards
        case .noPaidMessages: .noPaidMessages
        case .phoneCall: .phoneCall
        case .phoneNumber: .phoneNumber
        case .phoneP2P: .phoneP2P
        case .profilePhoto: .profilePhoto
        case .savedMusic: .savedMusic
        case .starGiftsAutoSave: .starGiftsAutoSave
        case .statusTimestamp: .statusTimestamp
        case .voiceMessages: .voiceMessages
        }
    }
}

extension AccountSettings.NotifyKey {
    /// The chat that it names.
    var peers: [Int64] {
        switch self {
        case .users, .groups, .channels: []
        case .peer(let number), .topic(_, let number): [number]
        }
    }
}
