// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport

/// Signs a person in and writes to the person's Saved Messages.
@main
enum HelloSelfMain {
    static func main() async {
        await Example.runPerson("hello_self") { client in
            try await client.sendMessage(to: "me", "Hello from Ferogram!")
            Example.say("Message sent to Saved Messages.")
        }
    }
}
