// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Photos of accounts; see core.telegram.org/api/files#uploading-profile-or-chat-pictures.
    mutating func addProfilePhotos() {
        on(TL.photos.UploadProfilePhoto.self) { request, caller, world in
            guard let file = request.file else { throw Engine.notImplemented }
            let owner = try world.photoOwner(request.bot, caller.account)
            let content = try world.uploaded(file, of: caller.id).content
            let id = try world.addPhoto(content, dataCenter: caller.dataCenter)
            if request.fallback {
                world.profilePhotos.setFallback(id, of: owner.id)
            } else {
                world.profilePhotos.set(id, of: owner.id)
            }
            return .init(photo: world.photo(id, for: caller.id), users: world.users([owner.id], for: caller.id))
        }
        on(TL.photos.UpdateProfilePhoto.self) { request, caller, world in
            let owner = try world.photoOwner(request.bot, caller.account)
            var id: Int64 = 0
            if case .inputPhoto = request.id { id = try world.photo(request.id, caller.account).id }
            switch (request.fallback, id) {
            case (true, 0): world.profilePhotos.setFallback(nil, of: owner.id)
            case (true, _): world.profilePhotos.setFallback(id, of: owner.id)
            case (false, 0):
                // The one before it is shown then.
                if let first = world.profilePhotos[owner.id].first {
                    _ = world.profilePhotos.remove(first, of: owner.id)
                }
            case (false, _):
                guard world.profilePhotos.has(id, of: owner.id) else { throw RPCFailure.bad(.photoIDInvalid) }
                world.profilePhotos.set(id, of: owner.id)
            }
            return .init(photo: world.photo(id, for: caller.id), users: world.users([owner.id], for: caller.id))
        }
        on(TL.photos.UploadContactProfilePhoto.self, .person) { request, caller, world in
            let contact = try world.member(request.userID, for: caller.account)
            guard request.video == nil, request.videoEmojiMarkup == nil else { throw Engine.notImplemented }
            guard world.contacts.isContact(contact.id, of: caller.id) else { throw RPCFailure.bad(.contactMissing) }
            var id: Int64?
            if let file = request.file {
                let content = try world.uploaded(file, of: caller.id).content
                id = try world.addPhoto(content, dataCenter: caller.dataCenter)
            }
            if !request.suggest { world.profilePhotos.setPersonal(id, of: contact.id, for: caller.id) }
            return .init(photo: world.photo(id ?? 0, for: caller.id), users: world.users([contact.id], for: caller.id))
        }
        on(TL.photos.GetUserPhotos.self) { request, caller, world in
            let person = try world.member(request.userID, for: caller.account)
            // Who may not see them sees what there is for others.
            var ids =
                world.allows(caller.id, .profilePhoto, of: person)
                ? world.profilePhotos[person.id] : [world.profilePhotos.fallback(of: person.id)].compactMap { $0 }
            let total = ids.count
            if request.maxID != 0 {
                let start = ids.firstIndex(of: request.maxID) ?? ids.count
                ids = Array(ids[min(ids.count, max(0, start + Int(request.offset) + 1))...])
            } else {
                ids = Array(ids.dropFirst(max(0, Int(request.offset))))
            }
            let limit = request.limit > 0 ? min(100, Int(request.limit)) : 100
            let photos = ids.prefix(limit).map { world.photo($0, for: caller.id) }
            let users = [world.user(person, for: caller.id)]
            return photos.count == total
                ? .photos(.init(photos: photos, users: users))
                : .slice(.init(count: Int32(clamping: total), photos: photos, users: users))
        }
        on(TL.photos.DeletePhotos.self, .person) { request, caller, world in
            var deleted: [Int64] = []
            for case .inputPhoto(let photo) in request.id
            where world.profilePhotos.remove(photo.id, of: caller.id) {
                deleted.append(photo.id)
            }
            return deleted
        }
        addSounds()
    }

    private mutating func addSounds() {
        on(TL.account.GetSavedRingtones.self, .person) { _, caller, world in
            let sounds = caller.account.settings.sounds.map { world.document($0, for: caller.id) }
            return .savedRingtones(.init(hash: 0, ringtones: sounds))
        }
        on(TL.account.UploadRingtone.self, .person) { request, caller, world in
            guard request.mimeType.hasPrefix("audio/") else { throw RPCFailure.bad(.ringtoneMimeInvalid) }
            let content = try world.uploaded(request.file, of: caller.id).content
            guard content.size <= Self.soundSize else { throw RPCFailure.bad(.ringtoneInvalid) }
            let attributes: [TL.DocumentAttribute] = [
                .audio(.init(duration: 1)), .filename(.init(fileName: request.fileName)),
            ]
            let id = world.addDocument(
                content, attributes, mimeType: request.mimeType, dataCenter: caller.dataCenter)
            try world.setSound(id, isSaved: true, of: caller)
            return world.document(id, for: caller.id)
        }
        on(TL.account.SaveRingtone.self, .person) { request, caller, world in
            let id = try world.document(request.id, caller.account).id
            try world.setSound(id, isSaved: !request.unsave, of: caller)
            return .savedRingtone
        }
    }

    /// How many bytes a sound may have, `ringtone_size_max` of core.telegram.org/api/config.
    private static let soundSize = 307_200
}

extension World {
    /// How many sounds may be saved, `ringtone_saved_count_max` of core.telegram.org/api/config.
    private static let mostSounds = 100

    fileprivate mutating func setSound(_ id: Int64, isSaved: Bool, of caller: Caller) throws(RPCFailure) {
        let known = self[caller.id]?.settings.sounds ?? []
        guard !isSaved || known.contains(id) || known.count < Self.mostSounds else {
            throw .bad(.ringtoneInvalid)
        }
        update(caller.id) { account in
            account.settings.sounds.removeAll { $0 == id }
            if isSaved { account.settings.sounds.append(id) }
        }
        tell(.savedRingtones, naming: [], to: caller)
    }
}
