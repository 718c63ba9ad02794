// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Photos and files; nobody has any yet.
    mutating func addMedia() {
        on(TL.photos.GetUserPhotos.self) { request, caller, world in
            let person = try world.member(request.userID, for: caller.account)
            return .photos(.init(photos: [], users: [world.user(person, for: caller.id)]))
        }
        on(TL.messages.GetSavedGifs.self, .person) { _, _, _ in .savedGifs(.init(hash: 0, gifs: [])) }
    }
}
