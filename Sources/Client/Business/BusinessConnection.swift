// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// The bot acts for an account, as that has allowed it.
public struct BusinessConnection: UserUpdate {
    /// The connection as the schema has it.
    public let raw: TL.BotBusinessConnection
    /// What came along.
    public let context: ObjectContext

    /// A connection that an update told of; calls in its name find their data centre from then on.
    static func noted(_ raw: TL.BotBusinessConnection, _ context: ObjectContext) -> Self {
        context.core.note(raw)
        return Self(raw: raw, context: context)
    }

    /// What names the connection; see ``TelegramClient/acting(through:isolation:_:)``.
    public var id: String { raw.connectionID }
    /// The account.
    public var userID: Int64 { raw.userID }
    /// The account's data centre, where calls in its name have to go.
    public var dataCenter: Int { Int(raw.dcID) }
    /// When the connection was made.
    public var date: Date { Date(unixTime: raw.date) }
    /// Whether the bot may act.
    public var isEnabled: Bool { !raw.disabled }
    /// What the bot may do.
    public var rights: BusinessBotRights { raw.rights.map { BusinessBotRights($0) } ?? [] }
}

/// What a bot may do in the name of a business account.
public struct BusinessBotRights: OptionSet, Hashable, Sendable {
    /// The value as a number or a text.
    public let rawValue: Int

    /// Creates the value from its raw value.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Answer messages of the last 24 hours.
    public static let reply = Self(rawValue: 1 << 0)
    /// Mark messages as read.
    public static let readMessages = Self(rawValue: 1 << 1)
    /// Delete messages that the bot sent.
    public static let deleteSentMessages = Self(rawValue: 1 << 2)
    /// Delete all messages.
    public static let deleteReceivedMessages = Self(rawValue: 1 << 3)
    /// Change the account's name.
    public static let editName = Self(rawValue: 1 << 4)
    /// Change the account's description.
    public static let editAbout = Self(rawValue: 1 << 5)
    /// Change the account's photo.
    public static let editProfilePhoto = Self(rawValue: 1 << 6)
    /// Change the account's public name.
    public static let editUsername = Self(rawValue: 1 << 7)
    /// See gifts and the balance of Stars.
    public static let viewGifts = Self(rawValue: 1 << 8)
    /// Turn gifts into Stars.
    public static let sellGifts = Self(rawValue: 1 << 9)
    /// Change who may send gifts.
    public static let changeGiftSettings = Self(rawValue: 1 << 10)
    /// Transfer and upgrade gifts.
    public static let transferAndUpgradeGifts = Self(rawValue: 1 << 11)
    /// Transfer Stars.
    public static let transferStars = Self(rawValue: 1 << 12)
    /// Post, change and delete stories.
    public static let manageStories = Self(rawValue: 1 << 13)

    init(_ raw: TL.BusinessBotRights) {
        var rights: Self = []
        if raw.reply { rights.insert(.reply) }
        if raw.readMessages { rights.insert(.readMessages) }
        if raw.deleteSentMessages { rights.insert(.deleteSentMessages) }
        if raw.deleteReceivedMessages { rights.insert(.deleteReceivedMessages) }
        if raw.editName { rights.insert(.editName) }
        if raw.editBio { rights.insert(.editAbout) }
        if raw.editProfilePhoto { rights.insert(.editProfilePhoto) }
        if raw.editUsername { rights.insert(.editUsername) }
        if raw.viewGifts { rights.insert(.viewGifts) }
        if raw.sellGifts { rights.insert(.sellGifts) }
        if raw.changeGiftSettings { rights.insert(.changeGiftSettings) }
        if raw.transferAndUpgradeGifts { rights.insert(.transferAndUpgradeGifts) }
        if raw.transferStars { rights.insert(.transferStars) }
        if raw.manageStories { rights.insert(.manageStories) }
        self = rights
    }

    var tl: TL.BusinessBotRights {
        .init(
            reply: contains(.reply), readMessages: contains(.readMessages),
            deleteSentMessages: contains(.deleteSentMessages),
            deleteReceivedMessages: contains(.deleteReceivedMessages),
            editName: contains(.editName), editBio: contains(.editAbout), editProfilePhoto: contains(.editProfilePhoto),
            editUsername: contains(.editUsername), viewGifts: contains(.viewGifts), sellGifts: contains(.sellGifts),
            changeGiftSettings: contains(.changeGiftSettings),
            transferAndUpgradeGifts: contains(.transferAndUpgradeGifts), transferStars: contains(.transferStars),
            manageStories: contains(.manageStories))
    }
}
