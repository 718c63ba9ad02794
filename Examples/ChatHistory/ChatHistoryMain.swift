// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport

/// Lists the last messages of a chat, the newest first.
///
/// `PEER` names the chat, `LIMIT` says how many.
@main
enum ChatHistoryMain {
    static func main() async {
        await Example.runPerson(
            "chat_history",
            prepare: { _, ann in
                for text in ["Buy milk", "Call Bob about\nSunday", "Milk is bought"] {
                    try await ann.send(text, to: ann)
                }
            },
            { client in
                let peer = Example.setting("PEER", "me")
                let limit = Int(Example.setting("LIMIT", "20")) ?? 20
                let messages = try await client.history(of: peer).first(limit)
                guard !messages.isEmpty else { return Example.say("(no messages)") }
                Example.say("Last \(messages.count) messages from \(peer):")
                for message in messages { Example.say(message.listLine) }
                Example.say("Fetched \(messages.count) message(s).")
            })
    }
}
