// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import Foundation

extension CallRow {
    /// Messages that are sent, changed, forwarded and deleted; the texts are none that the soak follows.
    static let messages: [CallRow] = [
        CallRow("sendFormatted") { stage in
            let text = FormattedText(markdown: "a **bold** word \(stage.number)")
            try await stage.client.sendMessage(to: stage.friend, text)
        },
        CallRow("sendSilent") { try await $0.client.sendMessage(to: $0.club, InputMessage($0.text).silent()) },
        CallRow("sendLong") { stage in
            try await stage.client.sendMessage(to: "me", String(repeating: "long ", count: 600 + stage.number % 200))
        },
        CallRow("sendParts") { stage in
            _ = try await stage.client.sendMessage(
                to: "me", String(repeating: "part ", count: 1_800), splitting: true)
        },
        CallRow("editAndDelete") { stage in
            let message = try await stage.client.sendMessage(to: stage.friend, stage.text)
            let edited = try await message.edit(InputMessage("changed \(stage.number)"))
            try await edited.delete()
        },
        CallRow("editInGroup") { stage in
            let message = try await stage.client.sendMessage(to: stage.club, stage.text)
            _ = try await message.edit(InputMessage("changed \(stage.number)"))
        },
        CallRow("deleteInGroup") { stage in
            let message = try await stage.client.sendMessage(to: stage.club, stage.text)
            try await message.delete()
        },
        CallRow("forward") { stage in
            let message = try await stage.client.sendMessage(to: "me", stage.text)
            _ = try await message.forward(to: stage.friend)
        },
        CallRow("copy") { stage in
            let message = try await stage.client.sendMessage(to: "me", stage.text)
            _ = try await message.copy(to: stage.club)
        },
        CallRow("reply") { stage in
            let message = try await stage.client.sendMessage(to: stage.club, stage.text)
            _ = try await message.reply("indeed")
        },
        CallRow("pin") { stage in
            let message = try await stage.client.sendMessage(to: stage.club, stage.text)
            try await message.pin()
            try await message.unpin()
        },
        CallRow("react") { stage in
            let message = try await stage.client.sendMessage(to: stage.club, stage.text)
            try await message.react("👍")
        },
        CallRow("schedule") { stage in
            let later = Date().addingTimeInterval(86_400)
            _ = try await stage.client.sendMessage(to: stage.friend, stage.text.scheduled(for: later))
            let waiting = try await stage.client.scheduledMessages(in: stage.friend)
            try await stage.client.deleteScheduledMessages(waiting.map(\.id), in: stage.friend)
        },
        CallRow("inOrder") { stage in
            try await stage.client.inOrder {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<5 {
                        group.addTask { _ = try await stage.client.sendMessage(to: "me", "row \(number)") }
                    }
                    try await group.waitForAll()
                }
            }
        },
        CallRow("draft") { stage in
            try await stage.client.saveDraft(InputMessage(stage.text), for: stage.friend)
            if stage.isEven { try await stage.client.removeDraft(for: stage.friend) }
        },
        CallRow("typing") { try await $0.client.sendChatAction(.typing, to: $0.friend) },
        CallRow("translate") { _ = try await $0.client.translate([FormattedText($0.text)], to: "de") },
        CallRow("poll") { stage in
            let poll = InputPoll("Tea or coffee?", answers: ["tea", "coffee"])
            let message = try await stage.client.sendPoll(poll, to: stage.club)
            _ = try await message.vote(0)
            _ = try await message.closePoll()
        },
        CallRow("dice") { try await $0.client.sendDice(.dice, to: "me") },
        CallRow("button") { stage in
            for message in try await stage.client.history(of: stage.bot).first(20)
            where message.button(.position(row: 0, column: 0)) != nil {
                try await message.click(.position(row: 0, column: 0))
                return
            }
        },
        CallRow("inline") { stage in
            _ = try await stage.client.inlineResults(from: stage.bot, query: stage.text, in: "me").first(1)
        },
        CallRow("startBot") { try await $0.client.startBot($0.bot, parameter: "payload") },
    ]

    /// Messages that are read, found and marked.
    static let reading: [CallRow] = [
        CallRow("history") { _ = try await $0.client.history(of: $0.friend).first(30) },
        CallRow("historyOfGroup") { _ = try await $0.client.history(of: $0.club).first(150) },
        CallRow("search") { _ = try await $0.client.search("text", in: $0.club).first(20) },
        CallRow("searchEverywhere") { _ = try await $0.client.searchEverywhere("text").first(20) },
        CallRow("counters") { _ = try await $0.client.messageCounts([.links, .photos], in: $0.friend) },
        CallRow("messages") { _ = try await $0.client.messages([1, 2, 3], in: $0.club) },
        CallRow("replies") { _ = try await $0.client.replies(to: 2, in: $0.club).first(5) },
        CallRow("markRead") { try await $0.client.markRead($0.friend) },
        CallRow("markGroupRead") { try await $0.client.markRead($0.club) },
        CallRow("markMentionsRead") { try await $0.client.markMentionsRead(in: $0.club) },
        CallRow("reactions") { _ = try await $0.client.reactions(ofMessages: [1, 2], in: $0.club) },
        CallRow("topReactions") { _ = try await $0.client.topReactions(limit: 5) },
        CallRow("drafts") { _ = try await $0.client.drafts() },
        CallRow("webPage") { _ = try await $0.client.webPagePreview(for: "https://example.com") },
    ]
}
