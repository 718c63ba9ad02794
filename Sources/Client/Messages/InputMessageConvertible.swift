// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers

/// What can be given where a message is wanted: a text, or a message with all its options.
public protocol InputMessageConvertible: Sendable {
    /// The message to send.
    var inputMessage: InputMessage { get }
}

extension InputMessage: InputMessageConvertible {
    /// The value as a message to send.
    public var inputMessage: InputMessage { self }
}

extension String: InputMessageConvertible {
    /// The text as it is, without any markup.
    public var inputMessage: InputMessage { InputMessage(FormattedText(self)) }
}

extension FormattedText: InputMessageConvertible {
    /// The value as a message to send.
    public var inputMessage: InputMessage { InputMessage(self) }
}

extension InputMessageMedia: InputMessageConvertible {
    /// The attachment without a caption.
    public var inputMessage: InputMessage { InputMessage(self) }
}

@available(*, unavailable, message: "write it as a text: \"\\(number)\"")
extension Int: InputMessageConvertible {
    /// The value as a message to send.
    public var inputMessage: InputMessage { "" }
}

extension InputMessageConvertible where Self == InputMessage {
    /// A text as it is.
    public static func text(_ text: String) -> InputMessage { InputMessage(FormattedText(text)) }

    /// A text with Markdown; values in `\(…)` are escaped.
    public static func markdown(_ text: MarkdownText) -> InputMessage { InputMessage(text.formattedText) }

    /// A text with HTML; values in `\(…)` are escaped.
    public static func html(_ text: HTMLText) -> InputMessage { InputMessage(text.formattedText) }

    /// A rich message of blocks.
    public static func rich(_ text: InputRichText) -> InputMessage {
        var message = InputMessage(FormattedText())
        message.rich = text
        return message
    }

    /// A poll or a quiz.
    public static func poll(_ poll: InputPoll) -> InputMessage { InputMessage(.poll(poll)) }

    /// An animation whose outcome the server draws.
    public static func dice(_ emoji: DiceEmoji = .dice) -> InputMessage { InputMessage(.dice(emoji)) }

    /// A die on which Toncoin are staked.
    public static func stakedDice(_ dice: StakedDice) -> InputMessage { InputMessage(.stakedDice(dice)) }

    /// A contact.
    public static func contact(_ contact: InputContact) -> InputMessage { InputMessage(.contact(contact)) }

    /// A place on the map.
    public static func location(_ location: InputLocation) -> InputMessage { InputMessage(.location(location)) }

    /// A place that changes.
    public static func liveLocation(_ location: InputLiveLocation) -> InputMessage {
        InputMessage(.liveLocation(location))
    }

    /// A place with a name.
    public static func venue(_ venue: InputVenue) -> InputMessage { InputMessage(.venue(venue)) }

    /// A list of things to do.
    public static func checklist(_ checklist: InputChecklist) -> InputMessage { InputMessage(.checklist(checklist)) }
}
