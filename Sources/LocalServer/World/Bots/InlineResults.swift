// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// What a result becomes when it is sent, and the invoice at which it can be paid for, if it is one.
    mutating func message(
        of result: TL.InputBotInlineResult, by bot: Account
    ) throws(RPCFailure) -> (message: NewMessage, slug: String?) {
        var message = NewMessage(text: "")
        (message.isMadeByBot, message.viaBot) = (true, bot.id)
        var slug: String?
        switch result.message {
        case .text(let content):
            (message.text, message.entities, message.replyMarkup) = (
                content.message, content.entities, content.replyMarkup
            )
            message.hidesPreview = content.noWebpage
        case .mediaWebPage(let content):
            (message.text, message.entities, message.replyMarkup) = (
                content.message, content.entities, content.replyMarkup
            )
        case .mediaAuto(let content):
            (message.text, message.entities, message.replyMarkup) = (
                content.message, content.entities, content.replyMarkup
            )
            message.media = try store(try result.file, of: bot)
        case .mediaGeo(let content):
            message.replyMarkup = content.replyMarkup
            let media: TL.InputMedia =
                if content.period != nil {
                    .geoLive(
                        .init(
                            geoPoint: content.geoPoint, heading: content.heading, period: content.period,
                            proximityNotificationRadius: content.proximityNotificationRadius))
                } else {
                    .geoPoint(.init(geoPoint: content.geoPoint))
                }
            message.media = try store(media, of: bot)
        case .mediaVenue(let content):
            message.replyMarkup = content.replyMarkup
            message.media = try store(
                .venue(
                    .init(
                        geoPoint: content.geoPoint, title: content.title, address: content.address,
                        provider: content.provider, venueID: content.venueID, venueType: content.venueType)), of: bot)
        case .mediaContact(let content):
            message.replyMarkup = content.replyMarkup
            message.media = try store(
                .contact(
                    .init(
                        phoneNumber: content.phoneNumber, firstName: content.firstName, lastName: content.lastName,
                        vcard: content.vcard)), of: bot)
        case .mediaInvoice(let content):
            message.replyMarkup = content.replyMarkup
            let invoice = content.invoiceMedia
            slug = try export(invoice, of: bot.id)
            message.media = try store(.invoice(invoice), of: bot)
        case .game(let content):
            guard case .game(let game) = result else { throw .bad(.sendMessageGameInvalid) }
            message.replyMarkup = content.replyMarkup
            message.media = .plain(.game(.init(game: try self.game(game.shortName, of: bot.id))))
        case .richMessage: throw Engine.notImplemented
        }
        return (message, slug)
    }

    /// A result as somebody is shown it; `nil` for one that is written in blocks.
    func shown(
        _ result: TL.InputBotInlineResult, by bot: Account, for viewer: Int64
    ) throws(RPCFailure) -> TL.BotInlineResult? {
        guard let message = result.message.shown else { return nil }
        switch result {
        case .inputBotInlineResult(let result):
            return .botInlineResult(
                .init(
                    id: result.id, type: result.type, title: result.title, description: result.description,
                    url: result.url, thumb: result.thumb?.shown, content: result.content?.shown, sendMessage: message))
        case .photo(let result):
            let file = try photo(result.photo, bot)
            return .media(
                .init(id: result.id, type: result.type, photo: photo(file.id, for: viewer), sendMessage: message))
        case .document(let result):
            let file = try document(result.document, bot)
            return .media(
                .init(
                    id: result.id, type: result.type, document: document(file.id, for: viewer), title: result.title,
                    description: result.description, sendMessage: message))
        case .game(let result):
            let game = try self.game(result.shortName, of: bot.id)
            return .media(
                .init(
                    id: result.id, type: "game", title: game.title, description: game.description,
                    sendMessage: message))
        }
    }
}

extension TL.InputBotInlineResult {
    /// The file that is sent.
    fileprivate var file: TL.InputMedia {
        get throws(RPCFailure) {
            switch self {
            case .photo(let result): return .photo(.init(id: result.photo))
            case .document(let result): return .document(.init(id: result.document))
            case .inputBotInlineResult(let result):
                guard let url = result.content?.url ?? result.url else { throw .bad(.mediaInvalid) }
                return result.type == "photo" ? .photoExternal(.init(url: url)) : .documentExternal(.init(url: url))
            case .game: throw .bad(.mediaInvalid)
            }
        }
    }
}

extension TL.InputBotInlineMessage {
    /// What is sent, as people are shown it before; a game has no words for it.
    fileprivate var shown: TL.BotInlineMessage? {
        switch self {
        case .text(let message):
            .text(
                .init(
                    noWebpage: message.noWebpage, invertMedia: message.invertMedia, message: message.message,
                    entities: message.entities, replyMarkup: message.replyMarkup))
        case .mediaWebPage(let message):
            .mediaWebPage(
                .init(
                    invertMedia: message.invertMedia, forceLargeMedia: message.forceLargeMedia,
                    forceSmallMedia: message.forceSmallMedia, message: message.message, entities: message.entities,
                    url: message.url, replyMarkup: message.replyMarkup))
        case .mediaAuto(let message):
            .mediaAuto(
                .init(
                    invertMedia: message.invertMedia, message: message.message, entities: message.entities,
                    replyMarkup: message.replyMarkup))
        case .mediaGeo(let message):
            .mediaGeo(
                .init(
                    geo: message.geoPoint.shown, heading: message.heading, period: message.period,
                    proximityNotificationRadius: message.proximityNotificationRadius,
                    replyMarkup: message.replyMarkup))
        case .mediaVenue(let message):
            .mediaVenue(
                .init(
                    geo: message.geoPoint.shown, title: message.title, address: message.address,
                    provider: message.provider, venueID: message.venueID, venueType: message.venueType,
                    replyMarkup: message.replyMarkup))
        case .mediaContact(let message):
            .mediaContact(
                .init(
                    phoneNumber: message.phoneNumber, firstName: message.firstName, lastName: message.lastName,
                    vcard: message.vcard, replyMarkup: message.replyMarkup))
        case .mediaInvoice(let message):
            .mediaInvoice(
                .init(
                    shippingAddressRequested: message.invoice.shippingAddressRequested, test: message.invoice.test,
                    title: message.title, description: message.description, currency: message.invoice.currency,
                    totalAmount: message.invoice.prices.reduce(0) { $0 &+ $1.amount },
                    replyMarkup: message.replyMarkup))
        case .game(let message): .mediaAuto(.init(message: "", replyMarkup: message.replyMarkup))
        case .richMessage: nil
        }
    }
}

extension TL.InputBotInlineMessage.MediaInvoice {
    fileprivate var invoiceMedia: TL.InputMedia.Invoice {
        .init(
            title: title, description: description, photo: photo, invoice: invoice, payload: payload,
            provider: provider.isEmpty ? nil : provider, providerData: providerData)
    }
}

extension TL.InputGeoPoint {
    fileprivate var shown: TL.GeoPoint {
        guard case .inputGeoPoint(let point) = self else { return .empty }
        return .geoPoint(
            .init(long: point.long, lat: point.lat, accessHash: 1, accuracyRadius: point.accuracyRadius))
    }
}

extension TL.InputWebDocument {
    fileprivate var shown: TL.WebDocument {
        .noProxy(.init(url: url, size: size, mimeType: mimeType, attributes: attributes))
    }
}
