// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// What privacy rules are about.
@nonexhaustive
public enum PrivacyKey: Hashable, Sendable, CaseIterable {
    /// Who sees when the account was online last.
    case lastSeen
    /// Who can add the account to groups and channels.
    case invitations
    /// Who can call.
    case calls
    /// Whose calls go directly from device to device, which shows the address of either to the other.
    case peerToPeerCalls
    /// Whose forwards of the account's messages link to it.
    case forwards
    /// Who sees the profile photos.
    case profilePhoto
    /// Who sees the phone number.
    case phoneNumber
    /// Who finds the account by its phone number.
    case foundByPhone
    /// Who can send voice and video messages.
    case voiceMessages
    /// Who sees the bio.
    case bio
    /// Who sees the birthday.
    case birthday
    /// Whose gifts are shown in the profile without asking.
    case gifts
    /// Who writes without paying, where messages are paid for.
    case freeMessages
    /// Who sees the music of the profile.
    case savedMusic

    var tl: TL.InputPrivacyKey {
        switch self {
        case .lastSeen: .statusTimestamp
        case .invitations: .chatInvite
        case .calls: .phoneCall
        case .peerToPeerCalls: .phoneP2P
        case .forwards: .forwards
        case .profilePhoto: .profilePhoto
        case .phoneNumber: .phoneNumber
        case .foundByPhone: .addedByPhone
        case .voiceMessages: .voiceMessages
        case .bio: .about
        case .birthday: .birthday
        case .gifts: .starGiftsAutoSave
        case .freeMessages: .noPaidMessages
        case .savedMusic: .savedMusic
        }
    }
}
