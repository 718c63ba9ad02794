// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers

/// A message can be stored and sent later, unless it has a stream or an upload attached.
///
/// What is as usual is left out, so that older programs and newer ones read each other's messages.
extension InputMessage: Codable {
    private enum CodingKeys: CodingKey {
        case text, rich, media, reply, topicID, isSilent, isBackground, clearsDraft, isProtected, linkPreview
        case hasCaptionAbove, schedule, repeatPeriod, sender, effectID, paidStars, suggestedPost, quickReply, keyboard
        case movesStickerSetToTop, paysForFloods
    }

    /// Reads the value from a decoder.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys) throws -> Value? {
            try container.decodeIfPresent(Value.self, forKey: key)
        }
        func flag(_ key: CodingKeys) throws -> Bool { try value(key) ?? false }
        self.init(try value(.text) ?? FormattedText())
        (rich, media, reply, topicID) = (try value(.rich), try value(.media), try value(.reply), try value(.topicID))
        (isSilent, isBackground) = (try flag(.isSilent), try flag(.isBackground))
        (clearsDraft, isProtected) = (try flag(.clearsDraft), try flag(.isProtected))
        linkPreview = try value(.linkPreview) ?? .automatic
        hasCaptionAbove = try flag(.hasCaptionAbove)
        (schedule, repeatPeriod) = (try value(.schedule), try value(.repeatPeriod))
        (sender, effectID, paidStars) = (try value(.sender), try value(.effectID), try value(.paidStars))
        (suggestedPost, quickReply) = (try value(.suggestedPost), try value(.quickReply))
        keyboard = try value(.keyboard)
        (movesStickerSetToTop, paysForFloods) = (try flag(.movesStickerSetToTop), try flag(.paysForFloods))
    }

    /// Writes the value for an encoder; fails for streams and uploads.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(text, forKey: .text)
        try container.encodeIfPresent(rich, forKey: .rich)
        try container.encodeIfPresent(media, forKey: .media)
        try container.encodeIfPresent(reply, forKey: .reply)
        try container.encodeIfPresent(topicID, forKey: .topicID)
        if linkPreview != .automatic { try container.encode(linkPreview, forKey: .linkPreview) }
        try container.encodeIfPresent(schedule, forKey: .schedule)
        try container.encodeIfPresent(repeatPeriod, forKey: .repeatPeriod)
        try container.encodeIfPresent(sender, forKey: .sender)
        try container.encodeIfPresent(effectID, forKey: .effectID)
        try container.encodeIfPresent(paidStars, forKey: .paidStars)
        try container.encodeIfPresent(suggestedPost, forKey: .suggestedPost)
        try container.encodeIfPresent(quickReply, forKey: .quickReply)
        try container.encodeIfPresent(keyboard, forKey: .keyboard)
        let flags: [(CodingKeys, Bool)] = [
            (.isSilent, isSilent), (.isBackground, isBackground), (.clearsDraft, clearsDraft),
            (.isProtected, isProtected), (.hasCaptionAbove, hasCaptionAbove),
            (.movesStickerSetToTop, movesStickerSetToTop), (.paysForFloods, paysForFloods),
        ]
        for (key, value) in flags where value { try container.encode(value, forKey: key) }
    }
}
