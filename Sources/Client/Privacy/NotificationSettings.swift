// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// What notification settings are for.
@nonexhaustive
public enum NotificationScope: Sendable {
    /// All private chats without settings of their own.
    case users
    /// All groups without settings of their own.
    case groups
    /// All channels without settings of their own.
    case channels
    /// One chat.
    case peer(PeerReference)
    /// One topic of a forum.
    case topic(Int32, in: PeerReference)
}

/// How the account is notified of new messages somewhere.
public struct NotificationSettings: Sendable {
    /// The settings as the schema has them.
    public let raw: TL.PeerNotifySettings

    /// Whether the text is shown; `nil` for what holds for chats of the kind.
    public var showsPreviews: Bool? { raw.showPreviews }
    /// Whether there is no sound; `nil` for what holds for chats of the kind.
    public var isSilent: Bool? { raw.silent }
    /// Until when there are no notifications; `nil` if there are.
    public var mutedUntil: Date? { raw.muteUntil.flatMap { $0 > 0 ? Date(unixTime: $0) : nil } }
    /// The sound; `nil` for what holds for chats of the kind.
    public var sound: TL.NotificationSound? { raw.otherSound }
    /// Whether there are no notifications of stories; `nil` for what holds for all.
    public var areStoriesMuted: Bool? { raw.storiesMuted }
    /// Whether notifications of stories do not say whose they are; `nil` for what holds for all.
    public var hidesStorySenders: Bool? { raw.storiesHideSender }

    /// Whether notifications are off.
    ///
    /// - Parameter date: At which time.
    /// - Returns: Whether they are.
    public func isMuted(at date: Date = Date()) -> Bool { mutedUntil.map { $0 > date } ?? false }
}

/// What to change of notification settings; what is `nil` stays as it is.
public struct NotificationChange: Sendable {
    /// Whether the text is shown.
    public var showsPreviews: Bool?
    /// Whether there is no sound.
    public var isSilent: Bool?
    /// Until when there are no notifications; `.distantPast` for on, `.distantFuture` for off.
    public var mutedUntil: Date?
    /// The sound.
    public var sound: TL.NotificationSound?
    /// Whether there are no notifications of stories.
    public var areStoriesMuted: Bool?
    /// Whether notifications of stories do not say whose they are.
    public var hidesStorySenders: Bool?
    /// The sound of stories.
    public var storySound: TL.NotificationSound?

    /// Changes nothing yet.
    public init() {}

    /// Turns notifications off, for ever unless a time is given.
    ///
    /// - Parameter end: Until when.
    /// - Returns: The change.
    public static func muted(until end: Date = .distantFuture) -> Self {
        var change = Self()
        change.mutedUntil = end
        return change
    }

    /// Turns notifications on.
    public static var unmuted: Self { muted(until: .distantPast) }

    var tl: TL.InputPeerNotifySettings {
        TL.InputPeerNotifySettings(
            showPreviews: showsPreviews, silent: isSilent,
            // The largest number is how apps write "for ever".
            muteUntil: mutedUntil.map { $0 >= .distantFuture ? Int32.max : $0.unixTime }, sound: sound,
            storiesMuted: areStoriesMuted, storiesHideSender: hidesStorySenders, storiesSound: storySound)
    }
}
