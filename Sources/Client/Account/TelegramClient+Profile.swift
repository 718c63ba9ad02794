// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes
public import Foundation

extension TelegramClient {
    /// Changes the account's name and what it says about itself (`account.updateProfile`).
    ///
    /// - Parameters:
    ///   - firstName: The first name, 1 to 64 characters; `nil` leaves it as it is.
    ///   - lastName: The last name, at most 64 characters; empty for none, `nil` leaves it as it is.
    ///   - bio: What the account says about itself, as long as ``ClientLimits/aboutLength`` allows; empty for nothing.
    /// - Returns: The account.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func updateProfile(
        firstName: String? = nil, lastName: String? = nil, bio: String? = nil
    ) async throws(InvocationError) -> User {
        let method = "account.updateProfile"
        if let firstName, firstName.trimmed.isEmpty || firstName.utf16.count > 64 {
            throw .invalidArgument(method: method, "a first name has 1 to 64 characters")
        }
        if let lastName, lastName.utf16.count > 64 {
            throw .invalidArgument(method: method, "a last name has at most 64 characters")
        }
        if let bio, bio.utf16.count > limits.aboutLength {
            throw .invalidArgument(method: method, "the bio is longer than \(limits.aboutLength) characters")
        }
        let user = try await core.invoke(
            TL.account.UpdateProfile(firstName: firstName, lastName: lastName, about: bio))
        return try await core.own(user, method: method)
    }

    /// Sets the account's public name (`account.updateUsername`).
    ///
    /// - Parameter username: 5 to 32 letters, digits and underscores, with or without `@`; `nil` for none.
    /// - Returns: The account.
    /// - Throws: ``InvocationError``; `USERNAME_OCCUPIED` in it if somebody has the name.
    @discardableResult
    public func setUsername(_ username: String?) async throws(InvocationError) -> User {
        let user = try await core.invoke(TL.account.UpdateUsername(username: (username ?? "").withoutAt))
        return try await core.own(user, method: "account.updateUsername")
    }

    /// Whether the account can have a public name (`account.checkUsername`).
    ///
    /// - Parameter username: The name, with or without `@`.
    /// - Returns: Whether it is free.
    /// - Throws: ``InvocationError``; `USERNAME_INVALID` in it if nobody can have it.
    public func isUsernameAvailable(_ username: String) async throws(InvocationError) -> Bool {
        do throws(InvocationError) {
            return try await core.invoke(TL.account.CheckUsername(username: username.withoutAt))
        } catch {
            guard error.is(.usernameOccupied) || error.is(.usernamePurchaseAvailable) else { throw error }
            return false
        }
    }

    /// Shows or hides one of the account's collectible public names (`account.toggleUsername`).
    ///
    /// - Parameters:
    ///   - username: The name, with or without `@`.
    ///   - isActive: Whether it leads to the account.
    /// - Throws: ``InvocationError``.
    public func setUsername(_ username: String, isActive: Bool) async throws(InvocationError) {
        _ = try await core.invoke(TL.account.ToggleUsername(username: username.withoutAt, active: isActive))
    }

    /// Puts the account's public names into another order (`account.reorderUsernames`).
    ///
    /// - Parameter usernames: All names that are shown, in the new order.
    /// - Throws: ``InvocationError``.
    public func reorderUsernames(_ usernames: [String]) async throws(InvocationError) {
        _ = try await core.invoke(TL.account.ReorderUsernames(order: usernames.map(\.withoutAt)))
    }

    /// Sets the account's birthday (`account.updateBirthday`).
    ///
    /// - Parameter birthday: The day; `nil` for none.
    /// - Throws: ``InvocationError``.
    public func setBirthday(_ birthday: Birthday?) async throws(InvocationError) {
        _ = try await core.invoke(TL.account.UpdateBirthday(birthday: birthday?.tl))
    }

    /// Sets the emoji beside the account's name (`account.updateEmojiStatus`); it takes Telegram Premium.
    ///
    /// - Parameters:
    ///   - customEmojiID: The custom emoji; `nil` for none.
    ///   - end: Until when; `nil` for no end.
    /// - Throws: ``InvocationError``.
    public func setEmojiStatus(_ customEmojiID: Int64?, until end: Date? = nil) async throws(InvocationError) {
        let status: TL.EmojiStatus =
            if let customEmojiID {
                .emojiStatus(.init(documentID: customEmojiID, until: end?.unixTime))
            } else {
                .empty
            }
        _ = try await core.invoke(TL.account.UpdateEmojiStatus(emojiStatus: status))
    }

    /// Sets a collectible as the emoji beside the account's name (`account.updateEmojiStatus`).
    ///
    /// - Parameters:
    ///   - collectibleID: The collectible, one of ``collectibleEmojiStatuses()``.
    ///   - end: Until when; `nil` for no end.
    /// - Throws: ``InvocationError``.
    public func setEmojiStatus(collectible collectibleID: Int64, until end: Date? = nil) async throws(InvocationError) {
        let status = TL.EmojiStatus.inputCollectible(.init(collectibleID: collectibleID, until: end?.unixTime))
        _ = try await core.invoke(TL.account.UpdateEmojiStatus(emojiStatus: status))
    }

    /// The emoji statuses that Telegram proposes (`account.getDefaultEmojiStatuses`).
    ///
    /// - Returns: The statuses.
    /// - Throws: ``InvocationError``.
    public func defaultEmojiStatuses() async throws(InvocationError) -> [TL.EmojiStatus] {
        try await core.invoke(TL.account.GetDefaultEmojiStatuses(hash: 0)).list
    }

    /// The emoji statuses that the account had last (`account.getRecentEmojiStatuses`).
    ///
    /// - Returns: The statuses.
    /// - Throws: ``InvocationError``.
    public func recentEmojiStatuses() async throws(InvocationError) -> [TL.EmojiStatus] {
        try await core.invoke(TL.account.GetRecentEmojiStatuses(hash: 0)).list
    }

    /// The collectibles that can be the account's emoji status (`account.getCollectibleEmojiStatuses`).
    ///
    /// - Returns: The statuses.
    /// - Throws: ``InvocationError``.
    public func collectibleEmojiStatuses() async throws(InvocationError) -> [TL.EmojiStatus] {
        try await core.invoke(TL.account.GetCollectibleEmojiStatuses(hash: 0)).list
    }

    /// Forgets which emoji statuses the account had (`account.clearRecentEmojiStatuses`).
    ///
    /// - Throws: ``InvocationError``.
    public func clearRecentEmojiStatuses() async throws(InvocationError) {
        _ = try await core.invoke(TL.account.ClearRecentEmojiStatuses())
    }

    /// Sets the colour of the account's name and of replies to it (`account.updateColor`).
    ///
    /// - Parameters:
    ///   - color: The number of the colour; `nil` for the one that follows from the account's number.
    ///   - emojiID: The custom emoji of the pattern behind replies; `nil` for none.
    /// - Throws: ``InvocationError``.
    public func setNameColor(_ color: Int?, backgroundEmojiID emojiID: Int64? = nil) async throws(InvocationError) {
        _ = try await core.invoke(TL.account.UpdateColor(color: Self.peerColor(color, emojiID)))
    }

    /// Sets the colour of the account's profile (`account.updateColor`).
    ///
    /// - Parameters:
    ///   - color: The number of the colour; `nil` for none.
    ///   - emojiID: The custom emoji of the pattern; `nil` for none.
    /// - Throws: ``InvocationError``.
    public func setProfileColor(_ color: Int?, backgroundEmojiID emojiID: Int64? = nil) async throws(InvocationError) {
        _ = try await core.invoke(TL.account.UpdateColor(forProfile: true, color: Self.peerColor(color, emojiID)))
    }

    /// Sets the channel that the account's profile shows (`account.updatePersonalChannel`).
    ///
    /// - Parameter channel: A public channel of the account's own.
    /// - Throws: ``InvocationError``.
    public func setPersonalChannel(_ channel: some PeerConvertible) async throws(InvocationError) {
        _ = try await core.callChannel(channel) { TL.account.UpdatePersonalChannel(channel: $0) }
    }

    /// Shows no channel in the account's profile any more (`account.updatePersonalChannel`).
    ///
    /// - Throws: ``InvocationError``.
    public func removePersonalChannel() async throws(InvocationError) {
        _ = try await core.invoke(TL.account.UpdatePersonalChannel(channel: .empty))
    }

    /// Sets which part of the account's profile is shown first (`account.setMainProfileTab`).
    ///
    /// - Parameter tab: The part.
    /// - Throws: ``InvocationError``.
    public func setMainProfileTab(_ tab: TL.ProfileTab) async throws(InvocationError) {
        _ = try await core.invoke(TL.account.SetMainProfileTab(tab: tab))
    }

    private static func peerColor(_ color: Int?, _ emojiID: Int64?) -> TL.PeerColor? {
        guard color != nil || emojiID != nil else { return nil }
        return .peerColor(.init(color: color.map { Int32(clamping: $0) }, backgroundEmojiID: emojiID))
    }
}

/// A day of birth, with or without the year.
public struct Birthday: Hashable, Sendable {
    /// The day of the month, 1 to 31.
    public var day: Int
    /// The month, 1 to 12.
    public var month: Int
    /// The year; `nil` if the person does not say it.
    public var year: Int?

    /// Creates a birthday.
    ///
    /// - Parameters:
    ///   - day: The day of the month, 1 to 31.
    ///   - month: The month, 1 to 12.
    ///   - year: The year, if the person says it.
    public init(day: Int, month: Int, year: Int? = nil) {
        (self.day, self.month, self.year) = (day, month, year)
    }

    var tl: TL.Birthday {
        TL.Birthday(day: Int32(clamping: day), month: Int32(clamping: month), year: year.map { Int32(clamping: $0) })
    }
}

extension TL.account.EmojiStatuses {
    fileprivate var list: [TL.EmojiStatus] {
        if case .emojiStatuses(let statuses) = self { statuses.statuses } else { [] }
    }
}

extension String {
    /// A public name as calls write it.
    var withoutAt: String {
        let name = trimmed
        return name.hasPrefix("@") ? String(name.dropFirst()) : name
    }
}

extension ClientCore {
    /// Takes note of the account as it is now.
    func own(_ user: TL.User, method: String) async throws(InvocationError) -> User {
        guard let own = User(user, context([user])) else { throw .invalidResponse(method: method, nil) }
        await signedIn(own.raw)
        return own
    }
}
