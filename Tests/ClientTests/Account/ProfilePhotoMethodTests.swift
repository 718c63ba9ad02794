// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes
import Foundation
import XCTest

@testable import Ferogram

final class ProfilePhotoMethodTests: XCTestCase {
    private static let hello = Array("hello".utf8)
    private static let part = TL.upload.SaveFilePart(fileID: 1, filePart: 0, bytes: hello)
    private static let file = TL.InputFile.inputFile(
        .init(id: 1, parts: 1, name: "a.jpg", md5Checksum: "5d41402abc4b2a76b9719d911017c592"))
    private static let known = TL.InputPhoto.inputPhoto(.init(id: 9, accessHash: 99, fileReference: [1]))
    private static let photo = TL.Photo.photo(
        .init(id: 9, accessHash: 99, fileReference: [1], date: 1, sizes: [], dcID: 2))
    private static let answer = TL.photos.Photo(photo: photo, users: [])
    private static let sound = TL.Document.document(
        .init(
            id: 8, accessHash: 88, fileReference: [1], date: 1, mimeType: "audio/mpeg", size: 5, dcID: 2,
            attributes: []))

    static let cases = [
        MethodCase(
            "setProfilePhoto",
            { client in
                let photo = try await client.setProfilePhoto(.data(hello, name: "a.jpg"))
                XCTAssertEqual(photo.id, 9)
            }, sends: [part, TL.photos.UploadProfilePhoto(file: file)], answers: [true, answer]),
        MethodCase(
            "setProfilePhoto, for those who may not see the others",
            { _ = try await $0.setProfilePhoto(.data(hello, name: "a.jpg"), isFallback: true) },
            sends: [part, TL.photos.UploadProfilePhoto(fallback: true, file: file)], answers: [true, answer]),
        MethodCase(
            "setProfilePhoto, one of before", { _ = try await $0.setProfilePhoto(InputFile(.photo(known))) },
            sends: [TL.photos.UpdateProfilePhoto(id: known)], answers: [answer]),
        MethodCase(
            "setProfilePhoto, of a bot",
            { _ = try await $0.setProfilePhoto(.data(hello, name: "a.jpg"), of: .user(6)) },
            sends: [part, TL.photos.UploadProfilePhoto(bot: Sample.inputBotUser, file: file)], answers: [true, answer]),
        MethodCase(
            "setProfilePhoto, an emoji", { _ = try await $0.setProfilePhoto(emojiID: 7, colors: [0xFF0000, 0xFF]) },
            sends: [
                TL.photos.UploadProfilePhoto(
                    videoEmojiMarkup: .emojiMarkup(.init(emojiID: 7, backgroundColors: [0xFF0000, 0xFF])))
            ], answers: [answer]),
        MethodCase(
            "setProfilePhoto, an emoji without a colour", { _ = try await $0.setProfilePhoto(emojiID: 7, colors: []) },
            fails: { $0.isInvalidArgument }),
        MethodCase(
            "setProfileVideo",
            { _ = try await $0.setProfileVideo(.data(hello, name: "a.jpg"), startingAt: .milliseconds(1_500)) },
            sends: [part, TL.photos.UploadProfilePhoto(video: file, videoStartTs: 1.5)], answers: [true, answer]),
        MethodCase(
            "removeProfilePhoto", { try await $0.removeProfilePhoto() },
            sends: [TL.photos.UpdateProfilePhoto(id: .empty)],
            answers: [TL.photos.Photo(photo: .empty(.init(id: 0)), users: [])]),
        MethodCase(
            "profilePhotos",
            { client in
                let photos = try await client.profilePhotos(of: Sample.user).first(1)
                XCTAssertEqual(photos.map(\.id), [9])
                guard case .userPhoto(9, Sample.user)? = photos.first?.origin else { return XCTFail("its origin") }
            }, sends: [TL.photos.GetUserPhotos(userID: Sample.inputUserUser, offset: 0, maxID: 0, limit: 1)],
            answers: [TL.photos.Photos.slice(.init(count: 3, photos: [photo], users: []))]),
        MethodCase(
            "deleteProfilePhotos",
            { client in
                let gone = try await client.deleteProfilePhotos([Photo(photo, nil)].compactMap { $0 })
                XCTAssertEqual(gone, [9])
            }, sends: [TL.photos.DeletePhotos(id: [known])], answers: [[Int64(9)]]),
        MethodCase("deleteProfilePhotos, none", { _ = try await $0.deleteProfilePhotos([]) }, sends: [], answers: []),
        MethodCase(
            "setContactPhoto", { try await $0.setContactPhoto(.data(hello, name: "a.jpg"), of: Sample.user) },
            sends: [
                part, TL.photos.UploadContactProfilePhoto(save: true, userID: Sample.inputUserUser, file: file),
            ], answers: [true, answer]),
        MethodCase(
            "setContactPhoto, a suggestion",
            { try await $0.setContactPhoto(.data(hello, name: "a.jpg"), of: Sample.user, isSuggestion: true) },
            sends: [
                part, TL.photos.UploadContactProfilePhoto(suggest: true, userID: Sample.inputUserUser, file: file),
            ], answers: [true, answer]),
        MethodCase(
            "setContactPhoto, none", { try await $0.setContactPhoto(nil, of: Sample.user) },
            sends: [TL.photos.UploadContactProfilePhoto(save: true, userID: Sample.inputUserUser)], answers: [answer]),
        MethodCase(
            "setContactPhoto, a suggestion of nothing",
            { try await $0.setContactPhoto(nil, of: Sample.user, isSuggestion: true) }, fails: { $0.isInvalidArgument }),
        MethodCase(
            "uploadNotificationSound",
            { _ = try await $0.uploadNotificationSound(.data(hello, name: "a.jpg").withMIMEType("audio/mpeg")) },
            sends: [part, TL.account.UploadRingtone(file: file, fileName: "a.jpg", mimeType: "audio/mpeg")],
            answers: [true, sound]),
        MethodCase(
            "setNotificationSound",
            { client in
                guard case .document(let raw) = sound else { return }
                try await client.setNotificationSound(Document(raw: raw, origin: nil), isSaved: false)
            },
            sends: [
                TL.account.SaveRingtone(
                    id: .inputDocument(.init(id: 8, accessHash: 88, fileReference: [1])), unsave: true)
            ], answers: [TL.account.SavedRingtone.savedRingtone]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
