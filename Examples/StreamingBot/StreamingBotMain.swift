// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport

/// Answers as language models do, word by word: the person sees the text grow before the message comes.
@main
enum StreamingBotMain {
    static func main() async {
        await Example.runBot("streaming", makeDispatcher) { script in
            try await script.ann.say("What is a flood wait?")
            try await script.ann.say("And a button?")
            try await script.ann.say("Why?")
        }
    }

    static func makeDispatcher() -> Dispatcher {
        let dispatcher = Dispatcher()
        dispatcher.onMessage(.private && .text && !.anyCommand) { message in
            let answer = try await message.client.withStreamingDraft(in: message.chatID) { draft in
                var text = ""
                for await word in PretendModel().answer(to: message.text) {
                    text += (text.isEmpty ? "" : " ") + word
                    // Texts that come too fast for the server are passed over here.
                    try await draft.show(text)
                }
                return text
            }
            try await message.respond(answer)
        }
        return dispatcher
    }
}

/// Stands in for a model: the words come one by one.
struct PretendModel {
    private static let answers = [
        "flood": "A flood wait is what the server asks for when it gets too many calls of one kind.",
        "button": "A button sends up to 64 bytes to the bot that made it.",
    ]

    func answer(to question: String) -> AsyncStream<String> {
        let found = Self.answers.first { question.lowercased().contains($0.key) }
        let words = (found?.value ?? "I am a pretend model, and know two things only.").split(separator: " ")
        return AsyncStream { continuation in
            let writer = Task {
                for word in words {
                    try? await Task.sleep(for: .milliseconds(Example.isLocal ? 2 : 80))
                    continuation.yield(String(word))
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in writer.cancel() }
        }
    }
}
