import Ferogram

/// A bot as a newcomer writes it.
public func makeDispatcher() -> Dispatcher {
    let dispatcher = Dispatcher()
    dispatcher.onMessage(.command("start")) { message in
        try await message.reply("Hi! Say anything.")
    }
    dispatcher.onMessage(.private && .text && !.anyCommand) { message in
        try await message.reply(.markdown("You said **\(message.text)**"))
    }
    dispatcher.onCallbackQuery(.data(prefix: "vote:")) { query in
        try await query.answer("Counted")
    }
    return dispatcher
}
