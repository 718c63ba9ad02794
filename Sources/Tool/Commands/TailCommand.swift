// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramTLJSON
import FerogramTLTypes
import Foundation

extension Command {
    static let tail = Command(
        name: "tail", synopsis: "[--count N] [--json] [--secrets] [options]",
        summary: "Print what happens, until it is interrupted.",
        help: """
              --count N       end after so many updates
              --json          a line of JSON for each update, as the schema has it
              --secrets       print file references, hashes, phone numbers and the like instead of digests
            \(Connection.help)
            """,
        options: Connection.options.union(["count"]), switches: Connection.switches.union(["json", "secrets"])
    ) { arguments in
        _ = try arguments.words(0...0, "no words")
        let limit = try arguments.number("count", in: 1...Int.max) ?? .max
        let options = Output.options(arguments)
        try await Connection.withAccount(arguments) { client in
            // A call tells the server that this session wants updates.
            _ = try await client.me()
            Output.note("waiting for updates")
            var count = 0
            for await update in client.updates {
                if arguments.has("json") {
                    guard let text = try update.json(options) else { continue }
                    Output.write(text)
                } else {
                    Output.write(update.line.printable)
                }
                count += 1
                if count == limit { break }
            }
        }
    }
}

extension Update {
    /// The update for a person, in a line.
    fileprivate var line: String {
        switch self {
        case .message(let message): "\(Self.place(message)): \(Self.content(message))"
        case .messageEdited(let message): "\(Self.place(message)) (edited): \(Self.content(message))"
        case .messagesDeleted(let deleted): "deleted: \(deleted.ids.map(String.init).joined(separator: ", "))"
        case .callbackQuery(let query): "button \(query.text ?? "(bytes)") pressed by \(query.userID)"
        case .missed: "some updates are missing"
        default: "another update"
        }
    }

    private static func place(_ message: Message) -> String {
        let sender = message.sender?.fullName ?? message.senderChat?.title ?? "?"
        return "[\(message.id)] "
            + (message.isPrivate ? sender : "\(sender) in \(message.chat?.title ?? "\(message.chatID)")")
    }

    private static func content(_ message: Message) -> String {
        let text = message.text.replacing("\n", with: " ⏎ ")
        return text.isEmpty ? (message.media == nil ? "(an event)" : "(media)") : text
    }

    /// The update as the schema has it; `nil` for what is no value of the schema.
    fileprivate func json(_ options: TLJSONOptions) throws -> String? {
        let bytes: [UInt8]? =
            switch self {
            case .message(let message), .messageEdited(let message): try message.raw.encoded()
            case .callbackQuery(let query): try query.raw.encoded()
            case .raw(let update): try update.encoded()
            default: nil
            }
        return try bytes.map { bytes throws(TLJSONError) in try TLJSON.current.text(of: bytes, options: options) }
    }
}

extension String {
    /// The text without what a terminal takes for a command; strangers write it.
    fileprivate var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    }
}

extension CallbackQuery {
    fileprivate var raw: TL.Update {
        switch origin {
        case .message(let query): .botCallbackQuery(query)
        case .inlineMessage(let query): .inlineBotCallbackQuery(query)
        case .businessMessage(let query): .businessBotCallbackQuery(query)
        case .ephemeralMessage(let query): .ephemeralBotCallbackQuery(query)
        }
    }
}
