// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport

/// Looks for messages of a chat.
///
/// `PEER` names the chat, `QUERY` says what to look for, and `LIMIT` how many to show.
@main
enum SearchMessagesMain {
    static func main() async {
        await Example.runPerson(
            "search_messages",
            prepare: { server, ann in
                let bob = try server.addPerson("Bob", username: "bob")
                for text in ["Hello!", "Say hello to Eve", "Goodbye"] { try await bob.send(text, to: ann) }
                for text in ["hello myself", "nothing"] { try await ann.send(text, to: ann) }
            },
            { client in
                let limit = Int(Example.setting("LIMIT", "20")) ?? 20
                // Without a setting, the example looks into two chats.
                for peer in Example.isLocal ? ["me", "@bob"] : [Example.setting("PEER", "me")] {
                    try await search(Example.setting("QUERY", "hello"), in: peer, limit, client)
                }
                if Example.isLocal { try await search("unheard of", in: "@bob", limit, client) }
            })
    }

    private static func search(_ query: String, in peer: String, _ limit: Int, _ client: TelegramClient) async throws {
        Example.say("'\(query)' in \(peer):")
        let messages = try await client.search(query, in: peer).first(limit)
        guard !messages.isEmpty else { return Example.say("No messages found.") }
        for message in messages { Example.say(message.listLine) }
        Example.say("Found \(messages.count) result(s).")
    }
}
