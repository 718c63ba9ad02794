// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramFSM

/// The steps of an order.
enum Order: String, ConversationState {
    case product, quantity, address, confirmation
}

/// What is known of an order.
enum OrderField {
    static let product = ConversationField<String>("product")
    static let quantity = ConversationField<Int>("quantity")
    static let address = ConversationField<String>("address")
}

/// A bot that takes orders in private chats.
enum OrderBot {
    static func makeDispatcher() -> Dispatcher {
        let store = ConversationStore(storage: MemoryStateStorage(lifetime: .seconds(86_400)))
        let order = { @Sendable (message: Message) in
            store.conversation(
                for: ConversationKey(userID: message.sender?.id, chatID: message.chatID.botAPI), as: Order.self)
        }
        let dispatcher = Dispatcher()
        dispatcher.onMessage(.private && .command("start")) { message in
            try await message.respond("Welcome! /order begins, /cancel ends, /help explains.")
        }
        dispatcher.onMessage(.private && .command("help")) { message in
            try await message.respond(
                "I ask for a product, a quantity and an address. /cancel ends an order at any step.")
        }
        dispatcher.onMessage(.private && .command("rules")) { message in
            try await message.respond("At most 100 pieces. No refunds: this is an example.")
        }
        dispatcher.onMessage(.private && .command("order")) { message in
            try await order(message).clearAll()
            try await order(message).transition(to: .product)
            try await message.respond("What would you like?")
        }
        dispatcher.onMessage(.private && .command("cancel")) { message in
            let hadOrder = try await order(message).state != nil
            try await order(message).clearAll()
            try await message.respond(hadOrder ? "Cancelled." : "There is nothing to cancel.")
        }
        // Commands are no answers, so these come only for other texts.
        dispatcher.onMessage(.private && .text && !.anyCommand) { message in
            try await answer(message, order(message))
        }
        return dispatcher
    }

    private static func answer(_ message: Message, _ order: ConversationContext<Order>) async throws {
        switch try await order.state {
        case .product:
            try await order.setValue(message.text, of: OrderField.product)
            try await order.transition(to: .quantity)
            try await message.respond("How many?")
        case .quantity:
            guard let quantity = Int(message.text), 1...100 ~= quantity else {
                try await message.respond("A number from 1 to 100, please.")
                return
            }
            try await order.setValue(quantity, of: OrderField.quantity)
            try await order.transition(to: .address)
            try await message.respond("Where to?")
        case .address:
            try await order.setValue(message.text, of: OrderField.address)
            try await order.transition(to: .confirmation)
            let product = try await order.value(of: OrderField.product) ?? ""
            let quantity = try await order.value(of: OrderField.quantity) ?? 0
            try await message.respond(
                .markdown("\(quantity) × **\(product)** to \(message.text). Is that right? (yes/no)"))
        case .confirmation:
            let isConfirmed = ["yes", "confirm", "ok"].contains(message.text.lowercased())
            try await order.clearAll()
            try await message.respond(isConfirmed ? "Thank you, it is on its way!" : "Then not. /order begins again.")
        case nil:
            try await message.respond("Say /order to begin.")
        }
    }
}
