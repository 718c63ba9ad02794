// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramParsers
import FerogramTLTypes

extension ClientCore {
    func sendAlbum(
        to peer: some PeerConvertible, _ items: [AlbumItem], _ options: InputMessage
    ) async throws(InvocationError) -> [Message] {
        try AlbumRules.check(items.map(\.attachment.form), limit: limits.limits.albumSize)
        let reference = try peer.peerReference
        let target = try await resolve(reference)
        var message = options
        let text = message.text
        message.text = FormattedText()
        let plan = try await plan(message, to: reference)
        var prepared: [TL.InputSingleMedia] = []
        var randomIDs: [Int64] = []
        for (index, item) in items.enumerated() {
            let caption = index == 0 && item.caption.text.isEmpty ? text : item.caption
            let length = caption.text.utf16.count
            guard length <= limits.limits.captionLength else {
                throw .invalidArgument(
                    method: "messages.sendMultiMedia",
                    "the caption has \(length) UTF-16 units, \(limits.limits.captionLength) are allowed")
            }
            let media = try await stored(try await inputMedia(item.attachment), for: target)
            let entities = caption.tlEntities(resolvingMentions: mentionedUser)
            let randomID = randomID()
            randomIDs.append(randomID)
            prepared.append(
                TL.InputSingleMedia(
                    media: media, randomID: randomID, message: caption.text,
                    entities: entities.isEmpty ? nil : entities))
        }
        let album = prepared
        return try await send(randomIDs, to: reference) { plan.sendMultiMedia(album, to: $0) }
    }
}
