// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport

/// Buttons below a message, answered by notes and windows.
@main
enum InlineKeyboardMain {
    static func main() async {
        await Example.runBot("inline_keyboard", makeDispatcher) { script in
            let menu = try await script.ann.say("/start")
            for button in ["Say hello", "About", "Ferogram", "Surprise"] {
                try await script.ann.press(button, under: menu)
            }
        }
    }

    static func makeDispatcher() -> Dispatcher {
        let dispatcher = Dispatcher()
        dispatcher.onMessage(.command("start")) { message in
            try await message.respond(
                .text("Choose:").keyboard(
                    .inline([
                        [.callback("Say hello", data: "cb:hello"), .callback("About", data: "cb:about")],
                        [.callback("Ferogram", data: "cb:ferogram"), .callback("Surprise", data: "cb:surprise")],
                    ])))
        }
        dispatcher.onCallbackQuery(.data("cb:hello")) { query in
            try await query.answer("Hello, \(query.sender?.firstName ?? "stranger")!")
        }
        dispatcher.onCallbackQuery(.data("cb:about")) { query in
            try await query.answer("A bot that shows buttons.", isAlert: true)
        }
        dispatcher.onCallbackQuery(.data("cb:ferogram")) { query in
            try await query.answer("A Telegram client in Swift.", isAlert: true)
        }
        // Everything else, so that no button keeps showing progress.
        dispatcher.onCallbackQuery(!.any(.data("cb:hello"), .data("cb:about"), .data("cb:ferogram"))) { query in
            try await query.answer("Nobody has taught me this button.")
        }
        return dispatcher
    }
}
