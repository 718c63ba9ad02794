// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes

extension World {
    // MARK: References

    /// The reference of a file as an account is given it.
    func reference(of file: Int64, for viewer: Int64) -> [UInt8] {
        let mixed = SeededRandomness.mix(
            UInt64(bitPattern: accessHash(of: file, for: viewer)) ^ UInt64(UInt32(bitPattern: media.generation)))
        var bytes: [UInt8] = [1]
        withUnsafeBytes(of: media.generation.bigEndian) { bytes += $0 }
        withUnsafeBytes(of: mixed) { bytes += $0 }
        return bytes
    }

    /// Finds a file by what an account knows of it.
    func file(
        _ id: Int64, _ hash: Int64, _ reference: [UInt8], for viewer: Account
    ) throws(RPCFailure) -> StoredFile {
        guard let file = media.files[id], hash == accessHash(of: id, for: viewer.id) else {
            throw .bad(.fileIDInvalid)
        }
        // Bots may leave the reference out for files that they have seen.
        if reference.isEmpty {
            guard viewer.isBot else { throw .bad(.fileReferenceEmpty) }
        } else if reference != self.reference(of: id, for: viewer.id) {
            throw .bad(reference.count == 13 ? .fileReferenceExpired : .fileReferenceInvalid)
        }
        return file
    }

    // MARK: Uploads

    mutating func savePart(
        _ fileID: Int64, _ index: Int32, total: Int32?, _ bytes: [UInt8], of account: Int64
    ) throws(RPCFailure) {
        guard (0..<8_000).contains(index) else { throw .bad(.filePartInvalid) }
        let key = MediaState.UploadKey(account: account, fileID: fileID)
        let isBig = total != nil
        let now = now
        let isKnown = media.uploads[key].map { $0.isBig == isBig && now - $0.touched <= MediaState.partLife } ?? false
        if !isKnown {
            media.makeRoomForUpload(now: now)
            guard media.uploads.count < MediaState.mostUploads else { throw RPCFailure(500, .storageFailed) }
            media.uploads[key] = PendingUpload(isBig: isBig, now: now)
        }
        guard let place = media.uploads.index(forKey: key) else { return }
        try media.uploads.values[place].save(index, total: total, bytes, now: now)
    }

    /// The file that a client has uploaded.
    mutating func uploaded(
        _ file: TL.InputFile, of account: Int64
    ) throws(RPCFailure) -> (content: FileContent, name: String) {
        let (id, parts, name, checksum, isBig): (Int64, Int32, String, String, Bool)
        switch file {
        case .inputFile(let file):
            (id, parts, name, checksum, isBig) = (file.id, file.parts, file.name, file.md5Checksum, false)
        case .big(let file): (id, parts, name, checksum, isBig) = (file.id, file.parts, file.name, "", true)
        case .storyDocument: throw .bad(.fileIDInvalid)
        }
        let key = MediaState.UploadKey(account: account, fileID: id)
        guard parts > 0 else { throw .bad(.filePartsInvalid) }
        guard let place = media.uploads.index(forKey: key),
            now - media.uploads.values[place].touched <= MediaState.partLife
        else { throw .bad(TLErrorName(rawValue: "FILE_PART_0_MISSING")) }
        guard media.uploads.values[place].isBig == isBig else { throw .bad(.filePartsInvalid) }
        return (try media.uploads.values[place].assemble(count: parts, checksum: checksum), name)
    }

    // MARK: Files

    mutating func addPhoto(_ content: FileContent, dataCenter: Int) throws(RPCFailure) -> Int64 {
        guard content.size <= 10 << 20 else { throw .bad(.photoSaveFileInvalid) }
        guard let (width, height) = PictureSize.read(content) else { throw .bad(.imageProcessFailed) }
        guard width + height <= 10_000, max(width, height) <= 20 * min(width, height) else {
            throw .bad(.photoInvalidDimensions)
        }
        return add(.photo, content, dataCenter: dataCenter, width: width, height: height)
    }

    mutating func addDocument(
        _ content: FileContent, _ attributes: [TL.DocumentAttribute], mimeType: String, dataCenter: Int,
        thumbnail: FileContent? = nil
    ) -> Int64 {
        let size = thumbnail.flatMap(PictureSize.read)
        return add(
            .document(attributes: attributes, mimeType: mimeType), content, dataCenter: dataCenter,
            width: size?.width ?? 0, height: size?.height ?? 0, thumbnail: thumbnail)
    }

    private mutating func add(
        _ kind: StoredFile.Kind, _ content: FileContent, dataCenter: Int, width: Int32, height: Int32,
        thumbnail: FileContent? = nil
    ) -> Int64 {
        media.lastFileID += 1
        media.files[media.lastFileID] = StoredFile(
            id: media.lastFileID, kind: kind, dataCenter: dataCenter, date: date, content: content, width: width,
            height: height, thumbnail: thumbnail)
        return media.lastFileID
    }

    // MARK: As others see them

    /// The boxes that sizes of photos fit in, with their letters; see core.telegram.org/api/files.
    private static let boxes: [(String, Int32)] = [("m", 320), ("x", 800), ("y", 1_280), ("w", 2_560)]

    func photo(_ id: Int64, for viewer: Int64) -> TL.Photo {
        guard let file = media.files[id] else { return .empty(.init(id: id)) }
        // The picture is not made smaller here: each size has all the bytes, the largest its true measures.
        var sizes: [TL.PhotoSize] = []
        for (letter, box) in Self.boxes {
            let larger = max(file.width, file.height)
            let isLast = larger <= box || letter == "w"
            let scale = isLast ? 1 : Double(box) / Double(max(1, larger))
            sizes.append(
                .photoSize(
                    .init(
                        type: letter, w: Int32(Double(file.width) * scale), h: Int32(Double(file.height) * scale),
                        size: Int32(clamping: file.content.size))))
            if isLast { break }
        }
        return .photo(
            .init(
                hasStickers: stickers.attached[id] != nil, id: id, accessHash: accessHash(of: id, for: viewer),
                fileReference: reference(of: id, for: viewer), date: file.date, sizes: sizes,
                dcID: Int32(clamping: file.dataCenter)))
    }

    func document(_ id: Int64, for viewer: Int64) -> TL.Document {
        guard let file = media.files[id], case .document(let attributes, let mimeType) = file.kind else {
            return .empty(.init(id: id))
        }
        var thumbs: [TL.PhotoSize]?
        if let thumbnail = file.thumbnail {
            thumbs = [
                .photoSize(.init(type: "m", w: file.width, h: file.height, size: Int32(clamping: thumbnail.size)))
            ]
        }
        return .document(
            .init(
                id: id, accessHash: accessHash(of: id, for: viewer), fileReference: reference(of: id, for: viewer),
                date: file.date, mimeType: mimeType, size: file.content.size, thumbs: thumbs,
                dcID: Int32(clamping: file.dataCenter), attributes: shown(attributes, of: id, for: viewer)))
    }

    /// What a message has attached, as an account sees it.
    func render(_ stored: StoredMedia, for viewer: Int64) -> TL.MessageMedia {
        switch stored {
        case .photo(let id, let isSpoiler, let time):
            let video = media.livePhotos[id].map { document($0, for: viewer) }
            return .photo(
                .init(
                    spoiler: isSpoiler, livePhoto: video != nil, photo: photo(id, for: viewer), ttlSeconds: time,
                    video: video))
        case .document(let id, let isSpoiler, let time, let cover, let timestamp):
            var (isVideo, isRound, isVoice) = (false, false, false)
            if case .document(let attributes, _)? = media.files[id]?.kind {
                for attribute in attributes {
                    switch attribute {
                    case .video(let video): (isVideo, isRound) = (!video.roundMessage, video.roundMessage)
                    case .audio(let audio): isVoice = audio.voice
                    default: break
                    }
                }
            }
            return .document(
                .init(
                    spoiler: isSpoiler, video: isVideo, round: isRound, voice: isVoice,
                    document: document(id, for: viewer), videoCover: cover.map { photo($0, for: viewer) },
                    videoTimestamp: timestamp, ttlSeconds: time))
        case .poll(let id):
            guard let poll = polls[id] else { return .empty }
            return .poll(
                .init(
                    poll: shown(poll, for: viewer), results: results(of: poll, for: viewer),
                    attachedMedia: poll.media.map { render($0, for: viewer) }))
        case .checklist(let id): return checklists[id]?.media ?? .empty
        case .paid(let id):
            return .paidMedia(
                .init(starsAmount: bots.payments.media[id]?.stars ?? 0, extendedMedia: shownPaid(id, for: viewer)))
        case .plain(let media): return media
        }
    }

    // MARK: What clients send

    /// What a client wants to send, put where all can have it.
    mutating func store(_ input: TL.InputMedia, of account: Account) throws(RPCFailure) -> StoredMedia {
        switch input {
        case .uploadedPhoto(let photo):
            let (content, _) = try uploaded(photo.file, of: account.id)
            let id = try addPhoto(content, dataCenter: account.dataCenter)
            if let attached = photo.stickers {
                stickers.attached[id] = try attached.map { input throws(RPCFailure) in try document(input, account).id }
            }
            if let video = photo.video { media.livePhotos[id] = try document(video, account).id }
            return .photo(id, isSpoiler: photo.spoiler, timeToLive: photo.ttlSeconds)
        case .uploadedDocument(let document):
            let (content, name) = try uploaded(document.file, of: account.id)
            var thumbnail: FileContent?
            if let thumb = document.thumb { thumbnail = try uploaded(thumb, of: account.id).content }
            var attributes = document.attributes
            let hasName = attributes.contains { if case .filename = $0 { true } else { false } }
            if !hasName, !name.isEmpty { attributes.append(.filename(.init(fileName: name))) }
            // Such pictures move, unless they are meant as files.
            let isAnimated = attributes.contains { if case .animated = $0 { true } else { false } }
            if document.mimeType == "image/gif", !document.forceFile, !isAnimated { attributes.append(.animated) }
            let id = addDocument(
                content, attributes, mimeType: document.mimeType, dataCenter: account.dataCenter,
                thumbnail: thumbnail)
            return .document(
                id, isSpoiler: document.spoiler, timeToLive: document.ttlSeconds,
                cover: try cover(document.videoCover, account), timestamp: document.videoTimestamp)
        case .photo(let photo):
            let file = try self.photo(photo.id, account)
            if let video = photo.video { media.livePhotos[file.id] = try document(video, account).id }
            return .photo(file.id, isSpoiler: photo.spoiler, timeToLive: photo.ttlSeconds)
        case .document(let document):
            let file = try self.document(document.id, account)
            return .document(
                file.id, isSpoiler: document.spoiler, timeToLive: document.ttlSeconds,
                cover: try cover(document.videoCover, account), timestamp: document.videoTimestamp)
        case .photoExternal(let photo):
            let found = try web(photo.url)
            let id = try addPhoto(found.content, dataCenter: account.dataCenter)
            return .photo(id, isSpoiler: photo.spoiler, timeToLive: photo.ttlSeconds)
        case .documentExternal(let document):
            let found = try web(document.url)
            let name = document.url.split(separator: "/").last.map(String.init) ?? "file"
            let id = addDocument(
                found.content, [.filename(.init(fileName: name))], mimeType: found.mimeType,
                dataCenter: account.dataCenter)
            return .document(
                id, isSpoiler: document.spoiler, timeToLive: document.ttlSeconds, cover: nil,
                timestamp: document.videoTimestamp)
        case .webPage(let page): return .plain(try preview(page))
        case .poll(let poll): return .poll(try addPoll(poll, of: account))
        case .todo(let list): return .checklist(try addChecklist(list.todo, of: account.id))
        case .paidMedia(let paid): return try storePaid(paid, of: account)
        default:
            return .plain(try plain(input, of: account))
        }
    }

    func photo(_ photo: TL.InputPhoto, _ account: Account) throws(RPCFailure) -> StoredFile {
        guard case .inputPhoto(let photo) = photo else { throw .bad(.photoIDInvalid) }
        let file = try file(photo.id, photo.accessHash, photo.fileReference, for: account)
        guard case .photo = file.kind else { throw .bad(.photoIDInvalid) }
        return file
    }

    func document(_ document: TL.InputDocument, _ account: Account) throws(RPCFailure) -> StoredFile {
        guard case .inputDocument(let document) = document else { throw .bad(.documentInvalid) }
        let file = try file(document.id, document.accessHash, document.fileReference, for: account)
        guard case .document = file.kind else { throw .bad(.documentInvalid) }
        return file
    }

    private func cover(_ photo: TL.InputPhoto?, _ account: Account) throws(RPCFailure) -> Int64? {
        guard let photo else { return nil }
        return try self.photo(photo, account).id
    }

    private func web(_ url: String) throws(RPCFailure) -> MediaState.WebFile {
        guard let found = media.web[url] else { throw .bad(.webpageCurlFailed) }
        return found
    }

    /// Media that have no file.
    private mutating func plain(_ input: TL.InputMedia, of account: Account) throws(RPCFailure) -> TL.MessageMedia {
        switch input {
        case .contact(let contact):
            guard !contact.phoneNumber.isEmpty, !contact.firstName.isEmpty else { throw .bad(.mediaInvalid) }
            return .contact(
                .init(
                    phoneNumber: contact.phoneNumber, firstName: contact.firstName, lastName: contact.lastName,
                    vcard: contact.vcard, userID: self.account(phone: contact.phoneNumber)?.id ?? 0))
        case .geoPoint(let point): return .geo(.init(geo: try place(point.geoPoint)))
        case .geoLive(let live):
            return .geoLive(
                .init(
                    geo: try place(live.geoPoint), heading: live.heading, period: live.period ?? 900,
                    proximityNotificationRadius: live.proximityNotificationRadius))
        case .venue(let venue):
            return .venue(
                .init(
                    geo: try place(venue.geoPoint), title: venue.title, address: venue.address,
                    provider: venue.provider, venueID: venue.venueID, venueType: venue.venueType))
        case .dice(let dice):
            let sides: [String: Int32] = ["🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64]
            guard let count = sides[dice.emoticon] else { throw .bad(.emoticonInvalid) }
            return .dice(
                .init(value: Int32(randomness.next() % UInt64(count)) + 1, emoticon: dice.emoticon))
        case .game(let game): return .game(.init(game: try self.game(game.id, for: account)))
        case .invoice(let invoice):
            guard account.isBot else { throw .bad(.mediaInvalid) }
            return .invoice(
                .init(
                    test: invoice.invoice.test, title: invoice.title, description: invoice.description,
                    currency: invoice.invoice.currency,
                    totalAmount: invoice.invoice.prices.reduce(0) { $0 &+ $1.amount },
                    startParam: invoice.startParam ?? ""))
        default: throw Engine.notImplemented
        }
    }

    private func place(_ point: TL.InputGeoPoint) throws(RPCFailure) -> TL.GeoPoint {
        guard case .inputGeoPoint(let point) = point, abs(point.lat) <= 90, abs(point.long) <= 180 else {
            throw .bad(.mediaInvalid)
        }
        return .geoPoint(
            .init(long: point.long, lat: point.lat, accessHash: 1, accuracyRadius: point.accuracyRadius))
    }
}
