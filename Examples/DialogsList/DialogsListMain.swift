// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport

/// Lists a person's chats, the newest first.
///
/// `MAX_DIALOGS` says how many, 0 for all.
@main
enum DialogsListMain {
    static func main() async {
        await Example.runPerson(
            "dialogs_list",
            prepare: { server, ann in
                let bob = try server.addPerson("Bob", username: "bob")
                let eve = try server.addPerson("Eve")
                try await bob.send("Are you there?", to: ann)
                try await bob.send("Hello?", to: ann)
                Example.letTimePass(60)
                try await server.createGroup("Family", by: eve, with: [ann, bob])
                Example.letTimePass(60)
                let news = try await server.createChannel("News", by: eve, with: [ann])
                try await eve.send("It rains.", to: news)
                Example.letTimePass(60)
                try await ann.send("Milk, bread", to: ann)
            },
            { client in
                let most = Int(Example.setting("MAX_DIALOGS", "50")) ?? 50
                let dialogs = client.dialogs()
                let total = try await dialogs.total
                Example.say("Dialogs")
                Example.say(String(repeating: "-", count: 60))
                Example.say("Total dialogs reported by server: \(total)")
                let me = client.account?.userID ?? 0
                var count = 0
                for try await dialog in dialogs {
                    count += 1
                    let unread = dialog.unreadCount > 0 ? "  [\(dialog.unreadCount) unread]" : ""
                    let title = dialog.id == .user(me) ? "Saved Messages" : dialog.title
                    Example.say("\(count). \(title)\(unread)")
                    if count == most {
                        Example.say("(the first \(most); MAX_DIALOGS=0 lists all)")
                        break
                    }
                }
                Example.say("Listed \(count) dialogs.")
            })
    }
}
