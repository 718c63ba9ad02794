// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import Foundation

/// Rows about files and other attachments; `.ci/parity/media.py` has the same ones.
var mediaOperations: [Operation] { fileOperations + otherFileOperations + albumOperations + otherMediaOperations }

private let bot = "@echo_bot"

/// The beginning of a PNG picture of 640 × 480 pixels, which is what programs look at.
private let picture: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
    + [0, 0, 2, 0x80, 0, 0, 1, 0xE0, 8, 6, 0, 0, 0, 0, 0, 0, 0]
/// The beginning of a GIF picture of 32 × 16 pixels.
private let moving: [UInt8] = Array("GIF89a".utf8) + [32, 0, 16, 0, 0, 0, 0]
private let anything = [UInt8](repeating: 7, count: 1_000)

private func send(_ attachment: FileAttachment, _ stage: Stage, caption: String = "") async throws {
    _ = try await stage.client.sendMessage(to: bot, .attachment(attachment, caption: caption))
}

private func video(_ form: FileAttachment.Form, name: String = "film.mp4") -> FileAttachment {
    var attachment = FileAttachment(.data(anything, name: name), as: form)
    (attachment.width, attachment.height, attachment.duration) = (320, 240, .seconds(5))
    return attachment
}

private var photo: FileAttachment { .photo(.data(picture, name: "cat.png")) }

private var fileOperations: [Operation] {
    [
        ("photo", { try await send(photo, $0) }),
        (
            "photoWithCaption",
            { _ = try await $0.client.sendPhoto(to: bot, .data(picture, name: "cat.png"), caption: "a cat") }
        ),
        (
            "photoWithFormattedCaption",
            {
                _ = try await $0.client.sendPhoto(
                    to: bot, .data(picture, name: "cat.png"), caption: FormattedText(markdown: "a **cat**"))
            }
        ),
        ("coveredPhoto", { try await send(photo.spoiler(), $0) }),
        ("photoThatGoesAway", { try await send(photo.timeToLive(.seconds(10)), $0) }),
        ("photoAsFile", { try await send(.document(.data(picture, name: "cat.png")), $0) }),
        ("file", { _ = try await $0.client.sendDocument(to: bot, .data(Array("hello".utf8), name: "notes.txt")) }),
        ("fileOfAnyKind", { _ = try await $0.client.sendFile(to: bot, .data(anything, name: "a.bin")) }),
        (
            "fileWithPreview",
            {
                let file = FileAttachment.document(.data(anything, name: "a.bin"))
                try await send(file.thumbnail(.data(picture, name: "small.png")), $0)
            }
        ),
        ("video", { try await send(video(.video), $0) }),
        ("coveredVideo", { try await send(video(.video).spoiler(), $0) }),
        (
            "videoFromATime",
            {
                var film = video(.video)
                film.startTime = .seconds(2)
                try await send(film, $0)
            }
        ),
        ("roundVideo", { try await send(video(.videoNote), $0) }),
        ("silentAnimation", { try await send(video(.animation), $0) }),
        ("gif", { try await send(.animation(.data(moving, name: "a.gif")), $0) }),
    ]
}

private var otherFileOperations: [Operation] {
    [
        (
            "music",
            {
                var song = FileAttachment.audio(.data(anything, name: "song.mp3"))
                (song.title, song.performer, song.duration) = ("Song", "Somebody", .seconds(60))
                try await send(song, $0)
            }
        ),
        (
            "voice",
            {
                var voice = FileAttachment.voice(.data(anything, name: "voice.ogg"))
                (voice.duration, voice.waveform) = (.seconds(3), Waveform([0, 31, 15, 7, 1, 2, 3, 4]))
                try await send(voice, $0)
            }
        ),
        (
            "sticker",
            {
                var sticker = FileAttachment.sticker(.data(anything, name: "s.webp"))
                (sticker.width, sticker.height, sticker.emoji) = (512, 512, "🐈")
                try await send(sticker, $0)
            }
        ),
        (
            "livePhoto",
            { try await send(photo.livePhoto(.data(anything, name: "cat.mp4")), $0) }
        ),
        ("uploadedPhoto", { _ = try await $0.client.uploadMedia(photo, for: bot) }),
        (
            "photoThatIsThere",
            { _ = try await $0.client.sendPhoto(to: bot, try await $0.client.uploadMedia(photo, for: bot)) }
        ),
        (
            "fileThatIsThere",
            {
                let file = try await $0.client.uploadMedia(.document(.data(anything, name: "a.bin")), for: bot)
                _ = try await $0.client.sendDocument(to: bot, file)
            }
        ),
        (
            "photoInPlaceOfAnother",
            {
                let message = try await $0.client.sendMessage(to: bot, .attachment(photo))
                _ = try await message.edit(.attachment(.photo(.data(picture, name: "dog.png")), caption: "a dog"))
            }
        ),
    ]
}

private var albumOperations: [Operation] {
    [
        (
            "albumOfPhotos",
            {
                let items = [AlbumItem(photo, caption: "one"), AlbumItem(photo)]
                _ = try await $0.client.sendAlbum(to: bot, items)
            }
        ),
        (
            "albumOfPhotosAndVideos",
            { _ = try await $0.client.sendAlbum(to: bot, [AlbumItem(photo), AlbumItem(video(.video))]) }
        ),
        (
            "albumOfFiles",
            {
                let items = ["a.bin", "b.bin"].map { AlbumItem(.document(.data(anything, name: $0))) }
                _ = try await $0.client.sendAlbum(to: bot, items)
            }
        ),
    ]
}

private var otherMediaOperations: [Operation] {
    let place = InputLocation(latitude: 52.5, longitude: 13.25, accuracy: 20)
    return [
        ("dice", { _ = try await $0.client.sendDice(.dice, to: bot) }),
        ("darts", { _ = try await $0.client.sendDice(.darts, to: bot) }),
        (
            "contact",
            {
                let contact = InputContact(phoneNumber: "+15551234567", firstName: "Zoe", lastName: "Zed")
                _ = try await $0.client.sendMessage(to: bot, .contact(contact))
            }
        ),
        ("location", { _ = try await $0.client.sendMessage(to: bot, .location(place)) }),
        (
            "liveLocation",
            {
                let location = InputLiveLocation(place, period: .seconds(900), heading: 90, proximityRadius: 100)
                _ = try await $0.client.sendMessage(to: bot, .liveLocation(location))
            }
        ),
        (
            "venue",
            {
                let venue = InputVenue(
                    place, title: "Zoo", address: "Street 1", provider: "foursquare", id: "1", type: "zoo/default")
                _ = try await $0.client.sendMessage(to: bot, .venue(venue))
            }
        ),
        (
            "checklist",
            {
                let list = InputChecklist("To do", items: [.init(id: 1, "eat"), .init(id: 2, "sleep")])
                _ = try await $0.client.sendMessage(to: bot, .checklist(list))
            }
        ),
        (
            "poll",
            { _ = try await $0.client.sendPoll(InputPoll("Tea or coffee?", answers: ["tea", "coffee"]), to: "me") }
        ),
        (
            "pollOfManyAnswers",
            {
                var poll = InputPoll("Which?", answers: ["a", "b", "c"])
                (poll.isPublic, poll.allowsSeveralAnswers) = (true, true)
                _ = try await $0.client.sendPoll(poll, to: "me")
            }
        ),
        (
            "quiz",
            {
                let quiz = InputPoll(quiz: "2 + 2?", answers: ["3", "4"], correct: 1, explanation: "count")
                _ = try await $0.client.sendPoll(quiz, to: "me")
            }
        ),
        (
            "vote",
            {
                let message = try await $0.client.sendPoll(InputPoll("Yes?", answers: ["yes", "no"]), to: "me")
                _ = try await $0.client.vote(options: [[0]], inMessage: message.id, of: "me")
            }
        ),
    ]
}
