// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What somebody may do in a chat, from their own rights and those of all members.
public struct ParticipantPermissions: Sendable {
    /// What they are; `nil` if they never were a member.
    public let participant: Participant?
    /// What no member may do.
    public let defaultBannedRights: BannedRights
    private let isBroadcast: Bool

    init(_ participant: Participant?, in chat: Chat?) {
        self.participant = participant
        defaultBannedRights = chat?.channel?.defaultBannedRights ?? chat?.group?.defaultBannedRights ?? []
        isBroadcast = chat?.isChannel ?? false
    }

    /// What they are.
    public var status: Participant.Status { participant?.status ?? .left }
    /// Whether they made the chat.
    public var isCreator: Bool { status == .creator }
    /// Whether they are its creator or an administrator.
    public var isAdministrator: Bool { participant?.isAdministrator ?? false }
    /// Whether they are in the chat.
    public var isMember: Bool { participant?.isMember ?? false }
    /// Whether they may not come back.
    public var isBanned: Bool { status == .banned }
    /// Whether they left, or never were a member.
    public var hasLeft: Bool { !isMember && !isBanned }
    /// The title that stands beside the name.
    public var rank: String? { participant?.rank }

    /// What they may not do.
    public var bannedRights: BannedRights {
        if isAdministrator { return [] }
        return defaultBannedRights.union(participant?.bannedRights ?? [])
    }

    /// Whether they may do something that members may.
    ///
    /// - Parameter right: What.
    /// - Returns: Whether nothing forbids it. Administrators need the matching right for what is no message.
    public func can(_ right: BannedRights) -> Bool {
        if isCreator { return true }
        guard isMember else { return false }
        if isBroadcast { return right.isSubset(of: .sendAnything) ? has(.postMessages) : has(right.power) }
        if isAdministrator {
            // What members may not send, administrators may.
            if right.isSubset(of: .sendAnything) { return true }
            return defaultBannedRights.isDisjoint(with: right) || has(right.power)
        }
        return bannedRights.isDisjoint(with: right)
    }

    /// Whether they may do something that administrators may.
    ///
    /// - Parameter right: What.
    /// - Returns: Whether they may.
    public func has(_ right: AdminRights) -> Bool {
        if isCreator { return true }
        guard isAdministrator else { return false }
        // Administrators of basic groups may do all that can be done there but make administrators.
        return participant?.adminRights?.isSuperset(of: right) ?? right.isDisjoint(with: [.addAdmins, .anonymous])
    }

    /// Whether they may send messages.
    public var canSendMessages: Bool { can([.sendMessages, .sendText]) }
    /// Whether they may send media.
    public var canSendMedia: Bool { can([.sendMessages, .sendMedia]) }
    /// Whether they may pin messages.
    public var canPinMessages: Bool { can(.pinMessages) }
    /// Whether they may promote others.
    public var canAddAdmins: Bool { has(.addAdmins) }
}

extension BannedRights {
    /// The administrator's right that goes with what members may do.
    fileprivate var power: AdminRights {
        var power: AdminRights = []
        if contains(.changeInfo) { power.insert(.changeInfo) }
        if contains(.inviteUsers) { power.insert(.inviteUsers) }
        if contains(.pinMessages) { power.insert(.pinMessages) }
        if contains(.manageTopics) { power.insert(.manageTopics) }
        if contains(.editRank) { power.insert(.manageRanks) }
        if contains(.manageLinkedPeers) { power.insert(.manageLinkedPeers) }
        return power
    }
}
