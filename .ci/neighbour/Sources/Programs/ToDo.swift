import Ferogram
import FerogramFSM

private struct Item: Codable, Sendable {
    var title: String
    var isDone = false
}

private enum Press: CallbackData {
    case toggle(Int)
    case clear
}

private let list = ConversationField<[Item]>("items")

private func text(_ items: [Item]) -> InputMessage {
    let buttons = items.enumerated().map { index, item in
        InlineButton.callback((item.isDone ? "✓ " : "○ ") + item.title, Press.toggle(index))
    }
    let rows = buttons.map { [$0] } + [[.callback("Remove what is done", Press.clear)]]
    return InputMessage(items.isEmpty ? "Nothing to do" : "To do:").keyboard(.inline(InlineKeyboard(rows)))
}

/// Keeps a list of things to do for each person, with buttons, a question, a rate limit and a stop that loses nothing.
public func runToDoBot(_ builder: ClientBuilder, token: String) async throws {
    let client = try await builder.connect()
    try await client.signIn(botToken: token)
    let dispatcher = Dispatcher(states: .file("todo.db"))
    dispatcher.use(.rateLimit(20, per: .seconds(60)))
    dispatcher.use(.reportingErrors { "Sorry: \($0)" })
    dispatcher.onCommand("add") { message in
        var title = message.command?.arguments ?? ""
        if title.isEmpty { title = try await message.conversation.ask("What is to be done?").text }
        let items = try await message.conversation.update(list, default: []) { items in
            items.append(Item(title: title))
            return items
        }
        try await message.respond(text(items))
    }
    dispatcher.onCommand("list") { message in
        try await message.respond(text(try await message.conversation.value(of: list) ?? []))
    }
    dispatcher.onCallbackQuery(reading: Press.self) { query, press in
        let items = try await query.conversation().update(list, default: []) { items in
            switch press {
            case .toggle(let index) where items.indices.contains(index): items[index].isDone.toggle()
            case .toggle: break
            case .clear: items.removeAll(where: \.isDone)
            }
            return items
        }
        try await query.edit(text(items))
    }
    try await withTerminationSignals { try await dispatcher.run(on: client) }
    await client.shutdown()
}
