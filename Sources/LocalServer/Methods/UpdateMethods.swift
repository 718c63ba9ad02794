// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Catching up; see core.telegram.org/api/updates.
    mutating func addUpdates() {
        on(TL.updates.GetState.self) { (_, call, engine) throws(RPCFailure) in
            engine.world.state(of: try call.caller)
        }
        on(TL.updates.GetDifference.self) { (request, call, engine) throws(RPCFailure) in
            let account = try call.caller
            guard request.pts > 0 else { throw .bad(.persistentTimestampEmpty) }
            guard request.pts <= engine.world.mailbox(of: account.id).pts else {
                throw .bad(.persistentTimestampInvalid)
            }
            let difference = engine.world.difference(
                for: account, since: request.pts, date: request.date, limit: request.ptsLimit.map { Int($0) },
                totalLimit: request.ptsTotalLimit.map { Int($0) })
            engine.world.record.count(difference.kind)
            return difference
        }
        on(TL.updates.GetChannelDifference.self) { (request, call, engine) throws(RPCFailure) in
            let viewer = try call.caller
            let channel = try engine.world.channel(request.channel, for: viewer)
            guard request.pts > 0 else { throw .bad(.persistentTimestampEmpty) }
            guard request.pts <= channel.mailbox.pts else { throw .bad(.persistentTimestampInvalid) }
            guard request.limit > 0 else { throw .bad(.limitInvalid) }
            let difference = engine.world.channelDifference(
                channel, since: request.pts, limit: request.limit, for: viewer.id)
            engine.world.record.count(difference.kind)
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
