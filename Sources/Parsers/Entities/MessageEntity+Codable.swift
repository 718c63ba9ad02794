// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Entities are coded flat, as in `{"type": "textURL", "url": "https://a.b/", "offset": 0, "length": 4}`.
extension MessageEntity: Codable {
    private enum CodingKeys: String, CodingKey {
        case type, offset, length, language, url, userID, documentID, isCollapsed, date, oldText
    }

    /// The names of the kinds; they are part of the format and never change.
    private enum Name: String, Codable {
        case unknown, mention, hashtag, cashtag, botCommand, url, email, phone, bankCard, tonAddress
        case bold, italic, underline, strikethrough, spoiler, code, pre
        case textURL, mentionName, customEmoji, blockquote, formattedDate, diffInsert, diffReplace, diffDelete
    }

    /// Reads an entity; a kind that a later version has written is ``Kind/unknown``.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let kind: Kind =
            switch Name(rawValue: try container.decode(String.self, forKey: .type)) {
            case .pre: .pre(language: try container.decodeIfPresent(String.self, forKey: .language) ?? "")
            case .textURL: .textURL(try container.decode(String.self, forKey: .url))
            case .mentionName: .mentionName(userID: try container.decode(Int64.self, forKey: .userID))
            case .customEmoji: .customEmoji(documentID: try container.decode(Int64.self, forKey: .documentID))
            case .blockquote:
                .blockquote(collapsed: try container.decodeIfPresent(Bool.self, forKey: .isCollapsed) ?? false)
            case .formattedDate: .formattedDate(try container.decode(FormattedDate.self, forKey: .date))
            case .diffReplace: .diffReplace(oldText: try container.decode(String.self, forKey: .oldText))
            case let name: name.flatMap { Self.plainKinds[$0] } ?? .unknown
            }
        self.init(
            kind, offset: try container.decode(Int.self, forKey: .offset),
            length: try container.decode(Int.self, forKey: .length))
    }

    /// Writes the value for an encoder.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .type)
        try container.encode(offset, forKey: .offset)
        try container.encode(length, forKey: .length)
        switch kind {
        case .pre(let language): try container.encode(language, forKey: .language)
        case .textURL(let url): try container.encode(url, forKey: .url)
        case .mentionName(let userID): try container.encode(userID, forKey: .userID)
        case .customEmoji(let documentID): try container.encode(documentID, forKey: .documentID)
        case .blockquote(let collapsed): try container.encode(collapsed, forKey: .isCollapsed)
        case .formattedDate(let date): try container.encode(date, forKey: .date)
        case .diffReplace(let oldText): try container.encode(oldText, forKey: .oldText)
        default: break
        }
    }

    private static let plainKinds: [Name: Kind] = [
        .mention: .mention, .hashtag: .hashtag, .cashtag: .cashtag, .botCommand: .botCommand, .url: .url,
        .email: .email,
        .phone: .phone, .bankCard: .bankCard, .tonAddress: .tonAddress, .bold: .bold, .italic: .italic,
        .underline: .underline, .strikethrough: .strikethrough, .spoiler: .spoiler, .code: .code,
        .diffInsert: .diffInsert, .diffDelete: .diffDelete,
    ]

    private var name: Name {
        switch kind {
        case .unknown: .unknown
        case .mention: .mention
        case .hashtag: .hashtag
        case .cashtag: .cashtag
        case .botCommand: .botCommand
        case .url: .url
        case .email: .email
        case .phone: .phone
        case .bankCard: .bankCard
        case .tonAddress: .tonAddress
        case .bold: .bold
        case .italic: .italic
        case .underline: .underline
        case .strikethrough: .strikethrough
        case .spoiler: .spoiler
        case .code: .code
        case .pre: .pre
        case .textURL: .textURL
        case .mentionName: .mentionName
        case .customEmoji: .customEmoji
        case .blockquote: .blockquote
        case .formattedDate: .formattedDate
        case .diffInsert: .diffInsert
        case .diffReplace: .diffReplace
        case .diffDelete: .diffDelete
        }
    }
}

extension FormattedText: Codable {
    private enum CodingKeys: CodingKey {
        case text, entities
    }

    /// Reads the value from a decoder.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try container.decode(String.self, forKey: .text),
            entities: try container.decodeIfPresent([MessageEntity].self, forKey: .entities) ?? [])
    }

    /// Writes the value for an encoder.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(text, forKey: .text)
        if !entities.isEmpty { try container.encode(entities, forKey: .entities) }
    }
}

extension FormattedDate: Codable {
    private enum CodingKeys: CodingKey {
        case unixTime, format
    }

    /// Reads the value from a decoder.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let letters = try container.decodeIfPresent(String.self, forKey: .format) ?? ""
        guard let format = Format(coded: letters) else {
            throw DecodingError.dataCorruptedError(
                forKey: .format, in: container, debugDescription: "the letters are r, t, T, d, D and w")
        }
        self.init(unixTime: try container.decode(Int32.self, forKey: .unixTime), format: format)
    }

    /// Writes the value for an encoder.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(unixTime, forKey: .unixTime)
        try container.encode(format.letters, forKey: .format)
    }
}
