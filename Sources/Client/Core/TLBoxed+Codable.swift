// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// Values of the schema that are part of coded ones are coded as their binary form, which the same layer reads.
extension TLBoxed where Self: Codable {
    /// Reads the value from a decoder.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let bytes = try container.decode([UInt8].self)
        do throws(TLError) {
            try self.init(decoding: bytes)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(error)")
        }
    }

    /// Writes the value for an encoder.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(try encoded())
    }
}

extension TL.ButtonType: Codable {}
extension TL.ChatAdminRights: Codable {}
extension TL.InlineButtonType: Codable {}
extension TL.InputDocument: Codable {}
extension TL.InputMedia: Codable {}
extension TL.InputPeer: Codable {}
extension TL.InputPhoto: Codable {}
extension TL.InputRichMessage: Codable {}
extension TL.ReplyMarkup: Codable {}
extension TL.RequestPeerType: Codable {}
