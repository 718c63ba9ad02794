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
            case .textEmpty, .textImage: .empty
            case .textPlain(let text): .plain(text.text)
            case .textConcat(let text): .concat(text.texts.map { RichText($0) })
            case .textBold(let text): .bold(RichText(text.text))
            case .textItalic(let text): .italic(RichText(text.text))
            case .textUnderline(let text): .underline(RichText(text.text))
            case .textStrike(let text): .strikethrough(RichText(text.text))
            case .textFixed(let text): .fixed(RichText(text.text))
            case .textSpoiler(let text): .spoiler(RichText(text.text))
            case .textMarked(let text): .marked(RichText(text.text))
            case .textSubscript(let text): .subscript(RichText(text.text))
            case .textSuperscript(let text): .superscript(RichText(text.text))
            case .textUrl(let text): .link(RichText(text.text), url: text.url)
            case .textEmail(let text): .email(RichText(text.text), address: text.email)
            case .textPhone(let text): .phone(RichText(text.text), number: text.phone)
            case .textAnchor(let text): .anchor(RichText(text.text), name: text.name)
            case .textMentionName(let text): .mention(RichText(text.text), userID: text.userID)
            case .textDate(let text): .date(RichText(text.text), FormattedDate(text))
            case .textCustomEmoji(let text): .customEmoji(documentID: text.documentID, alternative: text.alt)
            case .textMath(let text): .math(text.source)
            case .textAutoEmail(let text): RichText(text.text)
            case .textAutoPhone(let text): RichText(text.text)
            case .textAutoUrl(let text): RichText(text.text)
            case .textBankCard(let text): RichText(text.text)
            case .textBotCommand(let text): RichText(text.text)
            case .textCashtag(let text): RichText(text.text)
            case .textHashtag(let text): RichText(text.text)
            case .textMention(let text): RichText(text.text)
            case .textButton(let text): RichText(text.text)
            case .textDiff(let text): RichText(text.text)
            }
    }

    /// The text for the wire.
    public var tl: TL.RichText {
        switch self {
        case .plain(let text): text.isEmpty ? .textEmpty : .textPlain(.init(text: text))
        case .concat(let texts): .textConcat(.init(texts: texts.map(\.tl)))
        case .bold(let text): .textBold(.init(text: text.tl))
        case .italic(let text): .textItalic(.init(text: text.tl))
        case .underline(let text): .textUnderline(.init(text: text.tl))
        case .strikethrough(let text): .textStrike(.init(text: text.tl))
        case .fixed(let text): .textFixed(.init(text: text.tl))
        case .spoiler(let text): .textSpoiler(.init(text: text.tl))
        case .marked(let text): .textMarked(.init(text: text.tl))
        case .subscript(let text): .textSubscript(.init(text: text.tl))
        case .superscript(let text): .textSuperscript(.init(text: text.tl))
        case .link(let text, let url): .textUrl(.init(text: text.tl, url: url, webpageID: 0))
        case .email(let text, let address): .textEmail(.init(text: text.tl, email: address))
        case .phone(let text, let number): .textPhone(.init(text: text.tl, phone: number))
        case .anchor(let text, let name): .textAnchor(.init(text: text.tl, name: name))
        case .mention(let text, let userID): .textMentionName(.init(text: text.tl, userID: userID))
        case .date(let text, let date):
            .textDate(
                .init(
                    relative: date.format.contains(.relative), shortTime: date.format.contains(.shortTime),
                    longTime: date.format.contains(.longTime), shortDate: date.format.contains(.shortDate),
                    longDate: date.format.contains(.longDate), dayOfWeek: date.format.contains(.dayOfWeek),
                    text: text.tl, date: date.unixTime))
        case .customEmoji(let documentID, let alternative):
            .textCustomEmoji(.init(documentID: documentID, alt: alternative))
        case .math(let source): .textMath(.init(source: source))
        }
    }
}
