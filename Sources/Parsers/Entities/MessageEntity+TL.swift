// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

extension MessageEntity {
    /// Takes an entity from the wire (core.telegram.org/type/MessageEntity).
    ///
    /// - Parameter entity: The entity as Telegram sends it.
    public init(_ entity: TL.MessageEntity) {
        func make(_ kind: Kind, _ offset: Int32, _ length: Int32) -> MessageEntity {
            MessageEntity(kind, offset: Int(offset), length: Int(length))
        }
        self =
            switch entity {
            case .unknown(let entity): make(.unknown, entity.offset, entity.length)
            case .mention(let entity): make(.mention, entity.offset, entity.length)
            case .hashtag(let entity): make(.hashtag, entity.offset, entity.length)
            case .cashtag(let entity): make(.cashtag, entity.offset, entity.length)
            case .botCommand(let entity): make(.botCommand, entity.offset, entity.length)
            case .url(let entity): make(.url, entity.offset, entity.length)
            case .email(let entity): make(.email, entity.offset, entity.length)
            case .phone(let entity): make(.phone, entity.offset, entity.length)
            case .bankCard(let entity): make(.bankCard, entity.offset, entity.length)
            case .tonAddress(let entity): make(.tonAddress, entity.offset, entity.length)
            case .bold(let entity): make(.bold, entity.offset, entity.length)
            case .italic(let entity): make(.italic, entity.offset, entity.length)
            case .underline(let entity): make(.underline, entity.offset, entity.length)
            case .strike(let entity): make(.strikethrough, entity.offset, entity.length)
            case .spoiler(let entity): make(.spoiler, entity.offset, entity.length)
            case .code(let entity): make(.code, entity.offset, entity.length)
            case .pre(let entity): make(.pre(language: entity.language), entity.offset, entity.length)
            case .textUrl(let entity): make(.textURL(entity.url), entity.offset, entity.length)
            case .mentionName(let entity): make(.mentionName(userID: entity.userID), entity.offset, entity.length)
            case .customEmoji(let entity):
                make(.customEmoji(documentID: entity.documentID), entity.offset, entity.length)
            case .blockquote(let entity): make(.blockquote(collapsed: entity.collapsed), entity.offset, entity.length)
            case .formattedDate(let entity):
                make(.formattedDate(FormattedDate(entity)), entity.offset, entity.length)
            case .diffInsert(let entity): make(.diffInsert, entity.offset, entity.length)
            case .diffReplace(let entity): make(.diffReplace(oldText: entity.oldText), entity.offset, entity.length)
            case .diffDelete(let entity): make(.diffDelete, entity.offset, entity.length)
            case .inputMentionName(let entity):
                if case .inputUser(let user) = entity.userID {
                    make(.mentionName(userID: user.userID), entity.offset, entity.length)
                } else {
                    make(.unknown, entity.offset, entity.length)
                }
            }
    }

    /// The entity for the wire.
    ///
    /// A mention by id has no effect in a message that is sent unless it carries the user's access hash; give
    /// `resolve` then.
    ///
    /// - Parameter resolve: Finds the input user of a user id; `nil` leaves a mention as it is.
    /// - Returns: The entity as Telegram takes it.
    public func tl(resolvingMentions resolve: (Int64) -> TL.InputUser? = { _ in nil }) -> TL.MessageEntity {
        let offset = Int32(clamping: offset)
        let length = Int32(clamping: length)
        return switch kind {
        case .unknown: .unknown(.init(offset: offset, length: length))
        case .mention: .mention(.init(offset: offset, length: length))
        case .hashtag: .hashtag(.init(offset: offset, length: length))
        case .cashtag: .cashtag(.init(offset: offset, length: length))
        case .botCommand: .botCommand(.init(offset: offset, length: length))
        case .url: .url(.init(offset: offset, length: length))
        case .email: .email(.init(offset: offset, length: length))
        case .phone: .phone(.init(offset: offset, length: length))
        case .bankCard: .bankCard(.init(offset: offset, length: length))
        case .tonAddress: .tonAddress(.init(offset: offset, length: length))
        case .bold: .bold(.init(offset: offset, length: length))
        case .italic: .italic(.init(offset: offset, length: length))
        case .underline: .underline(.init(offset: offset, length: length))
        case .strikethrough: .strike(.init(offset: offset, length: length))
        case .spoiler: .spoiler(.init(offset: offset, length: length))
        case .code: .code(.init(offset: offset, length: length))
        case .pre(let language): .pre(.init(offset: offset, length: length, language: language))
        case .textURL(let url): .textUrl(.init(offset: offset, length: length, url: url))
        case .mentionName(let userID):
            if let user = resolve(userID) {
                .inputMentionName(.init(offset: offset, length: length, userID: user))
            } else {
                .mentionName(.init(offset: offset, length: length, userID: userID))
            }
        case .customEmoji(let documentID):
            .customEmoji(.init(offset: offset, length: length, documentID: documentID))
        case .blockquote(let collapsed): .blockquote(.init(collapsed: collapsed, offset: offset, length: length))
        case .formattedDate(let date):
            .formattedDate(
                .init(
                    relative: date.format.contains(.relative), shortTime: date.format.contains(.shortTime),
                    longTime: date.format.contains(.longTime), shortDate: date.format.contains(.shortDate),
                    longDate: date.format.contains(.longDate), dayOfWeek: date.format.contains(.dayOfWeek),
                    offset: offset, length: length, date: date.unixTime))
        case .diffInsert: .diffInsert(.init(offset: offset, length: length))
        case .diffReplace(let oldText): .diffReplace(.init(offset: offset, length: length, oldText: oldText))
        case .diffDelete: .diffDelete(.init(offset: offset, length: length))
        }
    }
}

extension FormattedText {
    /// Takes a text with entities from the wire.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - entities: Its entities, as in a message's `entities`.
    public init(_ text: String, tlEntities entities: [TL.MessageEntity]) {
        self.init(text, entities: entities.map { MessageEntity($0) })
    }

    /// The entities for the wire.
    ///
    /// - Parameter resolve: Finds the input user of a user id; `nil` leaves a mention as it is.
    /// - Returns: The entities as Telegram takes them.
    public func tlEntities(resolvingMentions resolve: (Int64) -> TL.InputUser? = { _ in nil }) -> [TL.MessageEntity] {
        entities.map { $0.tl(resolvingMentions: resolve) }
    }
}

extension FormattedDate {
    init(_ date: TL.MessageEntity.FormattedDate) {
        self.init(
            unixTime: date.date,
            format: Format(
                relative: date.relative, shortTime: date.shortTime, longTime: date.longTime, shortDate: date.shortDate,
                longDate: date.longDate, dayOfWeek: date.dayOfWeek))
    }

    init(_ date: TL.RichText.Date) {
        self.init(
            unixTime: date.date,
            format: Format(
                relative: date.relative, shortTime: date.shortTime, longTime: date.longTime, shortDate: date.shortDate,
                longDate: date.longDate, dayOfWeek: date.dayOfWeek))
    }
}

extension FormattedDate.Format {
    fileprivate init(
        relative: Bool, shortTime: Bool, longTime: Bool, shortDate: Bool, longDate: Bool, dayOfWeek: Bool
    ) {
        self = []
        if relative { insert(.relative) }
        if shortTime { insert(.shortTime) }
        if longTime { insert(.longTime) }
        if shortDate { insert(.shortDate) }
        if longDate { insert(.longDate) }
        if dayOfWeek { insert(.dayOfWeek) }
    }
}
