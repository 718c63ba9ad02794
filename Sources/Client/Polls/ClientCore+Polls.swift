// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    /// The identities of answers, by their places.
    func options(_ places: [Int], of poll: Poll) throws(InvocationError) -> [[UInt8]] {
        let answers = poll.answers
        guard places.allSatisfy(answers.indices.contains) else {
            throw .invalidArgument(
                method: "messages.sendVote", "the poll has \(answers.count) answers, which are numbered from 0 on")
        }
        return places.map { answers[$0].option }
    }

    func vote(
        _ options: [[UInt8]], in id: Int32, of peer: PeerReference, _ known: Poll
    ) async throws(InvocationError) -> Poll {
        let updates = try await call(peer) { TL.messages.SendVote(peer: $0, msgID: id, options: options) }
        return poll(in: updates, known: known) ?? known
    }

    /// The poll that an answer brings.
    ///
    /// - Parameters:
    ///   - updates: The answer.
    ///   - known: The poll as it was known, since the server may give the results alone.
    /// - Returns: The poll; `nil` if there is none.
    func poll(in updates: TL.Updates, known: Poll?) -> Poll? {
        let (list, _) = parts(of: updates)
        for case .messagePoll(let update) in list {
            if let poll = update.poll ?? known?.raw { return Poll(poll, update.results) }
        }
        return messages(in: updates).lazy.compactMap(\.poll).first
    }

    /// Closes a poll: the same poll, closed, takes its place.
    func closePoll(_ poll: Poll, in message: Message) async throws(InvocationError) -> Message {
        let closed = TL.Poll(
            id: poll.id, closed: true, publicVoters: poll.raw.publicVoters, multipleChoice: poll.raw.multipleChoice,
            quiz: poll.raw.quiz, question: poll.raw.question, answers: poll.raw.answers, hash: 0)
        return try await edited(message.id, in: message.chatID) {
            TL.messages.EditMessage(peer: $0, id: message.id, media: .poll(.init(poll: closed)))
        }
    }
}
