// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport
import Foundation

/// Schedules a message.
///
/// `PEER` names the chat, `TEXT` says what to send, and `SEND_IN_SECONDS` when.
@main
enum ScheduleMessageMain {
    static func main() async {
        // The clock of the server in this process is a day behind, and a client does not schedule for the past.
        Example.letTimePass(86_400)
        await Example.runPerson("schedule_message") { client in
            let peer = Example.setting("PEER", "me")
            let text = Example.setting("TEXT", "Hello from the past!")
            let seconds = Int(Example.setting("SEND_IN_SECONDS", "60")) ?? 60
            let date = Date.now + TimeInterval(seconds)
            Example.say("To: \(peer)")
            Example.say("Text: \(text)")
            Example.say("Delivery: " + (Example.isLocal ? "in \(seconds) seconds" : date.formatted(.iso8601)))
            let message = try await client.sendMessage(to: peer, .text(text).scheduled(for: date))
            let scheduled = try await client.scheduledMessages(in: peer)
            Example.say("Scheduled as number \(message.id); \(scheduled.count) message(s) wait in this chat.")
            guard Example.isLocal else { return }
            // Nobody wants to wait for an example.
            try await client.sendScheduledMessagesNow([message.id], in: peer)
            for message in try await client.history(of: peer).first(1) { Example.say("Sent now: \(message.listLine)") }
            Example.say("\(try await client.scheduledMessages(in: peer).count) message(s) wait in this chat.")
        }
    }
}
