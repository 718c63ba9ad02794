// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport

/// Lists the members of a group.
///
/// `PEER` names it, `LIMIT` says how many.
@main
enum GetParticipantsMain {
    static func main() async {
        await Example.runPerson(
            "get_participants",
            prepare: { server, ann in
                let people = try ["Bob", "Eve", "Kim"].map { try server.addPerson($0, username: $0.lowercased()) }
                try await server.createSupergroup("Friends", by: ann, with: people, username: "your_group")
            },
            { client in
                let group = Example.setting("PEER", "@your_group")
                let limit = Int(Example.setting("LIMIT", "50")) ?? 50
                let members = try await client.participants(of: group).first(limit)
                guard !members.isEmpty else { return Example.say("No participants found in \(group).") }
                for (index, member) in members.enumerated() {
                    let username = member.user?.username.map { " @\($0)" } ?? ""
                    Example.say("\(index + 1). [\(member.id.botAPI)]\(username) \(member.name) (\(member.status))")
                }
                Example.say("Listed \(members.count) participant(s).")
            })
    }
}
