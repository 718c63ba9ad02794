// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// An account as another one sees it.
    func user(_ account: Account, for viewer: Int64) -> TL.User {
        let isSelf = account.id == viewer
        let contact = contacts.contact(account.id, of: viewer)
        return .user(
            TL.User.User(
    }

    /// The profile photo, as users have it.
    private func profilePhoto(of account: Int64) -> TL.UserProfilePhoto? {
        guard let id = profilePhotos[account]?.first, let file = media.files[id] else { return nil }
        return .userProfilePhoto(.init(photoID: id, dcID: Int32(clamping: file.dataCenter)))
