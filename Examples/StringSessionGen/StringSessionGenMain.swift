// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport
import FerogramLocalServer
import FerogramSession

/// Signs a person in and prints the session as a line of text, for programs without a disk.
@main
enum StringSessionGenMain {
    private static let hint = "Put it into SESSION_STRING. It opens the account to anybody: keep it private."

    static func main() async {
        await Example.reportingErrors {
            let storage = MemorySessionStorage()
            guard let builder = Example.telegram(session: "string_session_gen") else {
                let server = try await LocalServer.start()
                let person = try server.addPerson("Ann")
                Example.say(
                    "(On a server in this process. With API_ID and API_HASH in the environment this runs on Telegram.)")
                try await Example.local(server).session(storage).withClient { client in
                    try await SignInDialogue.run(client, phone: person.phone, code: person.loginCode)
                }
                // A session of a server that is about to vanish: its length is all that is worth showing.
                let text = await storage.data.stringSession()
                Example.say("Your session string:")
                Example.say(
                    "(one line that begins with \(text.prefix(1)); it can be read: \((try? StringSession(text)) != nil))"
                )
                Example.say(hint)
                server.stop()
                return
            }
            try await builder.session(storage).withClient { client in
                try await SignInDialogue.run(client, phone: Example.environment["PHONE"])
            }
            Example.say("Your session string:")
            Example.say(await storage.data.stringSession())
            Example.say(hint)
        }
    }
}
