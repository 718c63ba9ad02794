// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// Keeps a poll that somebody sends.
    ///
    /// - Returns: Its number.
    mutating func addPoll(_ input: TL.InputMedia.Poll, of account: Account) throws(RPCFailure) -> Int64 {
        let poll = input.poll
        guard input.attachedMedia == nil, input.solutionMedia == nil else { throw Engine.notImplemented }
        guard (1...StoredPoll.longestQuestion).contains(poll.question.text.utf16.count) else {
            throw .bad(.pollQuestionInvalid)
        }
        guard (1...StoredPoll.mostAnswers).contains(poll.answers.count) else { throw .bad(.pollAnswersInvalid) }
        var options: Set<[UInt8]> = []
        for answer in poll.answers {
            guard case .pollAnswer(let answer) = answer else { throw Engine.notImplemented }
            guard (1...StoredPoll.longestAnswer).contains(answer.text.text.utf16.count) else {
                throw .bad(.pollAnswerInvalid)
            }
            guard (1...100).contains(answer.option.count) else { throw .bad(.pollOptionInvalid) }
            guard options.insert(answer.option).inserted else { throw .bad(.pollOptionDuplicate) }
        }
        var correct: [[UInt8]] = []
        if poll.quiz {
            guard let places = input.correctAnswers, !places.isEmpty else { throw .bad(.quizCorrectAnswersEmpty) }
            guard poll.multipleChoice || places.count == 1 else { throw .bad(.quizCorrectAnswersTooMuch) }
            for place in places {
                guard poll.answers.indices.contains(Int(place)), case .pollAnswer(let answer) = poll.answers[Int(place)]
                else { throw .bad(.quizCorrectAnswerInvalid) }
                correct.append(answer.option)
            }
        }
        if let solution = input.solution, solution.utf16.count > StoredPoll.longestSolution {
            throw .bad(.messageTooLong)
        }
        let closeDate = poll.closeDate ?? poll.closePeriod.map { Int32(clamping: Int64(date) + Int64($0)) }
        if let closeDate, !(5...2_628_000).contains(Int64(closeDate) - now) { throw .bad(.scheduleDateInvalid) }
        let author = account.id
        return polls.add { id in
            StoredPoll(
                id: id, author: author, poll: poll, correct: correct, solution: input.solution,
                solutionEntities: input.solutionEntities ?? [], closeDate: closeDate)
        }
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
        return tellOfPoll(in: message, by: account, origin)
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
            .init(pollID: id, poll: polls[id]?.poll(for: viewer), results: polls[id]?.results(for: viewer) ?? .init()))
    }
}
