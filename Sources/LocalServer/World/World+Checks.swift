// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// How many UTF-16 code units the part of a message may have that an answer quotes, `quote_length_max` of
    /// core.telegram.org/api/config.
    private static let quoteLength = 1024
    /// How many bytes an address may have.
    private static let urlSize = 2048
    /// How many UTF-16 code units a button may copy.
    private static let copyLengths = 1...256

    /// How many UTF-16 code units the description of a channel may have.
    private static let aboutLength = 255

    /// Checks how somebody formatted a text.
    ///
    /// - Parameters:
    ///   - entities: The entities, as they came.
    ///   - length: How many UTF-16 code units the text has.
    /// - Throws: ``RPCFailure`` for too many, or those beyond the text.
    func check(_ entities: [TL.MessageEntity], length: Int) throws(RPCFailure) {
        guard entities.count <= limits.entities else { throw .bad(.entitiesTooLong) }
        var size = 0
        for entity in entities {
            guard let range = entity.range, range.upperBound <= length else { throw .bad(.entityBoundsInvalid) }
            // Addresses and names of languages make entities long.
            size += Self.size(of: entity)
        }
        guard size <= limits.entitySize else { throw .bad(.entitiesTooLong) }
    }

    /// Checks what part of a message an answer quotes.
    func check(_ quote: StoredMessage.Quote) throws(RPCFailure) {
        let length = quote.text.utf16.count
        guard length <= Self.quoteLength else { throw .bad(.quoteTextInvalid) }
        try check(quote.entities, length: length)
    }

    /// Checks a keyboard, or the buttons under a message.
    func check(_ markup: TL.ReplyMarkup) throws(RPCFailure) {
        guard Self.size(of: markup) <= limits.markupSize else { throw .bad(.replyMarkupTooLong) }
        switch markup {
        case .inline(let markup):
            for button in markup.rows.flatMap(\.buttons) {
                guard !button.text.isEmpty else { throw .bad(.replyMarkupInvalid) }
                try check(button.type)
            }
        case .keyboard(let markup):
            for button in markup.rows.flatMap(\.buttons) {
                guard !button.text.isEmpty else { throw .bad(.replyMarkupInvalid) }
                if case .simpleWebView(let view) = button.type { try check(url: view.url) }
            }
        case .keyboardHide, .keyboardForceReply:
            break
        }
    }

    private func check(_ button: TL.InlineButtonType) throws(RPCFailure) {
        switch button {
        case .callback(let callback):
            guard (1...64).contains(callback.data.count) else { throw .bad(.buttonDataInvalid) }
        case .copy(let copy):
            guard Self.copyLengths.contains(copy.copyText.utf16.count) else { throw .bad(.buttonCopyTextInvalid) }
        case .url(let link): try check(url: link.url)
        case .urlAuth(let link): try check(url: link.url)
        case .inputUrlAuth(let link): try check(url: link.url)
        case .webView(let view): try check(url: view.url)
        default: break
        }
    }

    private func check(url: String) throws(RPCFailure) {
        guard (1...Self.urlSize).contains(url.utf8.count) else { throw .bad(.buttonURLInvalid) }
    }

    /// Checks what a bot answers to the press of a button; see core.telegram.org/method/messages.setBotCallbackAnswer.
    func check(_ answer: TL.messages.BotCallbackAnswer) throws(RPCFailure) {
        guard answer.message?.utf16.count ?? 0 <= 200 else { throw .bad(.messageTooLong) }
        guard answer.url?.utf8.count ?? 0 <= Self.urlSize else { throw .bad(.urlInvalid) }
    }

    /// Checks what somebody says to be doing.
    func check(_ action: TL.SendMessageAction) throws(RPCFailure) {
        guard Self.size(of: action) <= limits.actionSize else { throw .bad(.dataTooLong) }
    }

    /// Checks the parts of a name; those that are `nil` stay as they are.
    static func check(firstName: String?, lastName: String?) throws(RPCFailure) {
        if let firstName, !(1...64).contains(firstName.utf16.count) { throw .bad(.firstnameInvalid) }
        if let lastName, lastName.utf16.count > 64 { throw .bad(.lastnameInvalid) }
    }

    /// Checks what a channel says about itself.
    static func check(about: String) throws(RPCFailure) {
        guard about.utf16.count <= aboutLength else { throw .bad(.chatAboutTooLong) }
    }

    /// How many bytes a value takes; what cannot be written takes more than anything may.
    private static func size(of value: some TLEncodable) -> Int {
        (try? value.encoded().count) ?? Int(Int32.max)
    }
}
