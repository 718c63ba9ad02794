// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Voting, and who voted for what.
    mutating func addPolls() {
        on(TL.messages.SendVote.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.message(request.msgID, in: peer, of: caller.id)
            return try world.vote(request.options, in: message, by: caller.id, origin: caller.origin)
        }
        on(TL.messages.GetPollResults.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let poll = try world.poll(of: try world.message(request.msgID, in: peer, of: caller.id))
            return world.updates([world.pollUpdate(poll.id, for: caller.id)], naming: [caller.id], for: caller.id)
        }
        on(TL.messages.AddPollAnswer.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.message(request.msgID, in: peer, of: caller.id)
            return try world.addAnswer(request.answer, to: message, by: caller.account, origin: caller.origin)
        }
        on(TL.messages.DeletePollAnswer.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.message(request.msgID, in: peer, of: caller.id)
            return try world.deleteAnswer(request.option, of: message, by: caller.id, origin: caller.origin)
        }
        on(TL.stats.GetPollStats.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let poll = try world.poll(of: try world.message(request.msgID, in: peer, of: caller.id))
            guard poll.author == caller.id else { throw RPCFailure.bad(.chatAdminRequired) }
            let (times, counts) = (poll.votes.map { "\(Int64($0.date) * 1_000)" }, (1...max(1, poll.votes.count)))
            let columns = [["\"x\""] + times, ["\"y0\""] + counts.prefix(poll.votes.count).map { "\($0)" }]
            let data = columns.map { "[\($0.joined(separator: ","))]" }.joined(separator: ",")
            let json = """
                {"columns":[\(data)],"types":{"x":"x","y0":"line"},"names":{"y0":"Votes"},"colors":{"y0":"#3497ED"}}
                """
            return .init(votesGraph: .statsGraph(.init(json: .init(data: json))))
        }
        on(TL.messages.GetPollVotes.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let poll = try world.poll(of: try world.message(request.id, in: peer, of: caller.id))
            guard poll.poll.publicVoters else { throw RPCFailure(403, .broadcastForbidden) }
            guard poll.isClosed || poll.votes.contains(where: { $0.account == caller.id }) else {
                throw RPCFailure(403, .pollVoteRequired)
            }
            let all = poll.votes.reversed().filter { request.option.map($0.options.contains) ?? true }
            let start = min(max(0, request.offset.flatMap(Int.init) ?? 0), all.count)
            let end = min(start + min(max(1, Int(request.limit)), 100), all.count)
            let page = all[start..<end]
            let votes = page.map { vote -> TL.MessagePeerVote in
                let peer = World.peer(vote.account)
                if request.option != nil { return .inputOption(.init(peer: peer, date: vote.date)) }
                guard vote.options.count == 1, let option = vote.options.first else {
                    return .multiple(.init(peer: peer, options: vote.options, date: vote.date))
                }
                return .messagePeerVote(.init(peer: peer, option: option, date: vote.date))
            }
            let (users, chats) = world.peers(page.map(\.account), for: caller.id)
            return .init(
                count: Int32(clamping: all.count), votes: votes, chats: chats, users: users,
                nextOffset: end < all.count ? "\(end)" : nil)
        }
    }
}
