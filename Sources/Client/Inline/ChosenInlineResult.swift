// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

/// Somebody chose a result of the bot's inline mode.
public struct ChosenInlineResult: UserUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.BotInlineSend
    /// What came along.
    public let context: ObjectContext

    /// Who chose it.
    public var userID: Int64 { raw.userID }
    /// Who chose it, if that came along.
    public var sender: User? { user }
    /// The id that the bot gave the result.
    public var resultID: String { raw.id }
    /// What the person had typed.
    public var query: String { raw.query }
    /// The message; `nil` if it has no buttons, and then it cannot be edited.
    public var inlineMessageID: InlineMessageID? { raw.msgID.map { InlineMessageID($0) } }
    /// Where the person is, for bots that ask for it: latitude and longitude in degrees.
    public var location: (latitude: Double, longitude: Double)? {
        guard case .geoPoint(let point) = raw.geo else { return nil }
        return (point.lat, point.long)
    }

    /// Changes the message that was sent (`messages.editInlineBotMessage`).
    ///
    /// - Parameter message: The new text and buttons.
    /// - Throws: ``InvocationError``.
    public func editMessage(_ message: some InputMessageConvertible) async throws(InvocationError) {
        guard let inlineMessageID else {
            throw .invalidArgument(
                method: "messages.editInlineBotMessage",
                "only messages with buttons can be edited; give the result a keyboard")
        }
        try await context.core.editInlineMessage(inlineMessageID, to: message.inputMessage)
    }
}
