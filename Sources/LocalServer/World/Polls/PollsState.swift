// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// The polls of all chats; a poll that is forwarded stays the same one.
struct PollsState: Sendable {
    private(set) var polls: [Int64: StoredPoll] = [:]
    private var lastID: Int64 = 8_000_000_000

    /// Adds a poll.
    ///
    /// - Returns: Its number.
    mutating func add(_ make: (Int64) -> StoredPoll) -> Int64 {
        lastID += 1
        polls[lastID] = make(lastID)
        return lastID
    }

    mutating func change(_ id: Int64, _ change: (inout StoredPoll) -> Void) {
        guard let index = polls.index(forKey: id) else { return }
        change(&polls.values[index])
    }

    subscript(id: Int64) -> StoredPoll? { polls[id] }

    /// When the next poll closes, in seconds since 1970.
    var nextClosing: Int64? {
        polls.values.lazy.compactMap { $0.isClosed ? nil : $0.closeDate.map(Int64.init) }.min()
    }
}

/// A poll or a quiz.
struct StoredPoll: Sendable {
    /// What somebody chose.
    struct Vote: Sendable {
        let account: Int64
        let options: [[UInt8]]
        let date: Int32
    }

    /// How many answers there may be, and how long the texts, in UTF-16 units.
    static let (mostAnswers, longestQuestion, longestAnswer, longestSolution) = (12, 255, 100, 200)

    let id: Int64
    let author: Int64
    /// What was asked, without what depends on who looks, and without the answers.
    let poll: TL.Poll
    /// What can be chosen.
    var answers: [TL.PollAnswer]
    /// For a quiz: the answers that are right.
    let correct: [[UInt8]]
    let solution: String?
    let solutionEntities: [TL.MessageEntity]
    /// When it closes by itself, in seconds since 1970.
    let closeDate: Int32?
    var isClosed = false
    /// In the order in which they came.
    var votes: [Vote] = []
    /// Whether there are votes that the author has not seen.
    var hasUnreadVotes = false
    /// What is shown beside the question.
    var media: StoredMedia?
    /// What is shown beside the explanation.
    var solutionMedia: StoredMedia?
    /// What is shown beside answers.
    var answerMedia: [[UInt8]: StoredMedia] = [:]

    var options: [[UInt8]] {
        answers.compactMap { answer in
            if case .pollAnswer(let answer) = answer { return answer.option }
            return nil
        }
    }

    /// The poll as somebody sees it.
    ///
    /// - Parameters:
    ///   - viewer: Who sees it.
    ///   - answers: The answers with what is shown beside them.
    /// - Returns: The poll.
    func poll(for viewer: Int64, _ answers: [TL.PollAnswer]) -> TL.Poll {
        TL.Poll(
            id: id, closed: isClosed, publicVoters: poll.publicVoters, multipleChoice: poll.multipleChoice,
            quiz: poll.quiz, openAnswers: poll.openAnswers, revotingDisabled: poll.revotingDisabled,
            shuffleAnswers: poll.shuffleAnswers, hideResultsUntilClose: poll.hideResultsUntilClose,
            creator: author == viewer, subscribersOnly: poll.subscribersOnly, question: poll.question,
            answers: answers, closePeriod: poll.closePeriod, closeDate: closeDate,
            countriesIso2: poll.countriesIso2, hash: poll.hash)
    }

    /// The results as somebody sees them: only those who chose, and everybody once it is closed.
    ///
    /// - Parameters:
    ///   - viewer: Who sees them.
    ///   - solutionMedia: What is shown beside the explanation.
    /// - Returns: The results.
    func results(for viewer: Int64, _ solutionMedia: TL.MessageMedia?) -> TL.PollResults {
        let own = votes.first { $0.account == viewer }?.options
        let isSeen = isClosed || own != nil && !poll.hideResultsUntilClose
        let total = Int32(clamping: votes.count)
        let isUnread = hasUnreadVotes && viewer == author
        guard isSeen else { return TL.PollResults(hasUnreadVotes: isUnread, totalVoters: total) }
        let results = options.map { option in
            let voters = votes.filter { $0.options.contains(option) }
            let recent = voters.suffix(3).reversed().map { World.peer($0.account) }
            return TL.PollAnswerVoters(
                chosen: own?.contains(option) ?? false, correct: poll.quiz && correct.contains(option), option: option,
                voters: Int32(clamping: voters.count), recentVoters: poll.publicVoters ? recent : [])
        }
        let recent = votes.suffix(3).reversed().map { World.peer($0.account) }
        return TL.PollResults(
            hasUnreadVotes: isUnread, canViewStats: viewer == author, results: results, totalVoters: total,
            recentVoters: poll.publicVoters && !recent.isEmpty ? recent : nil,
            solution: solution, solutionEntities: solution == nil ? nil : solutionEntities,
            solutionMedia: solution == nil ? nil : solutionMedia)
    }
}
