// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// What the accounts have together: mail that was sent, and codes of other devices.
struct AccountState: Sendable {
    /// The letters that were sent, the oldest first.
    var mail: [LocalMail] = []
    /// The codes that devices show to be scanned.
    var loginTokens: [[UInt8]: LoginToken] = [:]

    /// What logging out gave for later, with whose it is.
    var futureAuthTokens: [[UInt8]: Int64] = [:]

    /// How many letters are kept.
    private static let mostMail = 1_000
    /// How many codes are kept.
    private static let mostTokens = 1_000

    struct LoginToken: Sendable {
        /// The permanent key of the device that shows the code.
        let owner: Int64
        let expires: Int64
        /// Who has scanned it.
        var account: Int64?
    }

    mutating func send(_ letter: LocalMail) {
        mail.append(letter)
        if mail.count > Self.mostMail { mail.removeFirst() }
    }

    mutating func add(_ token: LoginToken, _ bytes: [UInt8], now: Int64) {
        loginTokens = loginTokens.filter { $0.value.expires > now }
        guard loginTokens.count < Self.mostTokens else { return }
        loginTokens[bytes] = token
    }
}

/// What a person has set, as far as it is more than a name.
struct AccountSettings: Sendable {
    /// A change of the password that waits until its e-mail address is confirmed.
    struct PendingEmail: Sendable {
        let email: String
        let code: String
        var password: TwoStepPassword?
    }

    var birthday: TL.Birthday?
    var emojiStatus: TL.EmojiStatus?
    var recentEmojiStatuses: [TL.EmojiStatus] = []
    var color: TL.PeerColor?
    var profileColor: TL.PeerColor?
    var personalChannel: Int64?
    var mainTab: TL.ProfileTab?
    var recoveryEmail: String?
    var pendingEmail: PendingEmail?
    /// What replaces the password, by e-mail.
    var recoveryCode: String?
    /// When the password is going to be removed.
    var passwordReset: Int64?
    var privacy: [PrivacyName: [TL.PrivacyRule]] = [:]
    var globalPrivacy = TL.GlobalPrivacySettings()
    var notifications: [NotifyKey: TL.PeerNotifySettings] = [:]
    var reactionNotifications = TL.ReactionsNotifySettings(
        messagesNotifyFrom: .all, storiesNotifyFrom: .all, sound: .default, showPreviews: true)
    var isSilentAboutContacts = false
    var showsSensitiveContent = false
    var lifetimeDays: Int32 = 548
    var sessionLifetimeDays: Int32 = 183
    var takeout: Int64?
    /// Saved sounds for notifications, the oldest first.
    var sounds: [Int64] = []
    /// Songs in the profile, the first one first.
    var music: [Int64] = []
    /// The tokens of devices that get push messages.
    var devices: Set<String> = []

    /// What privacy rules are about, by the id of the key.
    struct PrivacyName: Hashable, Sendable {
        private let bytes: [UInt8]

        init(_ key: TL.InputPrivacyKey) {
            bytes = (try? key.encoded()) ?? []
        }
    }

    /// What notification settings are kept for.
    enum NotifyKey: Hashable, Sendable {
        case users, groups, channels
        case peer(Int64)
        case topic(Int32, Int64)
    }
}

/// A letter that the server sent.
public struct LocalMail: Hashable, Sendable {
    /// To which address.
    public let address: String
    /// The code in it.
    public let code: String
}
