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
        // The options' text belongs to the first item.
        var captions = items.map(\.caption)
        if captions.first?.text.isEmpty == true { captions[0] = options.text }
        try checkAlbum(zip(items, captions), options)
        let reference = try peer.peerReference
        let target = try await resolve(reference)
        var message = options
        message.text = FormattedText()
        let plan = try await plan(message, to: reference)
        var prepared: [TL.InputSingleMedia] = []
        var numbers: [Int64] = []
        for (item, caption) in zip(items, captions) {
            let attached = try await inputMedia(item.attachment)
            let media = try await stored(attached, for: target)
            let entities = caption.tlEntities(resolvingMentions: mentionedUser)
            // What is put on the server anew in each attempt has another number there.
            let randomID = try await randomIDs(to: reference) {
                let part = plan.with(attached, entities)
                return Array("messages.sendMultiMedia \(caption.text)".utf8) + part.identity
            }[0]
            numbers.append(randomID)
            prepared.append(
                TL.InputSingleMedia(
                    media: media, randomID: randomID, message: caption.text,
                    entities: entities.isEmpty ? nil : entities))
        }
        let (album, texts) = (prepared, captions.map(\.text))
        return try await send(
            numbers, to: reference,
            like: { { index, message in message.hasAttachment && message.says(texts[index]) } }
        ) { plan.sendMultiMedia(album, to: $0) }
    }

    /// Refuses what the server would refuse, before the first byte is uploaded.
    private func checkAlbum(
        _ items: some Sequence<(AlbumItem, FormattedText)>, _ options: InputMessage
    ) throws(InvocationError) {
        let method = "messages.sendMultiMedia"
        func refuse(_ text: String) -> InvocationError { .invalidArgument(method: method, text) }
        if options.media != nil { throw refuse("the files of an album are its items") }
        if options.keyboard != nil { throw refuse("an album has no keyboard; send the buttons with a message") }
        if options.repeatPeriod != nil { throw refuse("an album cannot be repeated") }
        if options.suggestedPost != nil { throw refuse("an album cannot be a suggested post") }
        for (item, caption) in items {
            var message = options
            message.text = caption
            message.media = .file(item.attachment)
            try message.check(limits.limits, method: method, now: wallClock)
        }
    }
}
