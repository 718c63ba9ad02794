// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport

/// Watches what the account's owner writes, and carries out what begins with a dot: the message becomes the answer.
@main
enum UserbotMain {
    static func main() async {
        await Example.runPerson(
            "userbot",
            prepare: { server, _ in _ = try server.addPerson("Bob", username: "bob") },
            script: script
        ) { client in
            Example.say("Listening… (Ctrl+C to quit)")
            try await Userbot.makeDispatcher().run(on: client)
        }
    }

    private static func script(_ server: LocalServer, _ ann: LocalPerson) async throws {
        try await Example.expectLine(containing: "Listening")
        let bob = try server.person("bob")
        try await bob.send("What is 6 × 7?", to: ann)
        try await Example.expectLine(containing: "6 × 7?")
        for text in [
            ".ping", ".calc 6 * 7", ".upper nice", ".rev drawer", ".count one two", ".me", ".whois @bob", ".msgid",
            ".dc",
            ".ferogram", ".dialogs", ".edit Better so.", ".nonsense", ".help",
        ] {
            Example.say("Ann to Bob> \(text)")
            try await ann.send(text, to: bob)
            guard text != ".nonsense" else { continue }
            let answer = try await bob.expectEdit(.any, from: ann)
            for line in answer.text.split(separator: "\n") { Example.say("     becomes: \(line)") }
        }
        Example.say("Ann to Bob> .del")
        let last = try await ann.send(".del", to: bob)
        try await ann.expectDeletion(of: last)
        Example.say("     is deleted")
    }
}
