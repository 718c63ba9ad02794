// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
public import FerogramTLTypes

/// What is sent when a result of the inline mode is chosen.
@nonexhaustive
public enum InlineContent: Sendable {
    /// A text, without an attachment.
    case text(InputMessage)
    /// The photo, video or other file of the result, with a caption.
    case media(caption: InputMessage)
    /// A text with a preview of a web page.
    case webPage(url: String, InputMessage)
    /// A place; with a period it is followed while the person moves.
    case location(latitude: Double, longitude: Double, livePeriod: Duration? = nil, keyboard: Keyboard? = nil)
    /// A place with a name.
    case venue(InlineVenue)
    /// A contact.
    case contact(
        phoneNumber: String, firstName: String, lastName: String, vCard: String = "", keyboard: Keyboard? = nil)
    /// An invoice.
    case invoice(Invoice, keyboard: Keyboard? = nil)
    /// The game of the result.
    case game(keyboard: Keyboard? = nil)
    /// Whatever the schema has.
    case raw(TL.InputBotInlineMessage)

    /// The buttons below the message.
    public var keyboard: Keyboard? {
        switch self {
        case .text(let message), .media(let message), .webPage(_, let message): message.keyboard
        case .location(_, _, _, let keyboard), .contact(_, _, _, _, let keyboard), .invoice(_, let keyboard),
            .game(let keyboard):
            keyboard
        case .venue(let venue): venue.keyboard
        case .raw: nil
        }
    }

    /// A text.
    ///
    /// - Parameter message: The text, with buttons if it has any.
    /// - Returns: The content.
    public static func message(_ message: some InputMessageConvertible) -> Self { .text(message.inputMessage) }
}

extension InlineContent: ExpressibleByStringInterpolation {
    /// Creates the value from a literal.
    public init(stringLiteral value: String) {
        self = .text(value.inputMessage)
    }
}

/// A place with a name, as the content of a result of the inline mode.
public struct InlineVenue: Sendable {
    /// In degrees.
    public var latitude: Double
    /// In degrees.
    public var longitude: Double
    /// The name.
    public var title: String
    /// The address.
    public var address: String
    /// Who knows the place: `foursquare` or `gplaces`.
    public var provider: String
    /// The place's number there.
    public var venueID: String
    /// What it is there.
    public var venueType: String
    /// The buttons below the message.
    public var keyboard: Keyboard?

    /// Creates a place.
    ///
    /// - Parameters:
    ///   - title: The name.
    ///   - address: The address.
    ///   - latitude: In degrees.
    ///   - longitude: In degrees.
    ///   - provider: Who knows the place: `foursquare` or `gplaces`.
    ///   - venueID: The place's number there.
    ///   - venueType: What it is there.
    public init(
        _ title: String, address: String, latitude: Double, longitude: Double, provider: String = "",
        venueID: String = "",
        venueType: String = ""
    ) {
        (self.title, self.address, self.latitude, self.longitude) = (title, address, latitude, longitude)
        (self.provider, self.venueID, self.venueType) = (provider, venueID, venueType)
    }
}

extension InlineContent: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What it is, without the numbers of contacts and the tokens of invoices.
    public var description: String { "\(shown.name)(\(shown.value))" }
    /// What it is, without the numbers of contacts and the tokens of invoices.
    public var debugDescription: String { description }
    /// A mirror without the numbers of contacts and the tokens of invoices.
    public var customMirror: Mirror { Mirror(self, children: [shown.name: shown.value], displayStyle: .enum) }

    private var shown: (name: String, value: Any) {
        switch self {
        case .text(let message): ("text", message)
        case .media(let caption): ("media", caption)
        case .webPage(let url, let message): ("webPage", (url, message))
        case .location(let latitude, let longitude, _, _): ("location", (latitude, longitude))
        case .venue(let venue): ("venue", venue)
        case .contact(_, let firstName, let lastName, _, _): ("contact", (firstName, lastName))
        case .invoice(let invoice, _): ("invoice", invoice)
        case .game: ("game", ())
        case .raw(let raw): ("raw", raw)
        }
    }
}

extension InlineContent {
    /// The content as the schema has it.
    func tl(_ core: ClientCore) async throws(InvocationError) -> TL.InputBotInlineMessage {
        let method = "messages.setInlineBotResults"
        switch self {
        case .text(let message), .media(let message), .webPage(_, let message):
            guard message.media == nil else {
                throw .invalidArgument(
                    method: method, "what is sent for an inline result has the file of the result, and none of its own")
            }
        default: break
        }
        let markup = try await core.markup(ifAny: keyboard, method: method)
        switch self {
        case .text(let message):
            try message.check(core.limits.limits, method: method, now: core.wallClock)
            return try await text(message, markup, core)
        case .media(let caption):
            return .mediaAuto(
                .init(
                    invertMedia: caption.hasCaptionAbove, message: caption.text.text,
                    entities: core.entities(of: caption),
                    replyMarkup: markup))
        case .webPage(let url, let message):
            return .mediaWebPage(
                .init(
                    optional: true, message: message.text.text, entities: core.entities(of: message), url: url,
                    replyMarkup: markup))
        case .location(let latitude, let longitude, let period, _):
            return .mediaGeo(
                .init(
                    geoPoint: .inputGeoPoint(.init(lat: latitude, long: longitude)),
                    period: period.map { $0.wholeSeconds }, replyMarkup: markup))
        case .venue(let venue):
            return .mediaVenue(
                .init(
                    geoPoint: .inputGeoPoint(.init(lat: venue.latitude, long: venue.longitude)), title: venue.title,
                    address: venue.address, provider: venue.provider, venueID: venue.venueID,
                    venueType: venue.venueType, replyMarkup: markup))
        case .contact(let phoneNumber, let firstName, let lastName, let vCard, _):
            return .mediaContact(
                .init(
                    phoneNumber: phoneNumber, firstName: firstName, lastName: lastName, vcard: vCard,
                    replyMarkup: markup))
        case .invoice(let invoice, _):
            try invoice.check(method)
            return .mediaInvoice(
                .init(
                    title: invoice.title, description: invoice.description, photo: invoice.photo?.tl,
                    invoice: invoice.tl, payload: invoice.payload, provider: invoice.providerToken ?? "",
                    providerData: .init(data: invoice.providerData), replyMarkup: markup))
        case .game: return .game(.init(replyMarkup: markup))
        case .raw(let raw): return raw
        }
    }

    private func text(
        _ message: InputMessage, _ markup: TL.ReplyMarkup?, _ core: ClientCore
    ) async throws(InvocationError) -> TL.InputBotInlineMessage {
        if let rich = message.rich {
            return .richMessage(.init(replyMarkup: markup, richMessage: core.richMessage(rich)))
        }
        guard case .custom(let options) = message.linkPreview, !options.url.isEmpty else {
            return .text(
                .init(
                    noWebpage: message.linkPreview == .hidden, message: message.text.text,
                    entities: core.entities(of: message), replyMarkup: markup))
        }
        return .mediaWebPage(
            .init(
                invertMedia: options.isAbove, forceLargeMedia: options.size == .large,
                forceSmallMedia: options.size == .small, optional: !options.isRequired, message: message.text.text,
                entities: core.entities(of: message), url: options.url, replyMarkup: markup))
    }
}

extension ClientCore {
    /// The entities of a text as calls have them; `nil` if there are none.
    func entities(of message: InputMessage) -> [TL.MessageEntity]? {
        let entities = message.text.tlEntities(resolvingMentions: mentionedUser)
        return entities.isEmpty ? nil : entities
    }
}
