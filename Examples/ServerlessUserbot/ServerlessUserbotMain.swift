// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport
import FerogramLocalServer
import FerogramSession

/// Works without a disk: the session comes from the environment, as text.
@main
enum ServerlessUserbotMain {
    static func main() async {
        await Example.reportingErrors {
            if let builder = Example.telegram(session: "serverless") {
                guard let text = Example.environment["SESSION_STRING"] else { throw MissingSession() }
                return try await run(builder, text)
            }
            Example.say(
                "(On a server in this process. With API_ID, API_HASH and SESSION_STRING this runs on Telegram.)")
            let server = try await LocalServer.start()
            let person = try server.addPerson("Ann")
            let storage = MemorySessionStorage()
            try await Example.local(server).session(storage).withClient { client in
                try await SignInDialogue.run(client, phone: person.phone, code: person.loginCode)
            }
            try await run(Example.local(server), await storage.data.stringSession())
            server.stop()
        }
    }

    private static func run(_ builder: ClientBuilder, _ text: String) async throws {
        try await builder.session(.memory(StringSession(text).data)).withClient { client in
            let me = try await client.me()
            Example.say("Logged in as \(me.fullName) (\(me.id))")
            try await client.sendMessage(to: "me", "Hello from a function without a disk.")
            Example.say("Message sent to Saved Messages.")
        }
    }

    struct MissingSession: Error, CustomStringConvertible {
        var description: String { "SESSION_STRING is not set; ExampleStringSessionGen makes one" }
    }
}
