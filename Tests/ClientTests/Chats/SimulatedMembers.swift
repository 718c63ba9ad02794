// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLTypes

@testable import Ferogram

/// A supergroup with many members, as the server lists them: by parts, the recent ones only so far, and changing meanwhile.
final class SimulatedMembers: Invoker {
    struct State {
        var names: [(id: Int64, name: String)]
        var calls = 0
        /// Who left, whom pages still name.
        var left: Set<Int64> = []
    }

    /// How many members the server gives of the recent ones.
    let recentCap: Int
    /// How many members the server gives for one beginning of a name.
    let searchCap: Int
    private let state: Lock<State>
    private let change: @Sendable (inout State) -> Void

    init(
        _ names: [(id: Int64, name: String)], recentCap: Int, searchCap: Int,
        _ change: @escaping @Sendable (inout State) -> Void = { _ in }
    ) {
        (self.recentCap, self.searchCap, self.change) = (recentCap, searchCap, change)
        state = Lock(State(names: names))
    }

    var calls: Int { state.withLock { $0.calls } }

    func invoke<Function: TLFunction>(
        _ function: Function, on destination: CallDestination, options: CallOptions
    ) async throws(InvocationError) -> Function.Response {
        guard let request = function as? TL.channels.GetParticipants else {
            throw .invalidArgument(method: "\(Function.self)", "the simulation has no answer")
        }
        let answer = state.withLock { state -> TL.channels.ChannelParticipants in
            state.calls += 1
            change(&state)
            let (all, count): (ArraySlice<(id: Int64, name: String)>, Int)
            if case .search(let search) = request.filter {
                let found = state.names.filter { $0.name.hasPrefix(search.q) }
                (all, count) = (found.prefix(searchCap), found.count)
            } else {
                (all, count) = (state.names.prefix(recentCap), state.names.count)
            }
            let part = all.dropFirst(Int(request.offset)).prefix(min(Int(request.limit), 200))
            return .channelParticipants(
                .init(
                    count: Int32(count),
                    participants: part.map { member in
                        state.left.contains(member.id)
                            ? .left(.init(peer: PeerID.user(member.id).tlPeer))
                            : .channelParticipant(.init(userID: member.id, date: 1))
                    }, chats: [],
                    users: part.map { .user(.init(id: $0.id, accessHash: 1, firstName: $0.name)) }))
        }
        guard let response = answer as? Function.Response else {
            throw .invalidArgument(method: "\(Function.self)", "the simulation has no answer")
        }
        return response
    }
}
