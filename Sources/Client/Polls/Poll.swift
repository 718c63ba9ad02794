// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers
public import FerogramTLTypes
public import Foundation

/// A poll or a quiz in a message.
public struct Poll: Sendable, Identifiable {
    /// The poll as the schema has it.
    public let raw: TL.Poll
    /// The results as the schema has them.
    public let results: TL.PollResults

    init(_ raw: TL.Poll, _ results: TL.PollResults) {
        (self.raw, self.results) = (raw, results)
    }

    /// What can be chosen.
    public struct Answer: Sendable {
        /// What it says.
        public let text: FormattedText
        /// The answer's identity, which votes name.
        public let option: [UInt8]
        /// How many chose it; `nil` if the account may not see that yet.
        public let voters: Int?
        /// Whether the account chose it.
        public let isChosen: Bool
        /// In a quiz: whether it is right; `false` as long as the account has not answered.
        public let isCorrect: Bool
        /// A picture or the like beside it.
        public let media: TL.MessageMedia?
        /// Who added it, if it was not there from the beginning.
        public let authorID: PeerID?
    }

    /// The poll's number.
    public var id: Int64 { raw.id }
    /// The question.
    public var question: FormattedText { FormattedText(raw.question) }
    /// What can be chosen.
    public var answers: [Answer] {
        raw.answers.compactMap { answer in
            guard case .pollAnswer(let answer) = answer else { return nil }
            let result = results.results?.first { $0.option == answer.option }
            return Answer(
                text: FormattedText(answer.text), option: answer.option, voters: result?.voters.map(Int.init),
                isChosen: result?.chosen ?? false, isCorrect: result?.correct ?? false, media: answer.media,
                authorID: answer.addedBy.map { PeerID($0) })
        }
    }
    /// How many people have voted.
    public var totalVoters: Int { Int(results.totalVoters ?? 0) }
    /// What is shown after a wrong answer of a quiz.
    public var explanation: FormattedText? {
        results.solution.map { FormattedText($0, tlEntities: results.solutionEntities ?? []) }
    }
    /// Whether nobody can vote any more.
    public var isClosed: Bool { raw.closed }
    /// Whether it is a quiz.
    public var isQuiz: Bool { raw.quiz }
    /// Whether everybody sees who chose what.
    public var isPublic: Bool { raw.publicVoters }
    /// Whether several answers can be chosen.
    public var allowsSeveralAnswers: Bool { raw.multipleChoice }
    /// Whether others may add answers.
    public var allowsNewAnswers: Bool { raw.openAnswers }
    /// Whether a vote is final.
    public var forbidsRevoting: Bool { raw.revotingDisabled }
    /// Whether the results are shown when the poll is closed, and not before.
    public var hidesResults: Bool { raw.hideResultsUntilClose }
    /// Whether the account's own choice is left out, so that the results have to be asked for.
    public var isMin: Bool { results.min }
    /// Whether there are votes that the account, whose poll it is, has not seen.
    public var hasUnreadVotes: Bool { results.hasUnreadVotes }
    /// When it closes by itself.
    public var closeDate: Date? { raw.closeDate.map { Date(unixTime: $0) } }
}

/// Somebody who voted in a public poll.
public struct Voter: Sendable {
    /// The vote as the schema has it.
    public let raw: TL.MessagePeerVote
    /// Who.
    public let peerID: PeerID
    /// The identities of the answers that were chosen; empty if the list was of those who chose one answer.
    public let options: [[UInt8]]
    /// When.
    public let date: Date
    let context: ObjectContext

    init(_ raw: TL.MessagePeerVote, _ context: ObjectContext) {
        self.raw = raw
        self.context = context
        switch raw {
        case .messagePeerVote(let vote):
            (peerID, options, date) = (PeerID(vote.peer), [vote.option], Date(unixTime: vote.date))
        case .inputOption(let vote): (peerID, options, date) = (PeerID(vote.peer), [], Date(unixTime: vote.date))
        case .multiple(let vote):
            (peerID, options, date) = (PeerID(vote.peer), vote.options, Date(unixTime: vote.date))
        }
    }

    /// Who, if that came along.
    public var peer: Chat? { context.chat(peerID) }
}
