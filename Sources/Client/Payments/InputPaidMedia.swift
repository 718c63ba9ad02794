// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
public import FerogramParsers
import FerogramTLTypes

/// Photos and videos that are seen by those who pay for them.
public struct InputPaidMedia: Sendable, Codable {
    /// The photos and videos, 1 to 10.
    public var items: [FileAttachment]
    /// How many Stars they cost, at least 1.
    public var stars: Int64
    /// What the bot gets with ``UpdateKind/paidMediaPurchased``, and nobody else, up to 128 bytes.
    public var payload: String?

    /// Creates the value.
    ///
    /// - Parameters:
    ///   - items: The photos and videos, 1 to 10.
    ///   - stars: How many Stars they cost, at least 1.
    ///   - payload: What the bot gets when somebody has paid, up to 128 bytes.
    public init(_ items: [FileAttachment], stars: Int64, payload: String? = nil) {
        (self.items, self.stars, self.payload) = (items, stars, payload)
    }
}

extension InputMessageConvertible where Self == InputMessage {
    /// Photos and videos that are seen by those who pay for them; the text of the message is seen by all.
    ///
    /// - Parameters:
    ///   - media: The photos and videos, and what they cost.
    ///   - caption: The text below them.
    /// - Returns: The message.
    public static func paidMedia(
        _ media: InputPaidMedia, caption: some InputMessageConvertible = FormattedText()
    ) -> InputMessage {
        caption.inputMessage.media(.paid(media))
    }

    /// A game of the bot that sends it.
    ///
    /// - Parameter shortName: The game's name, as @BotFather has it.
    /// - Returns: The message; without a keyboard it has a button that begins the game.
    public static func game(_ shortName: String) -> InputMessage { InputMessage(.game(shortName)) }
}

extension InputPaidMedia {
    /// Refuses what the server would refuse.
    func check(_ refuse: (String) -> InvocationError) throws(InvocationError) {
        if !(1...10).contains(items.count) {
            throw refuse("paid media are 1 to 10 photos and videos, not \(items.count)")
        }
        if stars < 1 { throw refuse("paid media cost at least 1 Star, not \(stars)") }
        if let payload, payload.utf8.count > 128 {
            throw refuse("the payload has \(payload.utf8.count) bytes, 128 are allowed")
        }
        for item in items {
            switch item.form {
            case .automatic, .photo, .video, .animation: break
            default: throw refuse("only photos and videos can be paid media")
            }
        }
    }
}

extension ClientCore {
    func inputMedia(_ paid: InputPaidMedia) async throws(InvocationError) -> TL.InputMedia {
        var items: [TL.InputMedia] = []
        for item in paid.items {
            let media = try await inputMedia(item)
            // Several new files are put on the server one by one, as those of an album.
            items.append(paid.items.count > 1 ? try await stored(media, for: .peerSelf) : media)
        }
        return .paidMedia(.init(starsAmount: paid.stars, extendedMedia: items, payload: paid.payload))
    }
}
