// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramTLTypes
import Foundation

// Threads, what is unread, searches, and what belongs to messages.
extension Counterpart {
    private static let filters: [String: SearchFilter] = [
        "links": .links, "photos": .photos, "videos": .videos, "photosAndVideos": .photosAndVideos,
        "documents": .documents, "gifs": .gifs, "music": .music, "roundVideos": .roundVideos,
        "voiceMessages": .voiceMessages, "voiceAndRoundVideos": .voiceAndRoundVideos, "mentions": .mentions,
        "locations": .locations, "contacts": .contacts, "pinned": .pinned, "polls": .polls,
    ]

    private func filter(_ command: Command) throws -> SearchFilter {
        guard let filter = Self.filters[command.form ?? ""] else { throw Failure(description: "unknown filter") }
        return filter
    }

    private func seen(_ messages: [Message]) -> Answer { Answer(messages: messages.map { SeenMessage($0) }) }

    func performOnReading(_ command: Command) async throws -> Answer? {
        if let answer = try await performOnThreads(command) { return answer }
        if let answer = try await performOnSearches(command) { return answer }
        if let answer = try await performOnAnswers(command) { return answer }
        return try await performOnReactions(command)
    }

    private func performOnThreads(_ command: Command) async throws -> Answer? {
        let (id, ids) = (command.id ?? 0, command.ids ?? [])
        switch command.act {
        case "linkGroup":
            try await client.setDiscussionGroup(try peer(command.user), of: try peer(command.peer))
            return Answer()
        case "discussion":
            let found = try await client.discussion(ofMessage: id, in: try peer(command.peer))
            return Answer(
                messages: found.messages.map { SeenMessage($0) },
                numbers: [Int64(found.newestID ?? 0), Int64(found.readInboxID ?? 0), Int64(found.unreadCount)])
        case "replies": return seen(try await client.replies(to: id, in: try peer(command.peer)).first(20))
        case "readDiscussion":
            try await client.markDiscussionRead(
                ofMessage: id, in: try peer(command.peer), upTo: Int32(clamping: command.number ?? 0))
            return Answer()
        case "unread":
            let peer = try peer(command.peer)
            switch command.form {
            case "mentions": return seen(try await client.unreadMentions(in: peer).first(20))
            case "reactions": return seen(try await client.unreadReactions(in: peer).first(20))
            default: return seen(try await client.unreadPollVotes(in: peer).first(20))
            }
        case "markSeen":
            let peer = try peer(command.peer)
            switch command.form {
            case "mentions": try await client.markMentionsRead(in: peer)
            case "reactions": try await client.markReactionsRead(in: peer)
            default: try await client.markPollVotesRead(in: peer)
            }
            return Answer()
        case "markContents":
            try await client.markContentsRead(ofMessages: ids, in: try peer(command.peer))
            return Answer()
        case "views":
            let counts = try await client.views(ofMessages: ids, in: try peer(command.peer), counting: true)
            return Answer(numbers: counts.flatMap { [Int64($0.views ?? 0), Int64($0.forwards ?? 0)] })
        default: return nil
        }
    }

    private func performOnSearches(_ command: Command) async throws -> Answer? {
        switch command.act {
        case "find":
            let options = SearchOptions(filter: try filter(command))
            return seen(try await client.search(command.text ?? "", in: try peer(command.peer), options).first(20))
        case "calendar":
            let found = try await client.calendar(of: try filter(command), in: try peer(command.peer))
            return Answer(numbers: [Int64(found.count)] + found.periods.map { Int64($0.count) })
        case "positions":
            let found = try await client.positions(of: try filter(command), in: try peer(command.peer))
            return Answer(numbers: found.positions.map { Int64($0.msgID) })
        case "sentMedia":
            return seen(try await client.searchSentMedia(command.text ?? "", filter: try filter(command)))
        case "locations": return seen(try await client.recentLocations(in: try peer(command.peer)))
        case "posts": return seen(try await client.searchPosts(withHashtag: command.text ?? "").first(20))
        default: return nil
        }
    }

    private func performOnAnswers(_ command: Command) async throws -> Answer? {
        let (id, ids) = (command.id ?? 0, command.ids ?? [])
        switch command.act {
        case "openPoll":
            var poll = InputPoll(FormattedText(command.text ?? ""), answers: (command.answers ?? []).map { .init($0) })
            poll.isPublic = true
            poll.allowsNewAnswers = true
            return seen([try await client.sendPoll(poll, to: try peer(command.peer))])
        case "addAnswer":
            let poll = try await client.addPollAnswer(
                InputPoll.Answer(FormattedText(command.text ?? "")), toMessage: id, in: try peer(command.peer))
            return Answer(texts: poll?.answers.map(\.text.text))
        case "deleteAnswer":
            let peer = try peer(command.peer)
            guard let poll = try await client.message(id, in: peer)?.poll,
                let answer = poll.answers.first(where: { $0.text.text == command.text })
            else { throw Failure(description: "there is no such answer") }
            try await client.deletePollAnswer(answer.option, fromMessage: id, in: peer)
            return Answer()
        case "report":
            let option = command.number.map { [UInt8(clamping: $0)] } ?? []
            let step = try await client.reportMessages(
                ids, in: try peer(command.peer), option: option, comment: command.text ?? "")
            switch step {
            case .reported: return Answer(texts: ["reported"])
            case .options(_, let options): return Answer(texts: options.map(\.text))
            case .comment: return Answer(texts: ["comment"])
            }
        case "screenshot":
            try await client.sendScreenshotNotification(to: try peer(command.peer), about: id)
            return Answer()
        case "summary": return Answer(texts: [try await client.summary(ofMessage: id, in: try peer(command.peer)).text])
        default: return nil
        }
    }

    private func performOnReactions(_ command: Command) async throws -> Answer? {
        let id = command.id ?? 0
        switch command.act {
        case "recentReactions": return Answer(texts: try await client.recentReactions(limit: 5).map { "\($0)" })
        case "clearReactions":
            try await client.clearRecentReactions()
            return Answer()
        case "deleteReaction":
            try await client.deleteReaction(of: try peer(command.user), onMessage: id, in: try peer(command.peer))
            return Answer()
        case "deleteReactions":
            try await client.deleteAllReactions(of: try peer(command.user), in: try peer(command.peer))
            return Answer()
        case "reportReaction":
            try await client.reportReaction(of: try peer(command.user), onMessage: id, in: try peer(command.peer))
            return Answer()
        case "tags":
            let tags = try await client.savedTags()
            return Answer(texts: tags.map(\.title).map { $0 ?? "" }, numbers: tags.map { Int64($0.count) })
        case "renameTag":
            try await client.renameTag(.emoji(command.emoji ?? ""), to: command.text)
            return Answer()
        default: return nil
        }
    }
}
