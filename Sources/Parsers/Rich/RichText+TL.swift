// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

extension RichText {
    /// Takes a text from the wire (core.telegram.org/type/RichText).
    ///
    /// What Telegram finds by itself, as hashtags, is plain text here; buttons and pictures inside text are left out.
    ///
    /// - Parameter text: The text as Telegram sends it.
    public init(_ text: TL.RichText) {
        self =
            switch text {
            case .empty, .image: .empty
            case .plain(let text): .plain(text.text)
            case .customEmoji(let text): .customEmoji(documentID: text.documentID, alternative: text.alt)
            case .math(let text): .math(text.source)
            case .concat(let text): .concat(text.texts.map { RichText($0) })
            case .bold(let text): .bold(RichText(text.text))
            case .italic(let text): .italic(RichText(text.text))
            case .underline(let text): .underline(RichText(text.text))
            case .strike(let text): .strikethrough(RichText(text.text))
            case .fixed(let text): .fixed(RichText(text.text))
            case .spoiler(let text): .spoiler(RichText(text.text))
            case .marked(let text): .marked(RichText(text.text))
            case .subscript(let text): .subscript(RichText(text.text))
            case .superscript(let text): .superscript(RichText(text.text))
            case .url(let text): .link(RichText(text.text), url: text.url)
            case .email(let text): .email(RichText(text.text), address: text.email)
            case .phone(let text): .phone(RichText(text.text), number: text.phone)
            case .anchor(let text): .anchor(RichText(text.text), name: text.name)
            case .mentionName(let text): .mention(RichText(text.text), userID: text.userID)
            case .date(let text): .date(RichText(text.text), FormattedDate(text))
            case .autoEmail(let text): RichText(text.text)
            case .autoPhone(let text): RichText(text.text)
            case .autoUrl(let text): RichText(text.text)
            case .bankCard(let text): RichText(text.text)
            case .botCommand(let text): RichText(text.text)
            case .cashtag(let text): RichText(text.text)
            case .hashtag(let text): RichText(text.text)
            case .tonAddress(let text): RichText(text.text)
            case .mention(let text): RichText(text.text)
            case .button(let text): RichText(text.text)
            case .diff(let text): RichText(text.text)
            }
    }

    /// The text for the wire.
    public var tl: TL.RichText {
        switch self {
        case .plain(let text): text.isEmpty ? .empty : .plain(.init(text: text))
        case .customEmoji(let documentID, let alternative):
            .customEmoji(.init(documentID: documentID, alt: alternative))
        case .math(let source): .math(.init(source: source))
        case .concat(let texts): .concat(.init(texts: texts.map(\.tl)))
        case .bold(let text): .bold(.init(text: text.tl))
        case .italic(let text): .italic(.init(text: text.tl))
        case .underline(let text): .underline(.init(text: text.tl))
        case .strikethrough(let text): .strike(.init(text: text.tl))
        case .fixed(let text): .fixed(.init(text: text.tl))
        case .spoiler(let text): .spoiler(.init(text: text.tl))
        case .marked(let text): .marked(.init(text: text.tl))
        case .subscript(let text): .subscript(.init(text: text.tl))
        case .superscript(let text): .superscript(.init(text: text.tl))
        case .link(let text, let url): .url(.init(text: text.tl, url: url, webpageID: 0))
        case .email(let text, let address): .email(.init(text: text.tl, email: address))
        case .phone(let text, let number): .phone(.init(text: text.tl, phone: number))
        case .anchor(let text, let name): .anchor(.init(text: text.tl, name: name))
        case .mention(let text, let userID): .mentionName(.init(text: text.tl, userID: userID))
        case .date(let text, let date):
            .date(
                .init(
                    relative: date.format.contains(.relative), shortTime: date.format.contains(.shortTime),
                    longTime: date.format.contains(.longTime), shortDate: date.format.contains(.shortDate),
                    longDate: date.format.contains(.longDate), dayOfWeek: date.format.contains(.dayOfWeek),
                    text: text.tl, date: date.unixTime))
        }
    }
}
