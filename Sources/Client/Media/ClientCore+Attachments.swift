// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    /// An attachment as calls name it: what is not on the server is uploaded first.
    func inputMedia(
        _ attachment: FileAttachment, _ control: TransferControl? = nil
    ) async throws(InvocationError) -> TL.InputMedia {
        let seconds = attachment.timeToLive.map { Int32(clamping: $0.components.seconds) }
        let start = attachment.startTime.map { Int32(clamping: $0.components.seconds) }
        switch attachment.file.source {
        case .photo(let photo):
            learn(attachment.file)
            let video = try await livePhotoVideo(attachment)
            return .photo(
                .init(
                    spoiler: attachment.isSpoiler, livePhoto: video != nil, id: photo, ttlSeconds: seconds,
                    video: video))
        case .document(let document):
            learn(attachment.file)
            return .document(
                .init(
                    spoiler: attachment.isSpoiler, id: document, videoCover: try await cover(attachment.cover),
                    videoTimestamp: start, ttlSeconds: seconds))
        case .url(let url):
            if attachment.form == .photo {
                return .photoExternal(.init(spoiler: attachment.isSpoiler, url: url, ttlSeconds: seconds))
            }
            return .documentExternal(
                .init(
                    spoiler: attachment.isSpoiler, url: url, ttlSeconds: seconds,
                    videoCover: try await cover(attachment.cover), videoTimestamp: start))
        case .path, .data, .stream, .uploaded:
            let uploaded = try await uploaded(attachment.file, control)
            let form = try attachment.resolvedForm(uploaded.info, size: uploaded.size)
            if form == .photo {
                let video = try await livePhotoVideo(attachment)
                return .uploadedPhoto(
                    .init(
                        spoiler: attachment.isSpoiler, livePhoto: video != nil, file: uploaded.tl, ttlSeconds: seconds,
                        video: video))
            }
            let thumbnail: TL.InputFile? =
                if let file = attachment.thumbnail { try await self.uploaded(file, nil).tl } else { nil }
            let isSilentVideo = form == .video && uploaded.info?.hasSound == false
            return .uploadedDocument(
                .init(
                    nosoundVideo: isSilentVideo, forceFile: form == .document, spoiler: attachment.isSpoiler,
                    file: uploaded.tl, thumb: thumbnail, mimeType: attachment.file.mimeType ?? uploaded.mimeType,
                    attributes: attachment.attributes(form, name: uploaded.name, uploaded.info),
                    videoCover: try await cover(attachment.cover), videoTimestamp: start, ttlSeconds: seconds))
        }
    }

    /// Takes note of where a file was seen, for when its reference has expired.
    private func learn(_ file: InputFile) {
        guard let origin = file.origin else { return }
        switch file.source {
        case .photo(.inputPhoto(let photo)): files.learn(FileKey(kind: .photo, id: photo.id), from: origin)
        case .document(.inputDocument(let document)):
            files.learn(FileKey(kind: .document, id: document.id), from: origin)
        default: break
        }
    }

    func uploaded(_ file: InputFile, _ control: TransferControl?) async throws(InvocationError) -> UploadedFile {
        do throws(TransferError) {
            return try await upload(file, control ?? TransferControl(configuration.time))
        } catch {
            throw error.invocationError
        }
    }

    /// The cover of a video, which has to be a photo on the server.
    private func cover(_ file: InputFile?) async throws(InvocationError) -> TL.InputPhoto? {
        guard let file else { return nil }
        if case .photo(let photo) = file.source {
            learn(file)
            return photo
        }
        let media = try await inputMedia(.photo(file))
        guard case .photo(let photo) = try await stored(media, for: .peerSelf) else {
            throw .invalidArgument(method: "messages.uploadMedia", "the cover of a video is a photo")
        }
        return photo.id
    }

    /// The video of a live photo, which has to be a document on the server.
    private func livePhotoVideo(_ attachment: FileAttachment) async throws(InvocationError) -> TL.InputDocument? {
        guard let file = attachment.livePhotoVideo else { return nil }
        let media = try await stored(try await inputMedia(.video(file)), for: .peerSelf)
        guard case .document(let document) = media else {
            throw .invalidArgument(method: "messages.uploadMedia", "what a live photo plays is a video")
        }
        return document.id
    }

    /// Has media put on the server (`messages.uploadMedia`), so that it can be sent in an album or several times.
    ///
    /// - Returns: The media as calls name what is on the server already.
    func stored(_ media: TL.InputMedia, for peer: TL.InputPeer) async throws(InvocationError) -> TL.InputMedia {
        let isCovered: Bool
        switch media {
        case .uploadedPhoto(let photo): isCovered = photo.spoiler
        case .uploadedDocument(let document): isCovered = document.spoiler
        case .photoExternal(let photo): isCovered = photo.spoiler
        case .documentExternal(let document): isCovered = document.spoiler
        default: return media
        }
        let business = CallContext.current.businessConnectionID
        let answer = try await asItself { () throws(InvocationError) in
            try await invoke(TL.messages.UploadMedia(businessConnectionID: business, peer: peer, media: media))
        }
        switch answer {
        case .photo(let stored):
            guard let photo = Photo(stored.photo, nil) else { break }
            let video = Document(stored.video, nil)
            return .photo(
                .init(
                    spoiler: isCovered, livePhoto: video != nil, id: photo.inputPhoto, ttlSeconds: stored.ttlSeconds,
                    video: video?.inputDocument))
        case .document(let stored):
            guard let document = Document(stored.document, nil) else { break }
            var cover: TL.InputPhoto?
            if case .uploadedDocument(let sent) = media { cover = sent.videoCover }
            return .document(
                .init(
                    spoiler: isCovered, id: document.inputDocument, videoCover: cover,
                    videoTimestamp: stored.videoTimestamp, ttlSeconds: stored.ttlSeconds))
        default: break
        }
        throw .invalidResponse(method: "messages.uploadMedia", nil)
    }
}
