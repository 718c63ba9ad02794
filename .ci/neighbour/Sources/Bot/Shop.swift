import Ferogram
import FerogramFSM

/// The steps of an order.
public enum Order: ConversationState {
    case product
    case amount(product: String)
}

/// A bot with routers, middleware, states, questions, an inline mode and payments.
public func makeShop(_ client: TelegramClient) -> Dispatcher {
    let dispatcher = Dispatcher()
    dispatcher.use(.rateLimit(50, per: .seconds(1)))
    dispatcher.use(.reportingErrors { "Sorry: \($0)" })
    dispatcher.include(makeOrders(client), where: .private)
    dispatcher.include(makeGroups(), where: .group)
    dispatcher.onInlineQuery { query in
        try await query.answer(pagesOf: ["tea", "coffee", "water"].filter { $0.hasPrefix(query.text) }) { product in
            .article(product, id: product, message: "I like \(product)")
        }
    }
    dispatcher.onPreCheckoutQuery { query in try await query.approve() }
    dispatcher.onPayment { message, payment in try await message.respond("Paid \(payment.totalAmount)") }
    return dispatcher
}

private func makeOrders(_ client: TelegramClient) -> Router {
    let orders = Router()
    orders.onCommand("order") { message in
        try await message.conversation(as: Order.self).transition(to: .product)
        try await message.respond("What?")
    }
    orders.onMessage(in: Order.self, where: .text) { message, state, conversation in
        switch state {
        case .product:
            try await conversation.transition(to: .amount(product: message.text))
            try await message.respond("How many?")
        case .amount(let product):
            guard let amount = Int64(message.text) else { throw ShopError.noNumber }
            try await conversation.end()
            let invoice = Invoice(product, description: "\(amount) × \(product)", payload: product, stars: amount)
            try await message.respond(try await client.exportInvoice(invoice))
        }
    }
    let introduction = Scene("introduction") { scene in
        let name = try await scene.ask("Your name?").text
        let age = try await scene.ask("Your age?", as: Int.self, retry: "A number, please")
        try await scene.message.respond("Hello, \(name), \(age)")
    }
    orders.add(introduction)
    orders.onCommand("name") { try await introduction.enter($0) }
    return orders
}

private func makeGroups() -> Router {
    let groups = Router(.first)
    groups.onCommand("add", Int.self) { message, number in try await message.reply("\(number + 1)") }
    groups.onCommand("add") { message in try await message.reply("A number, please") }
    let rules = Router()
    rules.onCommand("rules") { message in try await message.reply("Be kind") }
    groups.include(rules)
    return groups
}

enum ShopError: Error { case noNumber }
