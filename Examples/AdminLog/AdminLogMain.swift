// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport

/// Lists what administrators did in a supergroup.
///
/// `GROUP` names it, `LIMIT` says how many events.
@main
enum AdminLogMain {
    static func main() async {
        await Example.runPerson(
            "admin_log",
            prepare: { server, ann in
                let people = try ["Bob", "Eve", "Kim"].map { try server.addPerson($0, username: $0.lowercased()) }
                try await server.createSupergroup("Friends", by: ann, with: people, username: "your_group")
            },
            { client in
                let group = Example.setting("GROUP", "@your_group")
                let limit = Int(Example.setting("LIMIT", "20")) ?? 20
                if Example.isLocal { try await administer(group, client) }
                let events = try await client.adminLog(of: group).first(limit)
                guard !events.isEmpty else { return Example.say("No events found in \(group).") }
                for event in events {
                    Example.say("[\(event.id)] \(event.user?.fullName ?? "\(event.userID)") \(event.action.text)")
                }
                Example.say("Fetched \(events.count) event(s).")
            })
    }

    /// Gives the log of the server in this process something to tell.
    private static func administer(_ group: String, _ client: TelegramClient) async throws {
        try await client.setChatTitle("Good friends", of: group)
        try await client.setChatAbout("Just us", of: group)
        try await client.setSlowMode(.seconds(30), in: group)
        try await client.setHistoryHidden(true, in: group)
        try await client.promote("@bob", in: group, rank: "helper")
        try await client.restrict("@eve", in: group, forbidding: [.sendMedia])
        try await client.kick("@kim", from: group)
        let message = try await client.sendMessage(to: group, "Read the rules.")
        try await client.editMessage(message.id, in: group, to: "Read the rules!")
        try await client.deleteMessages([message.id], in: group)
    }
}
