// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    /// A set with its stickers, as calls answer it.
    func content(_ set: TL.messages.StickerSet, _ method: String) throws(InvocationError) -> StickerSetContent {
        guard case .stickerSet(let set) = set else { throw .invalidResponse(method: method, nil) }
        return StickerSetContent(set, context())
    }

    func stickers(_ documents: [TL.Document], _ origin: (TL.Document.Document) -> FileOrigin) -> [Sticker] {
        documents.compactMap { document in
            guard case .document(let raw) = document else { return nil }
            return Sticker(Document(raw: raw, origin: origin(raw)))
        }
    }

    /// A sticker for a set, on the server.
    func item(_ sticker: NewSticker) async throws(InvocationError) -> TL.InputStickerSetItem {
        TL.InputStickerSetItem(
            document: try await storedDocument(sticker.file), emoji: sticker.emoji,
            maskCoords: sticker.maskPosition,
            keywords: sticker.keywords.isEmpty ? nil : sticker.keywords.joined(separator: ","))
    }

    /// A file on the server, uploaded if it is not there yet.
    func storedDocument(_ file: InputFile) async throws(InvocationError) -> TL.InputDocument {
        var attachment = FileAttachment(file, as: .document)
        attachment.file = file
        let media = try await stored(try await inputMedia(attachment), for: .peerSelf)
        guard case .document(let document) = media else {
            throw .invalidArgument(method: "messages.uploadMedia", "a sticker is a file, not a photo")
        }
        return document.id
    }
}
