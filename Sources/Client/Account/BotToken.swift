// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender

/// The form of the tokens that @BotFather gives out: a number, a colon, and letters, digits, `_` and `-`.
enum BotToken {
    /// The bot's number in a token; `nil` if the text cannot be one.
    static func botID(of token: String) -> Int64? {
        let parts = token.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let id = Int64(parts[0]), id > 0, !parts[1].isEmpty,
            parts[1].utf8.allSatisfy({ byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            })
        else { return nil }
        return id
    }

    /// Refuses what cannot be a token; the error does not repeat it.
    ///
    /// - Returns: The bot's number.
    @discardableResult
    static func check(_ token: String) throws(InvocationError) -> Int64 {
        if let id = botID(of: token) { return id }
        throw .invalidArgument(
            method: "auth.importBotAuthorization",
            token.isEmpty
                ? "the bot token is empty; @BotFather gives one out, it looks like 123456:ABC-DEF…"
                : "this is no bot token: one looks like 123456:ABC-DEF…, a number, a colon, and letters, digits, - and _"
        )
    }
}
