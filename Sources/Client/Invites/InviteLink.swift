// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// A link by which people join a group or channel.
public struct InviteLink: Sendable {
    /// The link as the schema has it.
    public let raw: TL.ExportedChatInvite.Exported
    let context: ObjectContext

    /// Takes a TL link; that of public join requests is none.
    init?(_ raw: TL.ExportedChatInvite, _ context: ObjectContext) {
        guard case .exported(let link) = raw else { return nil }
        (self.raw, self.context) = (link, context)
    }

    /// The link: `https://t.me/+…`.
    ///
    /// Parts of links that other administrators made are hidden.
    public var url: String { raw.link }
    /// What administrators call it.
    public var title: String? { raw.title }
    /// Who made it.
    public var creatorID: Int64 { raw.adminID }
    /// Who made it, if the user came along.
    public var creator: User? { context.user(raw.adminID) }
    /// When it was made.
    public var date: Date { Date(unixTime: raw.date) }
    /// Since when it holds, if it was changed.
    public var startDate: Date? { raw.startDate.map { Date(unixTime: $0) } }
    /// Until when it holds.
    public var expires: Date? { raw.expireDate.map { Date(unixTime: $0) } }
    /// How many people can join by it.
    public var usageLimit: Int? { raw.usageLimit.map { Int($0) } }
    /// How many have.
    public var usageCount: Int { Int(raw.usage ?? 0) }
    /// How many people who came by it wait to be admitted.
    public var requestCount: Int { Int(raw.requested ?? 0) }
    /// Whether administrators admit who comes by it.
    public var requiresApproval: Bool { raw.requestNeeded }
    /// Whether it is the administrator's main link.
    public var isPrimary: Bool { raw.permanent }
    /// Whether it was revoked.
    public var isRevoked: Bool { raw.revoked }
    /// What a subscription by it costs: how long, and how many Stars.
    public var subscription: (period: Duration, stars: Int64)? {
        raw.subscriptionPricing.map { (.seconds($0.period), $0.amount) }
    }
    /// How many subscriptions by it have ended.
    public var expiredSubscriptionCount: Int { Int(raw.subscriptionExpired ?? 0) }
}

extension InviteLink: CustomStringConvertible {
    /// A description for people.
    public var description: String { "InviteLink(\(title ?? url))" }
}

/// What an invite link leads to.
public enum InviteInfo: Sendable {
    /// A chat that the account is in.
    case joined(Chat)
    /// A chat that the account may look at for some time without joining.
    case peek(Chat, until: Date)
    /// A chat that the account can join.
    case joinable(InvitePreview)

    init(_ raw: TL.ChatInvite, _ core: ClientCore) throws(InvocationError) {
        switch raw {
        case .already(let invite):
            guard let chat = Chat(invite.chat, core.taking([], [invite.chat])) else {
                throw .invalidResponse(method: "messages.checkChatInvite", nil)
            }
            self = .joined(chat)
        case .peek(let invite):
            guard let chat = Chat(invite.chat, core.taking([], [invite.chat])) else {
                throw .invalidResponse(method: "messages.checkChatInvite", nil)
            }
            self = .peek(chat, until: Date(unixTime: invite.expires))
        case .chatInvite(let invite):
            self = .joinable(InvitePreview(raw: invite, context: core.taking(invite.participants ?? [])))
        }
    }

    /// The chat, unless it has to be joined first.
    public var chat: Chat? {
        switch self {
        case .joined(let chat): chat
        case .peek(let chat, _): chat
        case .joinable: nil
        }
    }

    /// The chat's name.
    public var title: String {
        switch self {
        case .joined(let chat): chat.title
        case .peek(let chat, _): chat.title
        case .joinable(let preview): preview.title
        }
    }
}

/// What an invite link shows of a chat that the account is not in.
public struct InvitePreview: Sendable {
    /// The invitation as the schema has it.
    public let raw: TL.ChatInvite.ChatInvite
    let context: ObjectContext

    /// The chat's name.
    public var title: String { raw.title }
    /// The chat's description.
    public var about: String? { raw.about }
    /// The chat's photo.
    public var photo: TL.Photo { raw.photo }
    /// How many members it has.
    public var memberCount: Int { Int(raw.participantsCount) }
    /// Members whom the account knows.
    public var knownMembers: [User] { (raw.participants ?? []).compactMap { User($0, context) } }
    /// Whether it is a channel, in which administrators alone post.
    public var isBroadcast: Bool { raw.broadcast }
    /// Whether it is a supergroup.
    public var isSupergroup: Bool { raw.megagroup }
    /// Whether it is a basic group.
    public var isBasicGroup: Bool { !raw.channel }
    /// Whether it has a public name.
    public var isPublic: Bool { raw.`public` }
    /// Whether administrators admit who comes.
    public var requiresApproval: Bool { raw.requestNeeded }
    /// Whether Telegram vouches for who it is.
    public var isVerified: Bool { raw.verified }
    /// Whether many people reported it as fraudulent.
    public var isScam: Bool { raw.scam }
    /// Whether many people reported it as somebody else's imitation.
    public var isFake: Bool { raw.fake }
    /// What a subscription costs: how long, and how many Stars.
    public var subscription: (period: Duration, stars: Int64)? {
        raw.subscriptionPricing.map { (.seconds($0.period), $0.amount) }
    }
}

/// What came of joining a chat.
public enum JoinResult: Sendable {
    /// The account is in the chat now; `nil` if the server did not say which.
    case joined(Chat?)
    /// The account was in the chat already; `nil` if it cannot be seen which one it is.
    case alreadyJoined(Chat?)
    /// Administrators have been asked, and will admit the account or not.
    case requested
    /// A bot looks at who wants to join: its mini app must be shown, see
    /// ``TelegramClient/requestJoinWebView(_:platform:themeParameters:)``.
    case webView(bot: User?, queryID: Int64)

    /// The chat, if the account is in it.
    public var chat: Chat? {
        switch self {
        case .joined(let chat), .alreadyJoined(let chat): chat
        case .requested, .webView: nil
        }
    }
}

/// Somebody who joined by a link, or asked to join.
public struct InviteLinkMember: Sendable {
    /// The member as the schema has it.
    public let raw: TL.ChatInviteImporter
    let chat: TL.InputPeer
    let context: ObjectContext

    /// Who it is.
    public var userID: Int64 { raw.userID }
    /// Who it is, if the user came along.
    public var user: User? { context.user(raw.userID) }
    /// When they joined or asked.
    public var date: Date { Date(unixTime: raw.date) }
    /// Whether they still wait to be admitted.
    public var isRequest: Bool { raw.requested }
    /// Whether they came by a link to a folder.
    public var cameByFolder: Bool { raw.viaChatlist }
    /// The description of who asks.
    public var about: String? { raw.about }
    /// Who admitted them.
    public var approvedByID: Int64? { raw.approvedBy }

    /// Admits them (`messages.hideChatJoinRequest`).
    ///
    /// - Throws: ``InvocationError``.
    public func approve() async throws(InvocationError) {
        try await context.core.answerJoinRequest(of: self, in: chat, approving: true)
    }

    /// Does not admit them (`messages.hideChatJoinRequest`).
    ///
    /// - Throws: ``InvocationError``.
    public func decline() async throws(InvocationError) {
        try await context.core.answerJoinRequest(of: self, in: chat, approving: false)
    }
}

extension InviteLinkMember: PeerConvertible {
    /// The value as a name of a peer.
    public var peerReference: PeerReference { user?.peerReference ?? .id(.user(userID)) }
}

/// An administrator who made invite links.
public struct AdminWithInvites: Sendable {
    /// The administrator as the schema has it.
    public let raw: TL.ChatAdminWithInvites
    /// Who it is, if the user came along.
    public let user: User?

    /// Who it is.
    public var userID: Int64 { raw.adminID }
    /// How many links hold.
    public var linkCount: Int { Int(raw.invitesCount) }
    /// How many were revoked.
    public var revokedLinkCount: Int { Int(raw.revokedInvitesCount) }
}

/// Where a page of invite links, or of their members, begins; it can be saved and used in another run of the program.
public struct InviteCursor: Codable, Hashable, Sendable {
    var date: Int32
    var link: String?
    var user: PeerOffset?
}
