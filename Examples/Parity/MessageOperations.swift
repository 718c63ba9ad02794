// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import Foundation

private let earlier = Date(timeIntervalSince1970: 1_577_836_800)
/// Within the year for which messages can be scheduled, and the same for both clients.
private let today = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 / 86_400).rounded(.down) * 86_400)
private let later = today.addingTimeInterval(100 * 86_400)
private let laterStill = today.addingTimeInterval(200 * 86_400)

/// The rows of messages; `.ci/parity/messages.py` has the same.
var messageOperations: [Operation] {
    [
        ("sendInBackground", { _ = try await $0.client.sendMessage(to: "@echo_bot", "x".inBackground()) }),
        ("sendClearingDraft", { _ = try await $0.client.sendMessage(to: "@echo_bot", "x".clearingDraft()) }),
        ("sendProtected", { _ = try await $0.client.sendMessage(to: "@echo_bot", "x".protected()) }),
        (
            "sendQuote",
            {
                _ = try await $0.client.sendMessage(
                    to: "@echo_bot", "x".replying(.message(1, quote: .init("hel", offset: 0))))
            }
        ),
        ("sendWithEffect", { _ = try await $0.client.sendMessage(to: "@echo_bot", "x".effect(5)) }),
        ("sendAllowingStars", { _ = try await $0.client.sendMessage(to: "@echo_bot", "x".allowingPaidStars(5)) }),
        ("sendLater", { _ = try await $0.client.sendMessage(to: "@echo_bot", "later".scheduled(for: later)) }),
        (
            "sendLaterAgainAndAgain",
            {
                _ = try await $0.client.sendMessage(
                    to: "@echo_bot", "daily".scheduled(for: later).repeating(every: .seconds(86_400)))
            }
        ),
        ("scheduledHistory", { _ = try await $0.client.scheduledMessages(in: "@echo_bot") }),
        ("scheduledByNumber", { _ = try await $0.client.scheduledMessages([1], in: "@echo_bot") }),
        ("reschedule", { _ = try await $0.client.reschedule(message: 1, in: "@echo_bot", to: .at(laterStill)) }),
        ("sendScheduledNow", { _ = try await $0.client.sendScheduledMessagesNow([1], in: "@echo_bot") }),
        ("deleteScheduled", { try await $0.client.deleteScheduledMessages([2], in: "@echo_bot") }),
        ("edit", { _ = try await $0.client.editMessage(1, in: "@echo_bot", to: "changed") }),
        (
            "editWithoutPreview",
            { _ = try await $0.client.editMessage(1, in: "@echo_bot", to: "https://example.com".withoutLinkPreview()) }
        ),
        (
            "editFormatted",
            { _ = try await $0.client.editMessage(1, in: "@echo_bot", to: FormattedText(markdown: "a **bold** word")) }
        ),
        ("editData", { _ = try await $0.client.editsCaption(ofMessage: 1, in: "@echo_bot") }),
        ("forward", { _ = try await $0.client.forwardMessage(1, from: "@echo_bot", to: "me") }),
        (
            "forwardSeveral",
            {
                _ = try await $0.client.forwardMessages(
                    [1, 2], from: "@echo_bot", to: "me", options: .init(isSilent: true))
            }
        ),
        ("copy", { _ = try await $0.client.copyMessages([1], from: "@echo_bot", to: "me") }),
        ("messagesByNumber", { _ = try await $0.client.messages([1, 2], in: "@echo_bot") }),
        ("answeredMessage", { _ = try await $0.client.message(answeredBy: 3, in: "@echo_bot") }),
        ("history", { _ = try await $0.client.history(of: "@echo_bot").first(5) }),
        ("historyBefore", { _ = try await $0.client.history(of: "@echo_bot", from: .message(3)).pages(of: 5).page() }),
        (
            "historyOldestFirst",
            { _ = try await $0.client.history(of: "@echo_bot", order: .oldestFirst).pages(of: 5).page() }
        ),
        ("historyByDate", { _ = try await $0.client.history(of: "@echo_bot", from: .date(later)).pages(of: 5).page() }),
        ("search", { _ = try await $0.client.search("hello", in: "@echo_bot").pages(of: 5).page() }),
        ("searchLinks", { _ = try await $0.client.search(in: "@echo_bot", .init(filter: .links)).pages(of: 5).page() }),
        (
            "searchPhotos",
            { _ = try await $0.client.search(in: "@echo_bot", .init(filter: .photos)).pages(of: 5).page() }
        ),
        (
            "searchMissedCalls",
            {
                _ = try await $0.client.search(in: "@echo_bot", .init(filter: .calls(missedOnly: true))).pages(of: 5)
                    .page()
            }
        ),
        (
            "searchMentions",
            { _ = try await $0.client.search(in: "@echo_bot", .init(filter: .mentions)).pages(of: 5).page() }
        ),
        (
            "searchPinned",
            { _ = try await $0.client.search(in: "@echo_bot", .init(filter: .pinned)).pages(of: 5).page() }
        ),
        ("searchFromSelf", { _ = try await $0.client.search(in: "@echo_bot", .init(sender: .me)).pages(of: 5).page() }),
        (
            "searchByDates",
            { _ = try await $0.client.search(in: "@echo_bot", .init(since: earlier, until: later)).pages(of: 5).page() }
        ),
        ("searchEverywhere", { _ = try await $0.client.searchEverywhere("hello").pages(of: 5).page() }),
        (
            "searchChannels",
            { _ = try await $0.client.searchEverywhere("hello", .init(chats: .channels)).pages(of: 5).page() }
        ),
        (
            "searchArchive",
            { _ = try await $0.client.searchEverywhere("hello", .init(folderID: 1)).pages(of: 5).page() }
        ),
        ("searchCounters", { _ = try await $0.client.messageCounts([.links, .photos], in: "@echo_bot") }),
        ("replies", { _ = try await $0.client.replies(to: 1, in: "@echo_bot").pages(of: 5).page() }),
        ("pin", { try await $0.client.pinMessage(1, in: "@echo_bot") }),
        ("unpin", { try await $0.client.unpinMessage(1, in: "@echo_bot") }),
        ("pinForSelf", { try await $0.client.pinMessage(2, in: "@echo_bot", silently: false, onlyForSelf: true) }),
        ("unpinAll", { _ = try await $0.client.unpinAllMessages(in: "@echo_bot") }),
        ("markRead", { try await $0.client.markRead("@echo_bot") }),
        ("markReadUpTo", { try await $0.client.markRead("@echo_bot", upTo: 2) }),
        ("markMentionsRead", { try await $0.client.markMentionsRead(in: "@echo_bot") }),
        ("markReactionsRead", { try await $0.client.markReactionsRead(in: "@echo_bot") }),
        ("react", { try await $0.client.react(to: 1, in: "@echo_bot", with: "👍") }),
        (
            "reactBig",
            { try await $0.client.react(to: 1, in: "@echo_bot", with: .init(["🔥"], isBig: true, areRemembered: true)) }
        ),
        ("reactCustom", { try await $0.client.react(to: 1, in: "@echo_bot", with: .customEmoji(77)) }),
        ("reactions", { _ = try await $0.client.reactions(ofMessages: [1, 2], in: "@echo_bot") }),
        ("reactors", { _ = try await $0.client.reactors(ofMessage: 1, in: "@echo_bot").page() }),
        ("reactorsOfOne", { _ = try await $0.client.reactors(ofMessage: 1, in: "@echo_bot", reaction: "👍").page() }),
        ("reactNoMore", { try await $0.client.react(to: 1, in: "@echo_bot", with: .none) }),
        ("topReactions", { _ = try await $0.client.topReactions(limit: 5) }),
        ("recentReactions", { _ = try await $0.client.recentReactions(limit: 5) }),
        ("availableReactions", { _ = try await $0.client.availableReactions() }),
        ("effects", { _ = try await $0.client.messageEffects() }),
        ("saveDraft", { try await $0.client.saveDraft("hm", for: "@echo_bot") }),
        (
            "saveAnsweringDraft",
            { try await $0.client.saveDraft("hm".replying(to: 1).withoutLinkPreview(), for: "@echo_bot") }
        ),
        ("drafts", { _ = try await $0.client.drafts() }),
        ("removeDraft", { try await $0.client.removeDraft(for: "@echo_bot") }),
        ("removeAllDrafts", { try await $0.client.removeAllDrafts() }),
        ("translateMessages", { _ = try await $0.client.translate(messages: [1, 2], in: "@echo_bot", to: "de") }),
        ("translateTexts", { _ = try await $0.client.translate(["one"], to: "de") }),
        ("offerNoTranslations", { try await $0.client.setTranslationOffered(false, in: "@echo_bot") }),
        ("webPagePreview", { _ = try await $0.client.webPagePreview(for: "https://example.com") }),
        ("typing", { try await $0.client.sendChatAction(.typing, to: "@echo_bot") }),
        ("typingNoMore", { try await $0.client.sendChatAction(.cancel, to: "@echo_bot") }),
        ("uploadingPhoto", { try await $0.client.sendChatAction(.uploadingPhoto(progress: 40), to: "@echo_bot") }),
        ("recordingVoice", { try await $0.client.sendChatAction(.recordingVoice, to: "@echo_bot") }),
        ("uploadingDocument", { try await $0.client.sendChatAction(.uploadingDocument(), to: "@echo_bot") }),
        ("choosingSticker", { try await $0.client.sendChatAction(.choosingSticker, to: "@echo_bot") }),
        ("playingGame", { try await $0.client.sendChatAction(.playingGame, to: "@echo_bot") }),
        ("recordingRoundVideo", { try await $0.client.sendChatAction(.recordingRoundVideo, to: "@echo_bot") }),
        ("views", { _ = try await $0.client.views(ofMessages: [1], in: "@echo_bot") }),
        ("deleteForEveryone", { _ = try await $0.client.deleteMessages([4], in: "@echo_bot") }),
        ("deleteForSelf", { _ = try await $0.client.deleteMessages([5], in: "@echo_bot", forEveryone: false) }),
    ]
}
