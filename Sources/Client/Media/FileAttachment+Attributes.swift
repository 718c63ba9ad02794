// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

extension FileAttachment {
    /// The largest photo, in bytes, and its largest sum and proportion of sides; see core.telegram.org/api/files.
    private static let photoSize: Int64 = 10 << 20
    private static let photoSides = 10_000
    private static let photoRatio = 20

    /// How a file is shown, when it is shown as what it is.
    func resolvedForm(_ info: FileInfo?, size: Int64) throws(InvocationError) -> Form {
        guard form == .automatic else {
            if form == .photo, let reason = Self.obstacle(info, size) {
                throw .invalidArgument(method: "messages.sendMedia", "\(reason); send it with .document(…)")
            }
            return form
        }
        guard let info else { return .document }
        switch info.kind {
        case .gif: return .animation
        case .jpeg, .png, .webp: return Self.obstacle(info, size) == nil ? .photo : .document
        case .mp4, .quickTime: return .video
        case .ogg: return info.isOpus ? .voice : .audio
        case .mp3, .m4a, .flac, .aac, .wav: return .audio
        case .animatedSticker: return .sticker
        default: return .document
        }
    }

    /// Why a file cannot be a photo.
    private static func obstacle(_ info: FileInfo?, _ size: Int64) -> String? {
        if size > photoSize { return "a photo has \(photoSize) bytes at most, this one has \(size)" }
        guard let width = info?.width, let height = info?.height else { return nil }
        if width + height > photoSides {
            return "the sides of a photo are \(photoSides) pixels at most together, these are \(width) × \(height)"
        }
        if max(width, height) > photoRatio * min(width, height) {
            return "one side of a photo is \(photoRatio) times the other at most, these are \(width) × \(height)"
        }
        return nil
    }

    /// The attributes of a new file.
    func attributes(_ form: Form, name: String, _ info: FileInfo?) -> [TL.DocumentAttribute] {
        var attributes: [TL.DocumentAttribute] = [.filename(.init(fileName: name))]
        let width = Int32(clamping: width ?? info?.width ?? 0)
        let height = Int32(clamping: height ?? info?.height ?? 0)
        let duration = duration ?? info?.duration ?? .zero
        switch form {
        case .video, .videoNote, .animation:
            if form == .animation {
                attributes.append(.animated)
                if info?.kind == .gif {
                    attributes.append(.imageSize(.init(w: width, h: height)))
                    break
                }
            }
            attributes.append(
                .video(
                    .init(
                        roundMessage: form == .videoNote, supportsStreaming: form == .video,
                        duration: duration / .seconds(1), w: width, h: height)))
        case .audio, .voice:
            attributes.append(
                .audio(
                    .init(
                        voice: form == .voice, duration: Int32(clamping: Int64((duration / .seconds(1)).rounded())),
                        title: title ?? info?.title, performer: performer ?? info?.performer,
                        waveform: waveform?.packed)))
        case .sticker:
            if width > 0, height > 0 { attributes.append(.imageSize(.init(w: width, h: height))) }
            attributes.append(.sticker(.init(alt: emoji, stickerset: .empty)))
        default:
            if width > 0, height > 0, info?.mimeType.hasPrefix("image/") == true {
                attributes.append(.imageSize(.init(w: width, h: height)))
            }
        }
        return attributes
    }
}
