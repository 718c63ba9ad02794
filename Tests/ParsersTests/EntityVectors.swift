// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import Foundation
import XCTest

/// One case of a vector file.
struct EntityVector {
    let input: String
    let text: String
    let entities: [MessageEntity]
    let error: String?
    let unparsed: String?
}

/// What was read from the vector files.
enum EntityVectors {
    static func load(_ name: String) throws -> [EntityVector] {
        let url = try XCTUnwrap(
            Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Vectors"), name)
        let root = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
        let cases = try XCTUnwrap(root["vectors"] as? [[String: Any]])
        XCTAssertFalse(cases.isEmpty)
        return try cases.map { item in
            let input = try XCTUnwrap(item["input"] as? String)
            let entities = item["entities"] as? [[String: Any]] ?? []
            return EntityVector(
                input: input, text: item["text"] as? String ?? input, entities: try entities.compactMap(entity),
                error: item["error"] as? String, unparsed: item["unparse"] as? String)
        }
    }

    private static func entity(_ item: [String: Any]) throws -> MessageEntity? {
        let name = try XCTUnwrap((item["type"] ?? item["_"]) as? String)
        let offset = try XCTUnwrap(item["offset"] as? Int)
        let length = try XCTUnwrap(item["length"] as? Int)
        return try MessageEntity(XCTUnwrap(kind(name, item), name), offset: offset, length: length)
    }

    private static func kind(_ name: String, _ item: [String: Any]) -> MessageEntity.Kind? {
        let language = item["language"] as? String ?? ""
        let documentID =
            (item["custom_emoji_id"] as? String).flatMap { Int64($0) } ?? (item["document_id"] as? NSNumber)?.int64Value
        let userID = (item["user_id"] as? NSNumber)?.int64Value
        switch name.replacingOccurrences(of: "MessageEntity", with: "") {
        case "Bold": return .bold
        case "Italic": return .italic
        case "Underline": return .underline
        case "Strike", "Strikethrough": return .strikethrough
        case "Spoiler": return .spoiler
        case "Code": return .code
        case "Pre", "PreCode": return .pre(language: language)
        case "TextUrl": return (item["url"] as? String).map { .textURL($0) }
        case "MentionName", "InputMentionName": return userID.map { .mentionName(userID: $0) }
        case "CustomEmoji": return documentID.map { .customEmoji(documentID: $0) }
        case "BlockQuote": return .blockquote(collapsed: false)
        case "ExpandableBlockQuote": return .blockquote(collapsed: true)
        case "Blockquote": return .blockquote(collapsed: item["collapsed"] as? Bool ?? false)
        case "Email", "EmailAddress": return .email
        case "Mention": return .mention
        case "Hashtag": return .hashtag
        case "Cashtag": return .cashtag
        case "BotCommand": return .botCommand
        case "Url": return .url
        // Nothing in MTProto's schema says it, so it stands for itself.
        case "MediaTimestamp": return .unknown
        case "DateTime": return (item["unix_time"] as? Int).map { date($0, absolute(item)) }
        case "FormattedDate": return (item["date"] as? Int).map { date($0, flags(item)) }
        default: return nil
        }
    }

    private static func date(_ time: Int, _ format: FormattedDate.Format) -> MessageEntity.Kind {
        .formattedDate(FormattedDate(unixTime: Int32(time), format: format))
    }

    private static func flags(_ item: [String: Any]) -> FormattedDate.Format {
        var format: FormattedDate.Format = []
        if item["relative"] != nil { format.insert(.relative) }
        if item["short_time"] != nil { format.insert(.shortTime) }
        if item["long_time"] != nil { format.insert(.longTime) }
        if item["short_date"] != nil { format.insert(.shortDate) }
        if item["long_date"] != nil { format.insert(.longDate) }
        if item["day_of_week"] != nil { format.insert(.dayOfWeek) }
        return format
    }

    private static func absolute(_ item: [String: Any]) -> FormattedDate.Format {
        var format: FormattedDate.Format = []
        let type = item["formatting_type"] as? [String: Any] ?? [:]
        func precision(_ name: String) -> String? { (type[name] as? [String: Any])?["@type"] as? String }
        if precision("time_precision") == "dateTimePartPrecisionLong" { format.insert(.longTime) }
        if precision("time_precision") == "dateTimePartPrecisionShort" { format.insert(.shortTime) }
        if precision("date_precision") == "dateTimePartPrecisionLong" { format.insert(.longDate) }
        if precision("date_precision") == "dateTimePartPrecisionShort" { format.insert(.shortDate) }
        if type["show_day_of_week"] as? Bool == true { format.insert(.dayOfWeek) }
        return format
    }
}
