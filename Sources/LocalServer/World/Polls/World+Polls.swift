// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// Keeps a poll that somebody sends.
    ///
    /// - Returns: Its number.
    mutating func addPoll(_ input: TL.InputMedia.Poll, of account: Account) throws(RPCFailure) -> Int64 {
        let poll = input.poll
        guard (1...StoredPoll.longestQuestion).contains(poll.question.text.utf16.count) else {
            throw .bad(.pollQuestionInvalid)
        }
        guard (1...StoredPoll.mostAnswers).contains(poll.answers.count) else { throw .bad(.pollAnswersInvalid) }
        var options: Set<[UInt8]> = []
        var answers: [TL.PollAnswer] = []
        var answerMedia: [[UInt8]: StoredMedia] = [:]
        for (index, answer) in poll.answers.enumerated() {
            let kept: TL.PollAnswer.PollAnswer
            switch answer {
            case .pollAnswer(let answer): kept = answer
            case .inputPollAnswer(let answer):
                kept = .init(text: answer.text, option: [UInt8(truncatingIfNeeded: 48 + index)])
                if let media = answer.media { answerMedia[kept.option] = try pollMedia(media, of: account) }
            }
            guard (1...StoredPoll.longestAnswer).contains(kept.text.text.utf16.count) else {
                throw .bad(.pollAnswerInvalid)
            }
            guard (1...100).contains(kept.option.count) else { throw .bad(.pollOptionInvalid) }
            guard options.insert(kept.option).inserted else { throw .bad(.pollOptionDuplicate) }
            answers.append(.pollAnswer(kept))
        }
        var correct: [[UInt8]] = []
        if poll.quiz {
            guard let places = input.correctAnswers, !places.isEmpty else { throw .bad(.quizCorrectAnswersEmpty) }
            guard poll.multipleChoice || places.count == 1 else { throw .bad(.quizCorrectAnswersTooMuch) }
            for place in places {
                guard answers.indices.contains(Int(place)), case .pollAnswer(let answer) = answers[Int(place)]
                else { throw .bad(.quizCorrectAnswerInvalid) }
                correct.append(answer.option)
            }
        }
        if let solution = input.solution, solution.utf16.count > StoredPoll.longestSolution {
            throw .bad(.messageTooLong)
        }
        let closeDate = poll.closeDate ?? poll.closePeriod.map { Int32(clamping: Int64(date) + Int64($0)) }
        if let closeDate, !(5...2_628_000).contains(Int64(closeDate) - now) { throw .bad(.scheduleDateInvalid) }
        let media = try input.attachedMedia.map { media throws(RPCFailure) in try pollMedia(media, of: account) }
        let solutionMedia = try input.solutionMedia.map { media throws(RPCFailure) in try pollMedia(media, of: account)
        }
        let author = account.id
        return polls.add { id in
            StoredPoll(
                id: id, author: author, poll: poll, answers: answers, correct: correct, solution: input.solution,
                solutionEntities: input.solutionEntities ?? [], closeDate: closeDate, media: media,
                solutionMedia: solutionMedia, answerMedia: answerMedia)
        }
    }

    /// What is shown beside a question, an answer or an explanation.
    private mutating func pollMedia(_ input: TL.InputMedia, of account: Account) throws(RPCFailure) -> StoredMedia {
        switch input {
        case .poll, .todo, .dice, .invoice, .game: throw .bad(.mediaInvalid)
        default: return try store(input, of: account)
        }
    }

    /// A poll as somebody sees it.
    func shown(_ poll: StoredPoll, for viewer: Int64) -> TL.Poll {
        let answers = poll.answers.map { answer -> TL.PollAnswer in
            guard case .pollAnswer(let kept) = answer, let media = poll.answerMedia[kept.option] else { return answer }
            return .pollAnswer(
                .init(
                    text: kept.text, option: kept.option, media: render(media, for: viewer), addedBy: kept.addedBy,
                    date: kept.date))
        }
        return poll.poll(for: viewer, answers)
    }

    /// The results of a poll as somebody sees them.
    func results(of poll: StoredPoll, for viewer: Int64) -> TL.PollResults {
        poll.results(for: viewer, poll.solutionMedia.map { render($0, for: viewer) })
    }

    /// Adds an answer to an open poll.
    ///
    /// - Returns: The answer to the call.
    mutating func addAnswer(
        _ answer: TL.PollAnswer, to message: StoredMessage, by account: Account, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        let poll = try poll(of: message)
        guard !poll.isClosed else { throw .bad(.messagePollClosed) }
        guard poll.poll.openAnswers, case .inputPollAnswer(let answer) = answer else { throw .bad(.pollAnswerInvalid) }
        guard poll.options.count < StoredPoll.mostAnswers else { throw .bad(.pollAnswersInvalid) }
        guard (1...StoredPoll.longestAnswer).contains(answer.text.text.utf16.count) else {
            throw .bad(.pollAnswerInvalid)
        }
        let media = try answer.media.map { media throws(RPCFailure) in try pollMedia(media, of: account) }
        let taken = Set(poll.options)
        guard let number = (UInt8(48)...255).first(where: { !taken.contains([$0]) }) else {
            throw .bad(.pollAnswersInvalid)
        }
        let (author, date) = (account.id, date)
        polls.change(poll.id) { poll in
            poll.answers.append(
                .pollAnswer(.init(text: answer.text, option: [number], addedBy: Self.peer(author), date: date)))
            poll.answerMedia[[number]] = media
        }
        return tellOfPoll(in: message, by: author, origin)
    }

    /// Takes away an answer that was added to an open poll.
    ///
    /// - Returns: The answer to the call.
    mutating func deleteAnswer(
        _ option: [UInt8], of message: StoredMessage, by account: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        let poll = try poll(of: message)
        let index = poll.answers.firstIndex { answer in
            if case .pollAnswer(let answer) = answer { answer.option == option && answer.addedBy != nil } else { false }
        }
        guard let index, case .pollAnswer(let answer) = poll.answers[index] else { throw .bad(.optionInvalid) }
        guard answer.addedBy == Self.peer(account) || poll.author == account else {
            throw RPCFailure(403, .messageAuthorRequired)
        }
        polls.change(poll.id) { poll in
            poll.answers.remove(at: index)
            poll.answerMedia[option] = nil
            poll.votes = poll.votes.compactMap { vote in
                let left = vote.options.filter { $0 != option }
                return left.isEmpty ? nil : .init(account: vote.account, options: left, date: vote.date)
            }
        }
        return tellOfPoll(in: message, by: account, origin)
    }

    /// The poll that a message has.
    func poll(of message: StoredMessage) throws(RPCFailure) -> StoredPoll {
        guard case .poll(let id)? = message.content.media, let poll = polls[id] else { throw .bad(.messageIDInvalid) }
        return poll
    }

    /// Chooses answers, or none.
    ///
    /// - Returns: The answer to the call.
    mutating func vote(
        _ options: [[UInt8]], in message: StoredMessage, by account: Int64, origin: CallOrigin? = nil
    ) throws(RPCFailure) -> TL.Updates {
        let poll = try poll(of: message)
        guard !poll.isClosed else { throw .bad(.messagePollClosed) }
        guard options.allSatisfy(poll.options.contains), Set(options).count == options.count else {
            throw .bad(.optionInvalid)
        }
        guard options.count <= 1 || poll.poll.multipleChoice else { throw .bad(.optionsTooMuch) }
        let hasVoted = poll.votes.contains { $0.account == account }
        if hasVoted, poll.poll.quiz || poll.poll.revotingDisabled { throw .bad(.revoteNotAllowed) }
        let date = date
        polls.change(poll.id) { poll in
            poll.votes.removeAll { $0.account == account }
            if !options.isEmpty { poll.votes.append(.init(account: account, options: options, date: date)) }
        }
        noteVotes(of: poll.id, in: message, by: account, isVote: !options.isEmpty)
        return tellOfPoll(in: message, by: account, origin)
    }

    /// Notes that the author of a poll has not seen yet who voted for what; without votes of others there is nothing to see.
    private mutating func noteVotes(of id: Int64, in message: StoredMessage, by account: Int64, isVote: Bool) {
        guard let poll = polls[id], poll.poll.publicVoters, poll.author != account else { return }
        if isVote {
            messageState.unread[.votes, default: [:]][poll.author, default: []].insert(message.sharedID)
        } else if !poll.votes.contains(where: { $0.account != poll.author }) {
            messageState.unread[.votes]?[poll.author]?.remove(message.sharedID)
        } else {
            return
        }
        polls.change(id) { $0.hasUnreadVotes = isVote }
    }

    /// Ends a poll: nobody can choose any more, and everybody sees the results.
    mutating func closePoll(
        in message: StoredMessage, by account: Int64, origin: CallOrigin? = nil
    ) throws(RPCFailure) -> TL.Updates {
        let poll = try poll(of: message)
        guard message.sender == account else { throw RPCFailure(403, .messageAuthorRequired) }
        guard !poll.isClosed else { throw .bad(.messageNotModified) }
        polls.change(poll.id) { $0.isClosed = true }
        let answer = tellOfPoll(in: message, by: account, origin)
        guard case .updates(let batch) = answer else { return answer }
        // The call is an edit, so the message comes with the answer as well.
        let edit: TL.Update
        if case .channel(let id) = PeerNumber(message.peer), let channel = channels[id] {
            edit = .editChannelMessage(
                .init(message: self.message(message, for: account), pts: channel.mailbox.pts, ptsCount: 0))
        } else {
            edit = .editMessage(
                .init(message: self.message(message, for: account), pts: mailbox(of: account).pts, ptsCount: 0))
        }
        return .updates(
            .init(
                updates: batch.updates + [edit], users: batch.users, chats: batch.chats, date: batch.date,
                seq: batch.seq))
    }

    /// Closes the polls whose time is over, and tells those who have them.
    mutating func closeDuePolls() {
        guard let next = polls.nextClosing, next <= now else { return }
        let now = now
        let due = polls.polls.values.filter { !$0.isClosed && ($0.closeDate.map(Int64.init) ?? .max) <= now }
        for poll in due.sorted(by: { $0.id < $1.id }) {
            polls.change(poll.id) { $0.isClosed = true }
            for account in accounts.keys.sorted() where knows(poll: poll.id, account) {
                push(
                    updates([pollUpdate(poll.id, for: account)], naming: [account], for: account), to: account,
                    except: nil)
            }
        }
    }

    private func knows(poll id: Int64, _ account: Int64) -> Bool {
        func has(_ mailbox: Mailbox?) -> Bool {
            mailbox?.newestFirst.contains { if case .poll(id)? = $0.content.media { true } else { false } } ?? false
        }
        return has(mailboxes[account])
            || (channelsOfAccounts[account] ?? []).contains { has(channels[$0]?.mailbox) }
    }

    private mutating func tellOfPoll(
        in message: StoredMessage, by account: Int64, _ origin: CallOrigin?
    ) -> TL.Updates {
        guard case .poll(let id)? = message.content.media else { return updates([], naming: [account], for: account) }
        return tell(of: message, seenBy: account, except: origin) { world, viewer, _ in
            world.pollUpdate(id, for: viewer)
        }
    }

    /// The results of a poll as an update.
    func pollUpdate(_ id: Int64, for viewer: Int64) -> TL.Update {
        .messagePoll(
            .init(
                pollID: id, poll: polls[id].map { shown($0, for: viewer) },
                results: polls[id].map { results(of: $0, for: viewer) } ?? .init()))
    }
}
