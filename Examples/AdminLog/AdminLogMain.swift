// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport
import FerogramTLTypes

/// Lists what administrators did in a supergroup.
///
/// `GROUP` names it, `LIMIT` says how many events.
@main
enum AdminLogMain {
    static func main() async {
        await Example.runPerson(
            "admin_log",
            prepare: { server, ann in
                let group = try await server.createSupergroup("Friends", by: ann, username: "your_group")
                let actions: [TL.ChannelAdminLogEventAction] = [
                    .toggleSlowMode(.init(prevValue: 0, newValue: 30)),
                    .togglePreHistoryHidden(.init(newValue: true)),
                    .participantJoin,
                    .changeTitle(.init(prevValue: "Pals", newValue: group.title)),
                ]
                let id = ann.id
                // The server in this process keeps no log of its own.
                server.answer(TL.channels.GetAdminLog.self) { request in
                    let events = actions.enumerated().map { index, action in
                        TL.ChannelAdminLogEvent(id: Int64(100 - index), date: 1_700_000_000, userID: id, action: action)
                    }
                    return TL.channels.AdminLogResults(
                        events: events.filter { request.maxID == 0 || $0.id < request.maxID }, chats: [], users: [])
                }
            },
            { client in
                let group = Example.setting("GROUP", "@your_group")
                let limit = Int(Example.setting("LIMIT", "20")) ?? 20
                let events = try await client.adminLog(of: group).first(limit)
                guard !events.isEmpty else { return Example.say("No events found in \(group).") }
                for event in events {
                    Example.say("[\(event.id)] \(event.user?.fullName ?? "\(event.userID)") \(event.action.text)")
                }
                Example.say("Fetched \(events.count) event(s).")
            })
    }
}
