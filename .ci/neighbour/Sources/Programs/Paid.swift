import Ferogram

/// Sells tea for Stars, and gives the Stars back when it is asked to.
public func runPaidBot(_ builder: ClientBuilder, token: String) async throws {
    try await builder.withClient { client in
        try await client.signIn(botToken: token)
        let dispatcher = Dispatcher()
        dispatcher.onCommand("buy") { message in
            let tea = Invoice("Tea", description: "Green tea", payload: "tea", stars: 5)
            try await client.sendInvoice(tea, to: message.chatID)
        }
        dispatcher.onPreCheckoutQuery { try await $0.approve() }
        dispatcher.onPayment { message, payment in
            try await message.respond("Thanks! To get it back: /refund \(payment.chargeID)")
        }
        dispatcher.onCommand("refund", String.self) { message, charge in
            try await client.refundStars(of: message.chatID, chargeID: charge)
        }
        try await dispatcher.run(on: client)
    }
}
