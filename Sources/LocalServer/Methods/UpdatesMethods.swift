// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Catching up; see core.telegram.org/api/updates.
    mutating func addUpdates() {
        on(TL.updates.GetState.self) { _, caller, world in
            world.state(of: caller.account)
        }
        on(TL.updates.GetDifference.self) { request, caller, world in
            guard request.pts > 0 else { throw RPCFailure.bad(.persistentTimestampEmpty) }
            guard request.pts <= world.mailbox(of: caller.id).pts else {
                throw RPCFailure.bad(.persistentTimestampInvalid)
            }
            let difference = world.difference(
                for: caller.account, since: request.pts, qts: request.qts, date: request.date,
                limit: request.ptsLimit.map { Int($0) },
                totalLimit: request.ptsTotalLimit.map { Int($0) })
            world.record.count(difference.kind)
            return difference
        }
        on(TL.updates.GetChannelDifference.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            guard request.pts > 0 else { throw RPCFailure.bad(.persistentTimestampEmpty) }
            guard request.pts <= channel.mailbox.pts else { throw RPCFailure.bad(.persistentTimestampInvalid) }
            guard request.limit > 0 else { throw RPCFailure.bad(.limitInvalid) }
            let difference = world.channelDifference(
                channel, since: request.pts, limit: request.limit, for: caller.id)
            world.record.count(difference.kind)
            return difference
        }
    }
}

extension TL.updates.Difference {
    fileprivate var kind: String {
        switch self {
        case .empty: "empty difference"
        case .difference: "difference"
        case .slice: "slice"
        case .tooLong: "difference too long"
        }
    }
}

extension TL.updates.ChannelDifference {
    fileprivate var kind: String {
        switch self {
        case .empty: "empty channel difference"
        case .channelDifference(let part): part.final ? "channel difference" : "channel slice"
        case .tooLong: "channel difference too long"
        }
    }
}
