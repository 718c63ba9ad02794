// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport

/// Translates the message that the account's owner answers with `.tr LANGUAGE`; the command becomes the translation.
///
/// Telegram translates for people, not for bots.
@main
enum TranslateMessagesMain {
    static func main() async {
        await Example.runPerson(
            "translate_messages",
            prepare: { server, _ in
                _ = try server.addPerson("Bob", username: "bob")
                // The server in this process knows no languages.
                server.answer(TL.messages.TranslateText.self) { request in
                    TL.messages.TranslatedText(result: [
                        .init(text: "[\(request.toLang)] Where is the station?", entities: [])
                    ])
                }
            },
            script: { server, ann in
                try await Example.expectLine(containing: "Answer any message")
                let bob = try server.person("bob")
                let question = try await bob.send("Wo ist der Bahnhof?", to: ann)
                for text in [".tr en", ".tr"] {
                    try await ann.send(text, to: bob, replyTo: question)
                    Example.say("becomes: \(try await bob.expectEdit(.any, from: ann).text)")
                }
            },
            { client in
                Example.say("Answer any message with .tr LANGUAGE, for example .tr en")
                let dispatcher = Dispatcher()
                dispatcher.onMessage(.outgoing && .textStartsWith(".tr")) { message in
                    let language = message.text.dropFirst(3).filter { !$0.isWhitespace }
                    guard language.count == 2, let id = message.replyToMessageID else {
                        try await message.edit("Answer a message with .tr and two letters, for example .tr en")
                        return
                    }
                    let texts = try await message.client.translate(messages: [id], in: message.chatID, to: language)
                    Example.say("Translated message \(id) to \(language).")
                    try await message.edit(texts.first ?? "")
                }
                try await dispatcher.run(on: client)
            })
    }
}
