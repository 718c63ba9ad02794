// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram

/// A bot whose buttons other clients press, which they ask in its inline mode, and which they pay.
enum ShopBot {
    static let username = "shop_bot"

    static func run(_ builder: ClientBuilder, token: String) async throws {
        try await builder.withClient { client in
            try await client.signIn(botToken: token)
            try await makeDispatcher().run(on: client)
        }
    }

    private static func makeDispatcher() -> Dispatcher {
        let dispatcher = Dispatcher()
        dispatcher.onCommand("start") { message in
            try await message.respond("Well?".keyboard(.inline([[.callback("Yes", data: "yes")]])))
        }
        dispatcher.onCallbackQuery { query in
            try await query.answer("Good")
            try await query.edit("Pressed \(query.text ?? "")")
        }
        dispatcher.onInlineQuery { query in
            let message = "I like \(query.text)".keyboard(.inline([[.callback("Me too", data: "me")]]))
            try await query.answer([.article(query.text.uppercased(), id: "1", message: message)])
        }
        dispatcher.onCommand("buy") { message in
            let tea = Invoice("Tea", description: "Green tea", payload: "tea", stars: 5)
            try await message.client.sendInvoice(tea, to: message.chatID)
        }
        dispatcher.onPreCheckoutQuery { try await $0.approve() }
        dispatcher.onPayment { message, payment in
            try await message.respond("Paid \(payment.totalAmount)")
            try await message.client.refundStars(of: message.chatID, chargeID: payment.chargeID)
        }
        return dispatcher
    }
}
