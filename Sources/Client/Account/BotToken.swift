// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender

/// The form of the tokens that @BotFather gives out: a number, a colon, and letters, digits, `_` and `-`.
enum BotToken {
    /// Refuses what cannot be a token; the error does not repeat it.
    static func check(_ token: String) throws(InvocationError) {
        let parts = token.split(separator: ":", omittingEmptySubsequences: false)
        let isToken =
            parts.count == 2 && Int64(parts[0]) ?? 0 > 0 && !parts[1].isEmpty
            && parts[1].utf8.allSatisfy { byte in
                Character(UnicodeScalar(byte)).isLetter && byte < 128 || (48...57).contains(byte) || byte == 45
                    || byte == 95
            }
        guard !isToken else { return }
        throw .invalidArgument(
            method: "auth.importBotAuthorization",
            token.isEmpty
                ? "the bot token is empty; @BotFather gives one out, it looks like 123456:ABC-DEF…"
                : "this is no bot token: one looks like 123456:ABC-DEF…, a number, a colon, and letters, digits, - and _"
        )
    }
}
