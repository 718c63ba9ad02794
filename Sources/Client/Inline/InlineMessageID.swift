// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A message that was sent by way of the bot's inline mode, which the bot can edit without being in the chat.
public struct InlineMessageID: Hashable, Sendable, Codable {
    /// The id as the schema has it, in its bytes.
    private let bytes: [UInt8]

    /// Takes an id as the schema has it.
    ///
    /// - Parameter raw: The id.
    public init(_ raw: TL.InputBotInlineMessageID) {
        bytes = (try? raw.encoded()) ?? []
    }

    /// The id as the schema has it; `nil` if this was decoded from something else.
    public var raw: TL.InputBotInlineMessageID? {
        try? TL.InputBotInlineMessageID(decoding: bytes)
    }

    /// The data centre that keeps the message: calls about it have to go there.
    public var dataCenter: Int? {
        switch raw {
        case .inputBotInlineMessageID(let id): Int(id.dcID)
        case .id64(let id): Int(id.dcID)
        case nil: nil
        }
    }
}
